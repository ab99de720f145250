/** Is provisioning healthy, and what next: the pipeline, the last 24 hours, connections, runs; four cards at first. */
import type { HomeSummary } from '../../../shared/domain/workspace.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useWorkspace } from '../../state/workspace-store.ts';
import { FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { Page, PageHead } from '../../ui/page.tsx';
import { FirstRun } from './first-run.tsx';
import { GetStarted } from './get-started.tsx';
import { ConnectionsBlock, RunsBlock } from './home-blocks.tsx';
import { LastDay } from './last-day.tsx';
import { Pipeline } from './pipeline.tsx';

export function HomePage() {
  const summary = useAnswer(
    'home.summary',
    {},
    'directory',
    'traffic',
    'simulator',
    'server',
    'tokens',
    'jobs',
  );
  const status = useWorkspace((state) => state.status);
  const empty = status !== null && status.users.all === 0 && status.groups === 0 && status.exchanges === 0;
  return (
    <Page>
      <PageHead title="Home" />
      {summary.fault && (
        <div className="px-4 pb-4">
          <FaultNotice fault={summary.fault} asOf={summary.asOf} onRetry={summary.reload} />
        </div>
      )}
      {summary.loading && <Skeleton rows={8} rowHeight={44} />}
      {summary.value && (empty ? <FirstRun /> : <Overview summary={summary.value} />)}
    </Page>
  );
}

function Overview({ summary }: { readonly summary: HomeSummary }) {
  return (
    <div className="home min-h-0 flex-1">
      <Pipeline pipeline={summary.pipeline} />
      <div>
        <RunsBlock runs={summary.runs} />
        <ConnectionsBlock />
      </div>
      <div>
        <LastDay buckets={summary.last24h} />
        <GetStarted checklist={summary.checklist} />
      </div>
    </div>
  );
}
