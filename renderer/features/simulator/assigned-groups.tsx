/** The groups that assign the application to their members. */
import type { ConnectionRecord, OktaGroupRecord } from '../../../shared/domain/simulator.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button } from '../../ui/button.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { EmptyState } from '../../ui/notices.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import type { Unassigning } from './unassign-dialog.tsx';
import { UsedTwice } from './used-twice.tsx';

const columns: readonly GridColumn<OktaGroupRecord>[] = [
  {
    key: 'name',
    header: 'Group in Okta',
    width: 'minmax(0, 1fr)',
    cell: (group) => <b className="strong">{group.name}</b>,
  },
  {
    key: 'members',
    header: 'Members',
    width: '80px',
    align: 'right',
    cell: (group) => <span className="num">{formatCount(group.memberCount)}</span>,
  },
];

export function AssignedGroups(props: {
  readonly connection: ConnectionRecord;
  readonly groups: readonly OktaGroupRecord[];
  readonly loading: boolean;
  readonly onUnassign: (what: Unassigning) => void;
  readonly onAssign: () => void;
}) {
  const { groups, connection } = props;
  const pushed = useAnswer('sim.pushMappings', { connectionId: connection.id }, 'simulator').value ?? [];
  const twice = pushed.filter((mapping) => mapping.alsoAssigned).map((mapping) => mapping.groupName);
  return (
    <>
      {twice.length > 0 && (
        <div className="px-4 py-2">
          <UsedTwice names={twice} appName={connection.name} already />
        </div>
      )}
      <Grid
        label="Assigned groups"
        rowHeight={36}
        columns={columns}
        total={groups.length}
        rowAt={(index) => groups[index]}
        rowKey={(group) => group.id}
        rowName={(group) => group.name}
        actions={(group) => [
          { label: 'Unassign…', icon: 'unlink', run: () => props.onUnassign({ kind: 'group', group }) },
        ]}
        loading={props.loading}
        empty={
          <EmptyState text="No group assigns this app.">
            <Button onClick={props.onAssign}>Assign to Groups</Button>
          </EmptyState>
        }
      />
      <div className="statusbar quiet">
        <span className="num">{plural(groups.length, 'assigned group')}</span>
      </div>
    </>
  );
}
