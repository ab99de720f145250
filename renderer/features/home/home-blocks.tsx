/** Connections and recent runs, as lists of Home. */
import type { HomeSummary } from '../../../shared/domain/workspace.ts';
import { hrefOf } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useWorkspace } from '../../state/workspace-store.ts';
import { connectionPath, EnvironmentBadge, HealthStatus } from '../../ui/connection-words.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { ServerStatusWord } from '../../ui/server-status.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';

export function RunsBlock({ runs }: { readonly runs: HomeSummary['runs'] }) {
  return (
    <section className="home-block">
      <header>
        <h2>Recent runs</h2>
        <a href={hrefOf('/simulator')}>Simulator</a>
      </header>
      {runs.length === 0 ? (
        <p className="fg3">No push or import has run yet.</p>
      ) : (
        <ul className="lines runs">
          {runs.map((run) => (
            <li key={`${run.at} ${run.title}`}>
              <span className="strong ellipsis" title={run.title}>
                {run.title}
              </span>
              <span className="fg2 ellipsis">{run.connection}</span>
              <Status
                tone={run.ok ? 'success' : 'danger'}
                shape={run.ok ? 'dot' : 'cross'}
                title={run.detail}
              >
                {run.detail === '' ? (run.ok ? 'Done' : 'Failed') : run.detail}
              </Status>
              <span className="right fg2">
                <Time at={run.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function ConnectionsBlock() {
  const connections = useAnswer('connections.list', {}, 'connections', 'server');
  const server = useWorkspace((state) => state.status?.server);
  return (
    <section className="home-block">
      <header>
        <h2>Connections</h2>
        <a href={hrefOf('/connections')}>All connections</a>
      </header>
      <FaultNotice fault={connections.fault} onRetry={connections.reload} />
      <ul className="lines conns">
        {(connections.value ?? []).map((each) => (
          <li key={each.id}>
            <div className="min-w-0">
              <span className="flex items-center gap-2">
                <a className="strong ellipsis !text-fg-1" href={hrefOf(connectionPath(each))}>
                  {each.name}
                </a>
                <EnvironmentBadge connection={each} />
              </span>
              <div className="second">
                {each.lastContactAt === null ? (
                  'No contact yet.'
                ) : (
                  <>
                    Last contact <Time at={each.lastContactAt} />.
                  </>
                )}
              </div>
            </div>
            {each.kind === 'local' && server ? (
              <ServerStatusWord state={server.state} />
            ) : (
              <HealthStatus connection={each} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
