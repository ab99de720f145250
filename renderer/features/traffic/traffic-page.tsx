/** Every request and its answer, newest first, live; the open one at the right. */
import { useRef, useState } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { navigate, setParams, useParam } from '../../state/route-store.ts';
import { useShortcuts } from '../../state/use-shortcuts.ts';
import { useWorkspace } from '../../state/workspace-store.ts';
import { Button } from '../../ui/button.tsx';
import { absolute, clockWithMs } from '../../ui/clock.ts';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { formatCount, formatMs, plural } from '../../ui/numbers.ts';
import { Page, PageHead } from '../../ui/page.tsx';
import { Shape } from '../../ui/status.tsx';
import { ExchangeDetail } from './exchange-detail.tsx';
import { HttpStatus } from './exchange-words.tsx';
import { useTrafficFilter } from './traffic-query.ts';
import { TrafficToolbar } from './traffic-toolbar.tsx';
import { type Exchanges, useExchanges } from './use-exchanges.ts';

const columns: readonly GridColumn<ExchangeRow>[] = [
  {
    key: 'time',
    header: 'Time',
    width: '88px',
    wideOnly: true,
    cell: (row) => (
      <time className="num fg2" title={absolute(row.at)}>
        {clockWithMs(row.at)}
      </time>
    ),
  },
  { key: 'what', header: 'Exchange', width: 'minmax(0, 1fr)', cell: (row) => <What row={row} /> },
  { key: 'status', header: 'Result', width: '128px', cell: (row) => <HttpStatus status={row.status} /> },
  {
    key: 'ms',
    header: 'Duration',
    width: '64px',
    align: 'right',
    wideOnly: true,
    cell: (row) => <span className="num fg2">{formatMs(row.durationMs)}</span>,
  },
];

function What({ row }: { readonly row: ExchangeRow }) {
  return (
    <span className="name2" title={row.target}>
      <b className="ellipsis !font-normal">
        <span className="mono mr-2">{row.method}</span>
        <span className="strong">{row.label}</span>
      </b>
      <span>
        <span className="narrow-only num mr-2">{clockWithMs(row.at)}</span>
        {row.direction === 'in' ? 'from' : 'to'} {row.actor ?? 'an unknown caller'}
        {row.noteCount > 0 && (
          <span
            className="s-warning warning-text ml-2 inline-flex items-center gap-1"
            title={plural(row.noteCount, 'note')}
          >
            <Shape name="tri" />
            {formatCount(row.noteCount)}
            <span className="narrow-hide">{row.noteCount === 1 ? 'note' : 'notes'}</span>
          </span>
        )}
      </span>
    </span>
  );
}

export function TrafficPage() {
  const filter = useTrafficFilter();
  const [paused, setPaused] = useState(false);
  const [atTop, setAtTop] = useState(true);
  const exchanges = useExchanges(filter, atTop && !paused);
  const input = useRef<HTMLInputElement>(null);
  const open = useParam('open');
  const openSeq = /^\d+$/.test(open) ? Number(open) : null;
  useShortcuts({
    '/': () => input.current?.focus(),
    p: () => setPaused((before) => !before),
    Escape: () => setParams({ open: '', tab: '' }),
  });
  const { matched, all } = exchanges;
  const count = matched === all ? formatCount(all) : `${formatCount(matched)} of ${formatCount(all)}`;
  return (
    <Page>
      <PageHead title="Traffic" count={count}>
        <Button
          icon={paused ? 'play' : 'pause'}
          hint="p"
          aria-pressed={paused}
          onClick={() => setPaused(!paused)}
        >
          {paused ? 'Go on' : 'Pause'}
        </Button>
      </PageHead>
      <TrafficToolbar inputRef={input} />
      {exchanges.fault && (
        <div className="px-4 pb-2">
          <FaultNotice fault={exchanges.fault} asOf={exchanges.asOf} onRetry={exchanges.catchUp} />
        </div>
      )}
      <div className={openSeq === null ? 'split !grid-cols-1' : 'split'}>
        <section className="list" aria-label="Exchanges">
          <ExchangeGrid
            exchanges={exchanges}
            open={open}
            onTop={setAtTop}
            filtered={Object.keys(filter).length > 0}
          />
          <StatusLine
            count={`${count} ${all === 1 ? 'exchange' : 'exchanges'}`}
            waiting={paused ? exchanges.waiting : null}
          />
        </section>
        {openSeq !== null && (
          <section className="detail" aria-label="Exchange">
            <ExchangeDetail key={openSeq} seq={openSeq} />
          </section>
        )}
      </div>
    </Page>
  );
}

function StatusLine({ count, waiting }: { readonly count: string; readonly waiting: number | null }) {
  return (
    <div className="statusbar quiet">
      <span className="num">{count}</span>
      {waiting !== null && (
        <span className="warning-text ml-2">Paused, {plural(waiting, 'new exchange')} waiting</span>
      )}
      <span className="grow" />
      <span className="narrow-hide">Passwords and tokens are masked before anything is kept</span>
    </div>
  );
}

function ExchangeGrid(props: {
  readonly exchanges: Exchanges;
  readonly open: string;
  readonly filtered: boolean;
  readonly onTop: (atTop: boolean) => void;
}) {
  const { exchanges, open, filtered, onTop } = props;
  const node = exchanges.waiting > 0 && (
    <button type="button" className="newpill" onClick={exchanges.catchUp}>
      {formatCount(exchanges.waiting)} new ↑
    </button>
  );
  return (
    <Grid
      label="Exchanges"
      className="exchanges"
      columns={columns}
      total={exchanges.rows.length}
      rowAt={(index) => exchanges.rows[index]}
      rowKey={(row) => String(row.seq)}
      rowName={(row) => `${row.method} ${row.label}`}
      onShow={exchanges.show}
      onScrolledToTop={onTop}
      openKey={open}
      onOpen={(row) => setParams({ open: String(row.seq) })}
      headAside={{ column: 'what', node }}
      loading={exchanges.loading}
      empty={<NoExchanges filtered={filtered} />}
    />
  );
}

function NoExchanges({ filtered }: { readonly filtered: boolean }) {
  const listening = useWorkspace((state) => state.status?.server.state === 'listening');
  if (filtered)
    return (
      <EmptyState text="No exchange matches these filters.">
        <Button
          onClick={() =>
            setParams({ q: '', direction: '', status: '', method: '', operation: '', resource: '', name: '' })
          }
        >
          Clear filters
        </Button>
      </EmptyState>
    );
  return (
    <EmptyState
      text={
        listening
          ? 'Nothing has called this server yet.'
          : 'Nothing has called this server yet: it is stopped.'
      }
    >
      <Button onClick={() => navigate('/connections/local')}>How to connect Okta</Button>
      <Button onClick={() => navigate('/simulator')}>Send a test from the Simulator</Button>
    </EmptyState>
  );
}
