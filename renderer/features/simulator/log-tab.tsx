/** System Log of the simulated org: what Okta would have on record, with the way to the exchanges behind it. */
import { useRef } from 'react';
import type { ConnectionRecord, LogEntry } from '../../../shared/domain/simulator.ts';
import { hrefOf, setParams, useParam } from '../../state/route-store.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { useRowWindow } from '../../state/use-row-window.ts';
import { useShortcuts } from '../../state/use-shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { QueryField } from '../../ui/fields.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { Status } from '../../ui/status.tsx';
import { Segmented } from '../../ui/tabs.tsx';
import { Time } from '../../ui/time.tsx';

const columns: readonly GridColumn<LogEntry>[] = [
  {
    key: 'at',
    header: 'Time',
    width: '84px',
    cell: (entry) => (
      <span className="fg2">
        <Time at={entry.at} />
      </span>
    ),
  },
  {
    key: 'result',
    header: 'Result',
    width: '84px',
    cell: (entry) =>
      entry.result === 'SUCCESS' ? (
        <Status tone="success" shape="dot">
          Success
        </Status>
      ) : (
        <Status tone="danger" shape="cross">
          Failure
        </Status>
      ),
  },
  {
    key: 'eventType',
    header: 'Event type',
    width: 'minmax(0, 1.1fr)',
    cell: (entry) => (
      <span className="mono" title={entry.eventType}>
        {entry.eventType}
      </span>
    ),
  },
  {
    key: 'message',
    header: 'Message',
    width: 'minmax(0, 1.2fr)',
    cell: (entry) => <span title={entry.message}>{entry.message}</span>,
  },
  {
    key: 'target',
    header: 'Target',
    width: 'minmax(0, 0.7fr)',
    wideOnly: true,
    cell: (entry) => entry.target ?? <span className="fg3">–</span>,
  },
  {
    key: 'traffic',
    header: 'Exchanges',
    width: '72px',
    align: 'right',
    cell: (entry) =>
      entry.operationId && (
        <a
          href={hrefOf('/traffic', { operation: entry.operationId, operationName: entry.message })}
          aria-label={`Show traffic of ${entry.eventType} ${entry.seq}`}
        >
          Show
        </a>
      ),
  },
];

const scopes = [
  { value: 'app', label: 'This app' },
  { value: 'org', label: 'Whole org' },
] as const;

export function LogTab({ connection }: { readonly connection: ConnectionRecord }) {
  const typed = useParam('q');
  const text = useDebounced(typed, typed === '' ? 0 : 150).trim();
  const whole = useParam('view') === 'org';
  const list = { ...(whole ? {} : { connectionId: connection.id }), ...(text === '' ? {} : { text }) };
  const log = useRowWindow('sim.log', list, 'simulator');
  const filter = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => filter.current?.focus() });
  return (
    <>
      <div className="toolbar">
        <QueryField
          inputRef={filter}
          label="Filter System Log"
          placeholder="Event type, message or target"
          hint="/"
          value={typed}
          onValue={(q) => setParams({ q })}
        />
        <Segmented
          label="Scope"
          value={whole ? 'org' : 'app'}
          items={scopes}
          onValue={(view) => setParams({ view: view === 'org' ? 'org' : '' })}
        />
      </div>
      {log.fault && (
        <FaultNotice fault={log.fault} asOf={log.asOf} onRetry={log.reload} className="mx-4 mb-2" />
      )}
      <Grid
        label="System Log"
        rowHeight={36}
        columns={columns}
        total={log.total}
        rowAt={log.rowAt}
        rowKey={(entry) => String(entry.seq)}
        rowName={(entry) => `${entry.eventType} ${entry.seq}`}
        onShow={log.show}
        loading={log.loading}
        empty={
          <EmptyState text={text === '' ? 'Nothing is on record yet.' : `No entry matches ${text}.`}>
            {text !== '' && <Button onClick={() => setParams({ q: '' })}>Clear filter</Button>}
          </EmptyState>
        }
      />
      <div className="statusbar quiet">
        <span className="num" aria-live="polite">
          {plural(log.total, 'entry', 'entries')}
        </span>
      </div>
    </>
  );
}
