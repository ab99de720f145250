/** Every server we can act against; the workspace's own comes first. */

import type { ConnectionRecord } from '../../../shared/domain/simulator.ts';
import { hrefOf, navigate, setParams, useParam } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useShortcuts } from '../../state/use-shortcuts.ts';
import { useWorkspace } from '../../state/workspace-store.ts';
import { Button } from '../../ui/button.tsx';
import { authWords, connectionPath, EnvironmentBadge, HealthStatus } from '../../ui/connection-words.tsx';
import { EmptyState, FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { Page, PageHead } from '../../ui/page.tsx';
import { ServerStatusWord } from '../../ui/server-status.tsx';
import { Time } from '../../ui/time.tsx';
import { ConnectionForm } from './connection-form.tsx';

const cols = { gridTemplateColumns: 'minmax(0, 1.2fr) minmax(0, 1.6fr) 144px 104px 96px' };

export function ConnectionList() {
  const connections = useAnswer('connections.list', {}, 'connections', 'server');
  const creating = useParam('new') === 'connection';
  useShortcuts({ n: () => setParams({ new: 'connection' }) });
  const rows = connections.value ?? [];
  const remote = rows.filter((each) => each.kind === 'remote');
  return (
    <Page>
      <PageHead title="Connections" count={connections.value?.length ?? null}>
        <Button variant="primary" icon="plus" hint="n" onClick={() => setParams({ new: 'connection' })}>
          New connection
        </Button>
      </PageHead>
      {connections.fault && (
        <div className="px-4 pb-2">
          <FaultNotice fault={connections.fault} asOf={connections.asOf} onRetry={connections.reload} />
        </div>
      )}
      <div className="plain-head" style={cols} aria-hidden="true">
        <span>Name</span>
        <span>Base URL</span>
        <span>Auth</span>
        <span>Health</span>
        <span className="right">Last contact</span>
      </div>
      {connections.loading && <Skeleton rows={3} rowHeight={44} />}
      <ul className="lines list-rows !border-t-0" aria-label="Connections">
        {rows.map((each) => (
          <ConnectionLine key={each.id} connection={each} />
        ))}
      </ul>
      {connections.value && remote.length === 0 && (
        <EmptyState text="Add the SCIM server you want to test.">
          <Button onClick={() => setParams({ new: 'connection' })}>New connection…</Button>
        </EmptyState>
      )}
      {creating && (
        <ConnectionForm
          connection={null}
          onClose={() => setParams({ new: '' })}
          onSaved={(saved) => navigate(connectionPath(saved))}
        />
      )}
    </Page>
  );
}

function ConnectionLine({ connection }: { readonly connection: ConnectionRecord }) {
  const server = useWorkspace((state) => state.status?.server);
  const local = connection.kind === 'local';
  const address = local ? (server?.baseUrl ?? 'not listening') : connection.baseUrl;
  return (
    <li>
      <a href={hrefOf(connectionPath(connection))}>
        <span className="flex min-w-0 items-center gap-2">
          <span className="strong ellipsis">{connection.name}</span>
          <EnvironmentBadge connection={connection} />
        </span>
        <span className="mono fg2 ellipsis" title={address}>
          {address}
        </span>
        <span className="fg2 ellipsis">{authWords[connection.authMode]}</span>
        {local && server ? (
          <ServerStatusWord state={server.state} />
        ) : (
          <HealthStatus connection={connection} />
        )}
        <span className="fg2 right">
          {connection.lastContactAt === null ? 'Never' : <Time at={connection.lastContactAt} />}
        </span>
      </a>
    </li>
  );
}
