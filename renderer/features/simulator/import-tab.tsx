/** Import: Import Now, the summary in Okta's shape, and the review list until Confirm Assignments. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { ConnectionRecord, ImportCounts } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { Button } from '../../ui/button.tsx';
import { QueryField } from '../../ui/fields.tsx';
import { EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { ImportBar } from './import-bar.tsx';
import { ImportGrid } from './import-grid.tsx';
import { type Match, useReviewList } from './import-list.ts';
import { ImportNotices, ImportSummaryLine } from './import-summary.tsx';
import { Rail } from './rail.tsx';

const views = ['EXACT', 'PARTIAL', 'NONE', 'AMBIGUOUS', 'IGNORED'] as const;

const nothing: ImportCounts = {
  all: 0,
  exact: 0,
  partial: 0,
  none: 0,
  ambiguous: 0,
  ignored: 0,
  selected: 0,
};

export function ImportTab({ connection }: { readonly connection: ConnectionRecord }) {
  const connectionId = connection.id;
  const state = useAnswer('sim.importState', { connectionId }, 'simulator', 'jobs');
  const counts = state.value?.counts ?? nothing;
  const wanted = useParam('view');
  const view: Match | 'ALL' = views.find((each) => each.toLowerCase() === wanted) ?? 'ALL';
  const typed = useParam('q');
  const text = useDebounced(typed, typed === '' ? 0 : 150).trim();
  const list = useReviewList(connectionId, view, text);
  const [fault, setFault] = useState<Fault | null>(null);
  const start = () =>
    void callEngine('sim.import', { connectionId }).then((answered) => {
      setFault(answered.ok ? null : answered.fault);
      state.reload();
    });
  const readFault = state.fault ?? list.windows.find((window) => window.fault !== null)?.fault ?? null;
  return (
    <div className="railed">
      <ImportRail view={view} counts={state.value?.counts ?? null} typed={typed} />
      <div className="rail-body">
        <ImportSummaryLine connectionId={connectionId} state={state.value} onStart={start} />
        <ImportNotices summary={state.value?.last ?? null} running={state.value?.running === true} />
        {(fault ?? readFault) && (
          <FaultNotice
            fault={fault ?? readFault}
            className="m-4"
            asOf={fault === null ? state.asOf : null}
            {...(fault === null ? { onRetry: state.reload } : {})}
          />
        )}
        <ImportGrid
          connectionId={connectionId}
          list={list}
          counts={counts}
          view={view}
          text={text}
          onFault={setFault}
          empty={<NothingToReview all={counts.all} imported={state.value?.last != null} onStart={start} />}
        />
        <ImportBar
          connection={connection}
          counts={counts}
          running={state.value?.running === true}
          onFault={setFault}
        />
      </div>
    </div>
  );
}

function ImportRail(props: {
  readonly view: Match | 'ALL';
  readonly counts: ImportCounts | null;
  readonly typed: string;
}) {
  const { view, counts, typed } = props;
  return (
    <Rail<Match | 'ALL'>
      label="Matches"
      value={view}
      items={[
        { value: 'ALL', label: 'All', count: counts?.all },
        { value: 'EXACT', label: 'Exact match', count: counts?.exact },
        { value: 'PARTIAL', label: 'Partial match', count: counts?.partial },
        { value: 'NONE', label: 'No match', count: counts?.none },
        { value: 'AMBIGUOUS', label: 'Ambiguous', count: counts?.ambiguous },
        { value: 'IGNORED', label: 'Ignored', count: counts?.ignored },
      ]}
      onValue={(next) => setParams({ view: next === 'ALL' ? '' : next.toLowerCase() })}
    >
      <QueryField
        label="Filter imported users"
        placeholder="Filter users"
        value={typed}
        onValue={(q) => setParams({ q })}
        className="mt-3 !flex-none"
      />
    </Rail>
  );
}

function NothingToReview(props: {
  readonly all: number;
  readonly imported: boolean;
  readonly onStart: () => void;
}) {
  if (props.all > 0)
    return (
      <EmptyState text="No imported user is in this view.">
        <Button onClick={() => setParams({ view: '', q: '' })}>Show all imported users</Button>
      </EmptyState>
    );
  return (
    <EmptyState
      text={
        props.imported ? 'No imported user waits for a review.' : 'Nothing was imported from this app yet.'
      }
    >
      {!props.imported && <Button onClick={props.onStart}>Import Now</Button>}
    </EmptyState>
  );
}
