/** Assignments: who has the application, with Okta's link, and what went wrong. */
import { useRef, useState } from 'react';
import type { AssignmentRecord, ConnectionRecord } from '../../../shared/domain/simulator.ts';
import { collectIds } from '../../state/collect-ids.ts';
import { callEngine } from '../../state/engine-call.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { useRowWindow } from '../../state/use-row-window.ts';
import { useSelection } from '../../state/use-selection.ts';
import { useShortcuts } from '../../state/use-shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { QueryField } from '../../ui/fields.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Callout, EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { AssignDialog } from './assign-dialogs.tsx';
import { AssignedGroups } from './assigned-groups.tsx';
import { AssignmentsBar } from './assignments-bar.tsx';
import { AssignmentsGrid } from './assignments-grid.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { peopleCount } from './people-count.ts';
import { Rail } from './rail.tsx';
import { UnassignDialog, type Unassigning } from './unassign-dialog.tsx';
import { type Action, useAction } from './use-action.ts';

export function AssignmentsTab({ connection }: { readonly connection: ConnectionRecord }) {
  const connectionId = connection.id;
  const view = useView();
  const groups = useAnswer('sim.assignedGroups', { connectionId }, 'simulator');
  const counts = useAnswer('sim.assignments', { connectionId, limit: 0 }, 'simulator');
  const action = useAction();
  const [assigning, setAssigning] = useState<'people' | 'groups' | null>(null);
  const [unassigning, setUnassigning] = useState<Unassigning | null>(null);
  return (
    <div className="railed">
      <Rail
        label="Filters"
        value={view}
        items={railItems(counts.value, groups.value?.length)}
        onValue={(next) => setParams({ view: next === 'all' ? '' : next, q: '' })}
      />
      <div className="rail-body">
        {view === 'groups' ? (
          <>
            <AssignmentsToolbar search={false} onAssign={setAssigning} onRetry={null} />
            <OutcomePanel action={action} />
            <FaultNotice fault={groups.fault} asOf={groups.asOf} onRetry={groups.reload} className="m-4" />
            <AssignedGroups
              connection={connection}
              groups={groups.value ?? []}
              loading={groups.loading}
              onUnassign={setUnassigning}
              onAssign={() => setAssigning('groups')}
            />
          </>
        ) : (
          <AssignedPeople
            connectionId={connectionId}
            view={view}
            action={action}
            onAssign={setAssigning}
            onUnassign={setUnassigning}
          />
        )}
      </div>
      {assigning && (
        <AssignDialog
          kind={assigning}
          connection={connection}
          action={action}
          onClose={() => setAssigning(null)}
        />
      )}
      {unassigning && (
        <UnassignDialog
          what={unassigning}
          connection={connection}
          action={action}
          onClose={() => setUnassigning(null)}
        />
      )}
    </div>
  );
}

function railItems(counts: { readonly all: number; readonly errors: number } | null, groups?: number) {
  return [
    { value: 'all', label: 'All', count: counts?.all },
    { value: 'errors', label: 'Errors', count: counts?.errors },
    { value: 'groups', label: 'Groups', count: groups },
  ] as const;
}

interface AssignedPeopleProps {
  readonly connectionId: string;
  readonly view: View;
  readonly action: Action;
  readonly onAssign: (kind: 'people' | 'groups') => void;
  readonly onUnassign: (what: Unassigning) => void;
}

function AssignedPeople({ connectionId, view, action, onAssign, onUnassign }: AssignedPeopleProps) {
  const typed = useParam('q');
  const text = useDebounced(typed, typed === '' ? 0 : 150).trim();
  const list = {
    connectionId,
    ...(view === 'errors' ? { status: 'ERROR' as const } : {}),
    ...(text === '' ? {} : { text }),
  };
  const rows = useRowWindow('sim.assignments', list, 'simulator');
  const selection = useSelection(JSON.stringify(list));
  const provision = (ids: readonly string[], title: string) =>
    void action
      .run(title, () => callEngine('sim.provision', { connectionId, assignmentIds: [...ids] }))
      .then((done) => done && selection.clear());
  const retryAll = () =>
    void collectIds('sim.assignments', { connectionId, status: 'ERROR' }, (row) => row.id).then((ids) =>
      provision(ids, 'Retry all errors'),
    );
  const canRetry = view === 'errors' && rows.total > 0;
  return (
    <>
      <AssignmentsToolbar search onAssign={onAssign} onRetry={canRetry ? retryAll : null} />
      <OutcomePanel action={action} />
      <NotProvisioned connectionId={connectionId} action={action} onProvision={provision} />
      <FaultNotice fault={rows.fault} asOf={rows.asOf} onRetry={rows.reload} className="m-4" />
      <AssignmentsGrid
        rows={rows}
        selection={selection}
        onAll={() => void collectIds('sim.assignments', list, (row) => row.id).then(selection.set)}
        onProvision={(row) => provision([row.id], provisionWord(row))}
        onUnassign={(row) => onUnassign({ kind: 'one', row })}
        empty={<NoAssignments all={rows.head?.all ?? 0} view={view} onAssign={onAssign} />}
      />
      <AssignmentsBar
        rows={rows}
        selection={selection}
        busy={action.doing !== null}
        onRetry={() => provision([...selection.ids], 'Retry Selected')}
        onUnassign={() => onUnassign({ kind: 'several', ids: [...selection.ids], onDone: selection.clear })}
      />
    </>
  );
}

