/** A connection in words: how it authenticates, where it leads, and how its last contact went. */
import type { AuthMode, ConnectionRecord } from '../../shared/domain/simulator.ts';
import { Badge } from './marks.tsx';
import { Status } from './status.tsx';

export const authWords: Record<AuthMode, string> = {
  bearer: 'OAuth Bearer Token',
  header: 'Header Auth',
  basic: 'Basic Auth',
};

/** `/connections/local` is the page of this workspace's own server, whatever its id. */
export function connectionPath(connection: ConnectionRecord): string {
  return connection.kind === 'local'
    ? '/connections/local'
    : `/connections/${encodeURIComponent(connection.id)}`;
}

export function EnvironmentBadge({ connection }: { readonly connection: ConnectionRecord }) {
  return connection.environment === 'production' ? <Badge tone="danger">Production</Badge> : null;
}

export function HealthStatus({ connection }: { readonly connection: ConnectionRecord }) {
  if (connection.lastResult === null)
    return (
      <Status tone="neutral" shape="ring">
        Not tried yet
      </Status>
    );
  if (connection.lastResult === 'ok')
    return (
      <Status tone="success" shape="dot">
        Answers
      </Status>
    );
  return (
    <Status tone="danger" shape="cross" title={connection.lastError ?? undefined}>
      Failed
    </Status>
  );
}
