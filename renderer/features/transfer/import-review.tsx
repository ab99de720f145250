/** What the file would do: columns and problems at the left, rows at the right, and the one button at the foot. */
import { useState } from 'react';
import type { FilePlan, FilePlanRow, FileRowAction } from '../../../shared/domain/transfer.ts';
import { useRowWindow } from '../../state/use-row-window.ts';
import { Button } from '../../ui/button.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { TwoLines } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { commitImport, planAgain, startOver, useFileImport } from './file-import-store.ts';
import { ImportColumns } from './import-columns.tsx';
import { ImportProblems } from './import-problems.tsx';

type Shown = 'columns' | 'problems' | FileRowAction;

export function ImportReview({ plan }: { readonly plan: FilePlan }) {
  const { fault, busy } = useFileImport();
  const [shown, setShown] = useState<Shown>('columns');
  const { counts } = plan;
  return (
    <>
      <div className="summary">
        <span className="strong text-fg-1">{plan.fileName}</span>
        <Count n={counts.create} words="new" />
        <Count n={counts.update} words="changed" />
        <Count n={counts.unchanged} words="unchanged" />
        <Count n={counts.skip} words="left out" />
        <span className="grow" />
        <Button small onClick={() => void startOver()}>
          Choose another file
        </Button>
      </div>
      {fault && (
        <div className="p-4">
          <FaultNotice
            fault={fault}
            {...(fault.code === 'stale' ? { onRetry: () => void planAgain() } : {})}
          />
        </div>
      )}
      <Tabs<Shown>
        label="Steps of the import"
        value={shown}
        onValue={setShown}
        items={[
          { value: 'columns', label: 'Columns', count: plan.columns.length },
          { value: 'problems', label: 'Problems', count: plan.blockers + plan.warnings },
          { value: 'create', label: 'New', count: counts.create },
          { value: 'update', label: 'Changed', count: counts.update },
          { value: 'unchanged', label: 'Unchanged', count: counts.unchanged },
          { value: 'skip', label: 'Left out', count: counts.skip },
        ]}
      />
      <div className="flex min-h-60 flex-1 flex-col overflow-y-auto">
        {shown === 'columns' && <ImportColumns plan={plan} busy={busy} />}
        {shown === 'problems' && <ImportProblems plan={plan} />}
        {shown !== 'columns' && shown !== 'problems' && (
          <PlanRows key={`${shown} ${plan.digest}`} id={plan.id} action={shown} />
        )}
      </div>
      <CommitBar plan={plan} busy={busy} />
    </>
  );
}

function CommitBar({ plan, busy }: { readonly plan: FilePlan; readonly busy: boolean }) {
  const writes = plan.counts.create + plan.counts.update;
  const what = plural(writes, plan.kind === 'users' ? 'user' : 'group');
  return (
    <div className="statusbar sticky bottom-0 !pr-4">
      <span className="fg2 ellipsis">
        {plan.blockers > 0
          ? `${plural(plan.blockers, 'problem keeps a row out', 'problems keep rows out')}.`
          : 'Every row can be read.'}
      </span>
      <span className="grow" />
      <Button variant="primary" disabled={busy || writes === 0} onClick={() => void commitImport()}>
        {writes === 0 ? 'Nothing to import' : `Import ${what}`}
      </Button>
    </div>
  );
}

function Count({ n, words }: { readonly n: number; readonly words: string }) {
  return (
    <span>
      <b>{formatCount(n)}</b> {words}
    </span>
  );
}

const columns: readonly GridColumn<FilePlanRow>[] = [
  {
    key: 'row',
    header: 'Row',
    width: '56px',
    align: 'right',
    cell: (row) => <span className="num fg2">{formatCount(row.row)}</span>,
  },
  {
    key: 'name',
    header: 'Name',
    width: 'minmax(0, 1fr)',
    cell: (row) => <TwoLines first={row.name} second={row.userName} />,
  },
  {
    key: 'action',
    header: 'What happens',
    width: '104px',
    cell: (row) => <ActionStatus action={row.action} />,
  },
  { key: 'changes', header: 'Changes', width: 'minmax(0, 1.6fr)', cell: (row) => <Changes row={row} /> },
];

function ActionStatus({ action }: { readonly action: FileRowAction }) {
  switch (action) {
    case 'create':
      return (
        <Status tone="success" shape="dot">
          New
        </Status>
      );
    case 'update':
      return (
        <Status tone="info" shape="half">
          Changed
        </Status>
      );
    case 'unchanged':
      return (
        <Status tone="neutral" shape="ring">
          Unchanged
        </Status>
      );
    case 'skip':
      return (
        <Status tone="danger" shape="cross">
          Left out
        </Status>
      );
  }
}

function Changes({ row }: { readonly row: FilePlanRow }) {
  const text = row.changes
    .map(({ path, before, after }) => (before === '' ? `${path}: ${after}` : `${path}: ${before} → ${after}`))
    .join(', ');
  return (
    <span className="fg2" title={text}>
      {text === '' ? '–' : text}
    </span>
  );
}

function PlanRows({ id, action }: { readonly id: string; readonly action: FileRowAction }) {
  const rows = useRowWindow('imports.rows', { id, action });
  return (
    <>
      <div className="px-4">
        <FaultNotice fault={rows.fault} onRetry={rows.reload} />
      </div>
      <Grid
        label="Rows of the file"
        columns={columns}
        total={rows.total}
        rowAt={rows.rowAt}
        rowKey={(row) => String(row.row)}
        rowName={(row) => `row ${row.row}`}
        onShow={rows.show}
        loading={rows.loading}
        empty={<EmptyState text="No rows of this kind." />}
      />
    </>
  );
}
