/** The assignments as rows; what went wrong stands under its row in Okta's words. */
import type { ReactNode } from 'react';
import type { AssignmentRecord, AssignmentStatus } from '../../../shared/domain/simulator.ts';
import { navigate } from '../../state/route-store.ts';
import type { RowWindow } from '../../state/use-row-window.ts';
import type { Selection } from '../../state/use-selection.ts';
import { Button } from '../../ui/button.tsx';
import type { GridColumn } from '../../ui/grid.tsx';
import { shortId } from '../../ui/marks.tsx';
import type { MenuAction } from '../../ui/menu.tsx';
import { InlineNote } from '../../ui/notices.tsx';
import { TwoLines } from '../../ui/page.tsx';
import { type ShapeName, Status, type Tone } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { NotedGrid } from './noted-grid.tsx';

const looks: Record<AssignmentStatus, readonly [Tone, ShapeName, string]> = {
  STAGED: ['neutral', 'dashed', 'Staged'],
  PROVISIONED: ['success', 'dot', 'Provisioned'],
  DEPROVISIONED: ['neutral', 'ring', 'Deprovisioned'],
  ERROR: ['danger', 'cross', 'Error'],
};

const columns: readonly GridColumn<AssignmentRecord>[] = [
  {
    key: 'person',
    header: 'Person & username',
    width: 'minmax(140px, 1.1fr)',
    cell: (row) => <TwoLines first={row.personName} second={row.login} />,
  },
  {
    key: 'type',
    header: 'Type',
    width: 'minmax(72px, 0.6fr)',
    cell: (row) =>
      row.scope === 'USER' ? (
        'Individual'
      ) : (
        <span title={row.groupName === null ? undefined : `Group: ${row.groupName}`}>
          Group<span className="fg3 narrow-hide">&ensp;{row.groupName}</span>
        </span>
      ),
  },
  {
    key: 'status',
    header: 'Status',
    width: '112px',
    cell: (row) => {
      const [tone, shape, word] = looks[row.status];
      return (
        <Status tone={tone} shape={shape}>
          {word}
        </Status>
      );
    },
  },
  {
    key: 'link',
    header: 'Okta’s link',
    width: 'minmax(132px, 1fr)',
    cell: (row) => <Link row={row} />,
  },
  {
    key: 'sync',
    header: 'Last sync',
    width: '84px',
    wideOnly: true,
    align: 'right',
    cell: (row) => (
      <span className="fg2">{row.lastSyncAt === null ? 'Never' : <Time at={row.lastSyncAt} />}</span>
    ),
  },
];

function Link({ row }: { readonly row: AssignmentRecord }) {
  if (row.externalId === null)
    return (
      <span className="fg2" title="None, no deactivation will be sent">
        None<span className="narrow-hide">, no deactivation will be sent</span>
      </span>
    );
  return (
    <span title={row.externalId}>
      Linked <span className="mono fg2">{shortId(row.externalId)}</span>
    </span>
  );
}

const hasNote = (row: AssignmentRecord) => row.error !== null;

export interface AssignmentsGridProps {
  readonly rows: RowWindow<'sim.assignments'>;
  readonly selection: Selection;
  readonly onAll: () => void;
  readonly onProvision: (row: AssignmentRecord) => void;
  readonly onUnassign: (row: AssignmentRecord) => void;
  readonly empty: ReactNode;
}

export function AssignmentsGrid(props: AssignmentsGridProps) {
  const { rows, selection, onProvision, onUnassign } = props;
  return (
    <NotedGrid
      label="Assignments"
      rowHeight={44}
      columns={columns}
      total={rows.total}
      rowAt={rows.rowAt}
      rowKey={(row) => row.id}
      rowName={(row) => row.personName}
      onShow={rows.show}
      selection={{ ...selection, onAll: props.onAll }}
      actions={(row) => assignmentMenu(row, onProvision, onUnassign)}
      loading={rows.loading || (rows.stale && rows.total === 0)}
      empty={rows.fault === null && props.empty}
      hasNote={hasNote}
      note={(row) => (
        <InlineNote
          tone="danger"
          actions={
            <>
              <Button small onClick={() => onProvision(row)}>
                Retry
              </Button>
              <Button small onClick={() => showTraffic(row)}>
                Show traffic
              </Button>
            </>
          }
        >
          <span className="ellipsis block" title={row.error ?? ''}>
            {reason(row)}
          </span>
        </InlineNote>
      )}
    />
  );
}

/** Okta's sentence begins with whom and where; the row above says both, and the reason must not be cut. */
function reason({ error, login }: AssignmentRecord): string {
  return (error ?? '').replace(/^Automatic [^:]* failed: /, '').replace(` ${login}`, '');
}

function showTraffic(row: AssignmentRecord): void {
  if (row.externalId === null) navigate('/traffic', { q: row.login });
  else navigate('/traffic', { resource: row.externalId, name: row.personName });
}

function assignmentMenu(
  row: AssignmentRecord,
  onProvision: (row: AssignmentRecord) => void,
  onUnassign: (row: AssignmentRecord) => void,
): MenuAction[] {
  const done = row.status === 'PROVISIONED';
  return [
    {
      label: row.status === 'ERROR' ? 'Retry' : 'Provision User',
      icon: 'replay',
      blocked: done ? 'Okta has a link already; Force Sync pushes the profile again.' : null,
      run: () => onProvision(row),
    },
    { label: 'Show traffic', icon: 'traffic', run: () => showTraffic(row) },
    { label: 'Unassign…', icon: 'unlink', apart: true, run: () => onUnassign(row) },
  ];
}