type View = 'all' | 'errors' | 'groups';

function useView(): View {
  const wanted = useParam('view');
  return wanted === 'errors' || wanted === 'groups' ? wanted : 'all';
}

function provisionWord(row: AssignmentRecord): string {
  return `${row.status === 'ERROR' ? 'Retry' : 'Provision'} ${row.personName}`;
}

function AssignmentsToolbar(props: {
  readonly search: boolean;
  readonly onAssign: (kind: 'people' | 'groups') => void;
  readonly onRetry: (() => void) | null;
}) {
  const typed = useParam('q');
  const filter = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => filter.current?.focus() });
  return (
    <div className="toolbar">
      <Menu
        trigger={
          <Button variant="primary">
            Assign
            <Icon name="down" small />
          </Button>
        }
        actions={[
          { label: 'Assign to People', icon: 'user', run: () => props.onAssign('people') },
          { label: 'Assign to Groups', icon: 'group', run: () => props.onAssign('groups') },
        ]}
      />
      {props.onRetry && <Button onClick={props.onRetry}>Retry all errors</Button>}
      <span className="grow" />
      {props.search && (
        <QueryField
          inputRef={filter}
          label="Filter assignments"
          placeholder="Name or username"
          hint="/"
          value={typed}
          onValue={(q) => setParams({ q })}
          className="max-w-60"
        />
      )}
    </div>
  );
}

function NoAssignments(props: {
  readonly all: number;
  readonly view: View;
  readonly onAssign: (kind: 'people' | 'groups') => void;
}) {
  if (props.all > 0)
    return (
      <EmptyState
        text={props.view === 'errors' ? 'No assignment is in error.' : 'Nobody matches the filter.'}
      >
        <Button onClick={() => setParams({ view: '', q: '' })}>Show all assignments</Button>
      </EmptyState>
    );
  return (
    <EmptyState text="Nobody is assigned to this app yet.">
      <Button onClick={() => props.onAssign('people')}>Assign to People</Button>
      <Button onClick={() => props.onAssign('groups')}>Assign to Groups</Button>
      <Button onClick={() => setParams({ tab: 'import', view: '', q: '' })}>Import users from the app</Button>
    </EmptyState>
  );
}

/** People who are assigned without a link: Okta's red icon, with its Provision User. */
function NotProvisioned(props: {
  readonly connectionId: string;
  readonly action: Action;
  readonly onProvision: (ids: readonly string[], title: string) => void;
}) {
  const { connectionId, action, onProvision } = props;
  const app = useAnswer('sim.app', { connectionId }, 'simulator');
  const list = { connectionId, status: 'STAGED' as const };
  const staged = useAnswer('sim.assignments', { ...list, limit: 0 }, 'simulator');
  const count = staged.value?.total ?? 0;
  const on = app.value?.provisioningEnabled === true && app.value.createUsers;
  if (!on || count === 0 || action.doing !== null) return null;
  const run = () =>
    void collectIds('sim.assignments', list, (row) => row.id).then((ids) =>
      onProvision(ids, 'Provision User'),
    );
  return (
    <div className="px-4 py-2">
      <Callout
        tone="warning"
        title={`${peopleCount(count)} ${count === 1 ? 'is' : 'are'} assigned and not provisioned`}
        action={
          <Button small onClick={run}>
            Provision User
          </Button>
        }
      >
        Okta says: “User was assigned this application before Provisioning was enabled and not provisioned in
        the downstream application. Click Provision User.” People who are not active in Okta stay Staged.
      </Callout>
    </div>
  );
}
