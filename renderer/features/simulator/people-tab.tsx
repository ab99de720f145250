/** People and groups of the simulated org: what Okta believes, apart from what any application has. */
import { useRef, useState } from 'react';
import type { PersonRecord, PersonStatus } from '../../../shared/domain/simulator.ts';
import { useConnectionJob } from '../../state/jobs-store.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { useRowWindow } from '../../state/use-row-window.ts';
import { useSelection } from '../../state/use-selection.ts';
import { useShortcuts } from '../../state/use-shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { QueryField } from '../../ui/fields.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { Select } from '../../ui/select.tsx';
import { FillDialog } from './fill-dialog.tsx';
import { JobLine } from './job-line.tsx';
import { GroupDialogs, type GroupWish } from './okta-group-dialogs.tsx';
import { GroupBar, GroupsRail } from './okta-groups.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { PeopleBar } from './people-bar.tsx';
import { PeopleGrid } from './people-grid.tsx';
import { PersonForm } from './person-form.tsx';
import { type PersonWish, PersonWishDialog } from './person-wishes.tsx';
import { useAction } from './use-action.ts';

const statuses = ['STAGED', 'ACTIVE', 'SUSPENDED', 'DEPROVISIONED'] as const;

const statusChoices: readonly { readonly value: PersonStatus | 'all'; readonly label: string }[] = [
  { value: 'all', label: 'Any' },
  { value: 'ACTIVE', label: 'Active' },
  { value: 'STAGED', label: 'Staged' },
  { value: 'SUSPENDED', label: 'Suspended' },
  { value: 'DEPROVISIONED', label: 'Deactivated' },
];

export interface PeopleList {
  readonly text?: string;
  readonly status?: PersonStatus;
  readonly groupId?: string;
}

function usePeopleList(): PeopleList {
  const typed = useParam('q');
  const text = useDebounced(typed, typed === '' ? 0 : 150).trim();
  const wanted = useParam('status');
  const status = statuses.find((each) => each === wanted);
  const groupId = useParam('group');
  return {
    ...(text === '' ? {} : { text }),
    ...(status === undefined ? {} : { status }),
    ...(groupId === '' ? {} : { groupId }),
  };
}

export function PeopleTab() {
  const list = usePeopleList();
  const people = useRowWindow('sim.people', list, 'simulator');
  const groups = useAnswer('sim.groups', { limit: 500 }, 'simulator');
  const group = groups.value?.rows.find((each) => each.id === list.groupId) ?? null;
  const selection = useSelection(JSON.stringify(list));
  const action = useAction();
  const [form, setForm] = useState<PersonRecord | 'new' | null>(null);
  const [wish, setWish] = useState<PersonWish | null>(null);
  const [groupWish, setGroupWish] = useState<GroupWish | null>(null);
  const [filling, setFilling] = useState(false);
  const job = useConnectionJob(null);
  const fill = () => setFilling(true);
  return (
    <div className="railed">
      <GroupsRail
        all={people.head?.all ?? null}
        groups={groups}
        onNew={() => setGroupWish({ kind: 'new' })}
      />
      <div className="rail-body">
        <PeopleToolbar onFill={fill} onNew={() => setForm('new')} />
        {group && <GroupBar group={group} onWish={setGroupWish} />}
        {job?.state === 'running' && <JobLine job={job} />}
        <OutcomePanel action={action} />
        <FaultNotice
          fault={people.fault ?? groups.fault}
          asOf={people.asOf}
          onRetry={people.reload}
          className="m-4"
        />
        <PeopleGrid
          people={people}
          list={list}
          selection={selection}
          onEdit={setForm}
          onWish={setWish}
          onFill={fill}
          onNew={() => setForm('new')}
        />
        <PeopleBar people={people} selection={selection} group={group} action={action} onWish={setWish} />
      </div>
      {form && (
        <PersonForm person={form === 'new' ? null : form} action={action} onClose={() => setForm(null)} />
      )}
      {wish && (
        <PersonWishDialog
          wish={wish}
          action={action}
          onClose={() => setWish(null)}
          onDone={selection.clear}
        />
      )}
      {groupWish && <GroupDialogs wish={groupWish} action={action} onClose={() => setGroupWish(null)} />}
      {filling && <FillDialog onClose={() => setFilling(false)} />}
    </div>
  );
}

function PeopleToolbar(props: { readonly onFill: () => void; readonly onNew: () => void }) {
  const typed = useParam('q');
  const wanted = useParam('status', 'all');
  const filter = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => filter.current?.focus(), n: props.onNew });
  return (
    <div className="toolbar">
      <QueryField
        inputRef={filter}
        label="Filter people"
        placeholder="Name, login, email"
        hint="/"
        value={typed}
        onValue={(q) => setParams({ q })}
      />
      <Select
        label="Status"
        prefix="Status:"
        value={statuses.find((each) => each === wanted) ?? 'all'}
        choices={statusChoices}
        onValue={(status) => setParams({ status: status === 'all' ? '' : status })}
      />
      <Button onClick={props.onFill}>Fill with sample people…</Button>
      <Button variant="primary" icon="plus" hint="n" onClick={props.onNew}>
        New person
      </Button>
    </div>
  );
}
