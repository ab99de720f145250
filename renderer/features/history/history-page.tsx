/** Every committed change of the directory, newest first, and the way back where there is one. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { ChangeRecord } from '../../../shared/domain/directory.ts';
import { callEngine } from '../../state/engine-call.ts';
import { navigate, setParams, useParam } from '../../state/route-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { useRowWindow } from '../../state/use-row-window.ts';
import { Button } from '../../ui/button.tsx';
import { changeSentence } from '../../ui/change-list.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { FilterChip } from '../../ui/marks.tsx';
import { EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { Page, PageHead, TwoLines } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';

function columns(onUndo: (change: ChangeRecord) => void): readonly GridColumn<ChangeRecord>[] {
  return [
    {
      key: 'at',
      header: 'When',
      width: '96px',
      cell: (change) => (
        <span className="fg2">
          <Time at={change.at} />
        </span>
      ),
    },
    {
      key: 'what',
      header: 'Change',
      width: 'minmax(0, 1.4fr)',
      cell: (change) => (
        <TwoLines
          first={<span className={change.undone ? 'line-through' : ''}>{changeSentence(change, true)}</span>}
          second={[change.resourceType, change.detail].filter(Boolean).join(', ')}
        />
      ),
    },
    {
      key: 'who',
      header: 'Who',
      width: 'minmax(0, 1fr)',
      cell: (change) => (
        <span className="fg2" title={change.who}>
          {change.who}
        </span>
      ),
    },
    {
      key: 'undo',
      header: 'Undo',
      width: '72px',
      align: 'right',
      cell: (change) =>
        change.undone ? (
          <span className="fg3">Undone</span>
        ) : change.undoable ? (
          <Button small aria-label={`Undo: ${changeSentence(change, true)}`} onClick={() => onUndo(change)}>
            Undo
          </Button>
        ) : null,
    },
  ];
}

export function HistoryPage() {
  const resourceId = useParam('resource');
  const name = useParam('name', resourceId);
  const rows = useRowWindow('history.list', resourceId === '' ? {} : { resourceId }, 'directory');
  const [fault, setFault] = useState<Fault | null>(null);
  const undo = async (change: ChangeRecord) => {
    const answered = await callEngine('history.undo', { seq: change.seq });
    setFault(answered.ok ? null : answered.fault);
    if (answered.ok) showToast(`Undone: ${plural(answered.value.restored, 'record')} restored.`);
  };
  const open = (change: ChangeRecord) =>
    navigate(change.resourceType === 'User' ? '/users' : '/groups', { open: change.resourceId });
  return (
    <Page>
      <PageHead title="History" count={rows.head?.total ?? null} />
      {resourceId !== '' && (
        <div className="toolbar">
          <FilterChip name="About" value={name} onRemove={() => setParams({ resource: '', name: '' })} />
        </div>
      )}
      {(fault ?? rows.fault) && (
        <div className="px-4 pb-2">
          <FaultNotice fault={fault ?? rows.fault} asOf={rows.asOf} onRetry={rows.reload} />
        </div>
      )}
      <Grid
        label="Changes"
        columns={columns((change) => void undo(change))}
        total={rows.total}
        rowAt={rows.rowAt}
        rowKey={(change) => String(change.seq)}
        rowName={(change) => changeSentence(change, true)}
        onShow={rows.show}
        onOpen={open}
        loading={rows.loading}
        empty={
          <EmptyState text="Nothing has been changed yet. Every write to the directory is listed here, whoever made it.">
            <Button onClick={() => navigate('/users', { new: 'user' })}>New user</Button>
          </EmptyState>
        }
      />
      <div className="statusbar quiet">
        <span className="num">{plural(rows.total, 'change')}</span>
        <span className="grow" />
        <span>A change can be undone while nothing later touched the same user or group</span>
      </div>
    </Page>
  );
}
