/** The line above the review list: what the last import found, or how far the running one is. */
import { type ReactNode, useState } from 'react';
import type { AnswerOf } from '../../../shared/contract/commands.ts';
import type { ImportSummary } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { useConnectionJob } from '../../state/jobs-store.ts';
import { setParams } from '../../state/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/notices.tsx';
import { formatCount, formatMs, plural } from '../../ui/numbers.ts';
import { Time } from '../../ui/time.tsx';
import { JobBar } from './job-line.tsx';

type State = AnswerOf<'sim.importState'>;

export function ImportSummaryLine(props: {
  readonly connectionId: string;
  readonly state: State | null;
  readonly onStart: () => void;
}) {
  const { connectionId, state, onStart } = props;
  if (state?.running) return <Running connectionId={connectionId} />;
  const last = state?.last ?? null;
  return (
    <div className="summary !flex-nowrap py-1.5">
      <div className="flex min-w-0 grow flex-wrap gap-x-5 gap-y-0.5">{last && <Counts summary={last} />}</div>
      {last && (
        <span
          className="fg3 narrow-hide"
          title={`${plural(last.pages, 'page')}, ${formatMs(last.durationMs)}`}
        >
          Full import, <Time at={last.at} />
        </span>
      )}
      <Button variant={last === null ? 'primary' : 'bordered'} onClick={onStart}>
        Import Now
      </Button>
    </div>
  );
}

function Running({ connectionId }: { readonly connectionId: string }) {
  const job = useConnectionJob(connectionId);
  const [stopping, setStopping] = useState(false);
  const cancel = () => {
    setStopping(true);
    void callEngine('sim.cancelImport', { connectionId });
  };
  return (
    <div className="summary" role="status">
      {job && <JobBar job={job} />}
      <span className="num">{job?.state === 'running' ? job.phase : 'The import is running.'}</span>
      <span className="grow" />
      <Button disabled={stopping} onClick={cancel}>
        Cancel
      </Button>
    </div>
  );
}

function Counts({ summary }: { readonly summary: ImportSummary }) {
  const groups = summary.groupsScanned + summary.groupsRemoved > 0;
  return (
    <>
      <Count n={summary.usersScanned}>{summary.usersScanned === 1 ? 'user' : 'users'} scanned</Count>
      <Count n={summary.newUsers}>new {summary.newUsers === 1 ? 'user' : 'users'} imported</Count>
      <Count n={summary.usersUpdated}>existing {summary.usersUpdated === 1 ? 'user' : 'users'} updated</Count>
      <Count n={summary.usersUnchanged}>unchanged</Count>
      <Count n={summary.usersRemoved}>removed</Count>
      {summary.autoConfirmed > 0 && <Count n={summary.autoConfirmed}>auto-confirmed</Count>}
      {groups && (
        <span title={groupWords(summary)}>
          <b>{formatCount(summary.groupsScanned)}</b> {summary.groupsScanned === 1 ? 'group' : 'groups'}{' '}
          scanned
        </span>
      )}
    </>
  );
}

function groupWords(summary: ImportSummary): string {
  return [
    `${plural(summary.newGroups, 'new group')} imported`,
    `${plural(summary.groupsUpdated, 'existing group')} updated`,
    `${formatCount(summary.groupsUnchanged)} unchanged`,
    `${formatCount(summary.groupsRemoved)} removed`,
  ].join(', ');
}

function Count({ n, children }: { readonly n: number; readonly children: ReactNode }) {
  return (
    <span>
      <b>{formatCount(n)}</b> {children}
    </span>
  );
}

/** What stopped the last import, and what Okta would stumble over. */
export function ImportNotices(props: { readonly summary: ImportSummary | null; readonly running: boolean }) {
  const { summary, running } = props;
  if (summary === null || running) return null;
  const { error, warnings } = summary;
  if (error === null && warnings.length === 0) return null;
  return (
    <div className="grid max-h-48 flex-none gap-2 overflow-y-auto border-b border-line-1 px-4 py-2">
      {error !== null && (
        <Callout
          tone="danger"
          title="The last import did not finish"
          action={
            <Button small onClick={() => setParams({ tab: 'log', view: '', q: '' })}>
              Show System Log
            </Button>
          }
        >
          {error}
        </Callout>
      )}
      {warnings.length > 0 && (
        <Callout tone="warning" title={`${plural(warnings.length, 'warning')} in the last import`}>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Callout>
      )}
    </div>
  );
}
