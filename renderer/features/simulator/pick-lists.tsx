/** Search and check people or groups of the simulated org, inside a dialog. */
import { useState } from 'react';
import type { OktaGroupRecord, PersonRecord } from '../../../shared/domain/simulator.ts';
import { collectIds } from '../../state/collect-ids.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { useRowWindow } from '../../state/use-row-window.ts';
import type { Selection } from '../../state/use-selection.ts';
import { QueryField } from '../../ui/fields.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { TwoLines } from '../../ui/page.tsx';
import { PersonStatusWord } from './person-status.tsx';

const personColumns: readonly GridColumn<PersonRecord>[] = [
  {
    key: 'name',
    header: 'Name',
    width: 'minmax(0, 1fr)',
    cell: (person) => <TwoLines first={person.name} second={person.profile['login'] ?? ''} />,
  },
  {
    key: 'status',
    header: 'Status',
    width: '104px',
    cell: (person) => <PersonStatusWord status={person.status} />,
  },
];

export function PickPeople({ selection }: { readonly selection: Selection }) {
  const [typed, setTyped] = useState('');
  const text = useDebounced(typed).trim();
  const list = text === '' ? {} : { text };
  const people = useRowWindow('sim.people', list, 'simulator');
  const checkAll = () => void collectIds('sim.people', list, (person) => person.id).then(selection.set);
  return (
    <>
      <FaultNotice fault={people.fault} />
      <QueryField
        label="Search people"
        placeholder="Name, login or email"
        value={typed}
        onValue={setTyped}
        className="!flex-none"
      />
      <div className="-mx-4 -mb-4 flex h-80 flex-col">
        <Grid
          label="People to choose from"
          columns={personColumns}
          total={people.total}
          rowAt={people.rowAt}
          rowKey={(person) => person.id}
          rowName={(person) => person.name}
          onShow={people.show}
          onOpen={(person) => selection.toggle(person.id)}
          selection={{ ...selection, onAll: checkAll }}
          loading={people.loading}
          empty={
            <EmptyState
              text={text === '' ? 'There are no people in the simulated org.' : `No people match ${text}.`}
            />
          }
        />
      </div>
    </>
  );
}

function groupColumns(remark: (id: string) => string | null): readonly GridColumn<OktaGroupRecord>[] {
  return [
    {
      key: 'name',
      header: 'Group in Okta',
      width: 'minmax(0, 1fr)',
      cell: (group) => (
        <>
          <b className="strong">{group.name}</b>
          {remark(group.id) !== null && <span className="fg3">&ensp;{remark(group.id)}</span>}
        </>
      ),
    },
    {
      key: 'members',
      header: 'Members',
      width: '72px',
      align: 'right',
      cell: (group) => <span className="num">{formatCount(group.memberCount)}</span>,
    },
  ];
}

export interface PickGroupsProps {
  readonly selection: Selection;
  /** Beside a group: "pushed already". */
  readonly remark?: (id: string) => string | null;
}

const noRemark = () => null;

export function PickGroups({ selection, remark = noRemark }: PickGroupsProps) {
  const [typed, setTyped] = useState('');
  const text = useDebounced(typed).trim();
  const list = text === '' ? {} : { text };
  const groups = useRowWindow('sim.groups', list, 'simulator');
  const checkAll = () =>
    void collectIds('sim.groups', list, (group) => group.id).then((ids) => selection.set(ids.slice(0, 100)));
  return (
    <>
      <FaultNotice fault={groups.fault} />
      <QueryField
        label="Find groups by name"
        placeholder="Group name"
        value={typed}
        onValue={setTyped}
        className="!flex-none"
      />
      <div className="-mx-4 flex h-64 flex-col">
        <Grid
          label="Groups to choose from"
          columns={groupColumns(remark)}
          rowHeight={36}
          total={groups.total}
          rowAt={groups.rowAt}
          rowKey={(group) => group.id}
          rowName={(group) => group.name}
          onShow={groups.show}
          onOpen={(group) => selection.toggle(group.id)}
          selection={{ ...selection, onAll: checkAll }}
          loading={groups.loading}
          empty={
            <EmptyState
              text={text === '' ? 'There are no groups in the simulated org.' : `No groups match ${text}.`}
            />
          }
        />
      </div>
    </>
  );
}
