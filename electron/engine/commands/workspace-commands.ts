/** Handlers of what concerns the workspace as a whole. */

import type { workspaceCommands } from '../../../shared/contract/commands/workspace.ts';
import type { HandlersOf } from '../../../shared/contract/commands.ts';
import type { HomeSummary, StorageState, WorkspaceStatus } from '../../../shared/domain/workspace.ts';
import type { Directory } from '../directory/directory.ts';
import { seedDirectory } from '../directory/seed.ts';
import type { OrgSummary } from '../okta/summary.ts';
import type { FirstSigns } from '../oversight/first-signs.ts';
import type { TrafficLog } from '../oversight/traffic-log.ts';
import type { ServerControl } from '../server-control.ts';
import type { TokenVault } from '../vault/token-vault.ts';

export interface WorkspaceParts {
  readonly directory: Directory;
  readonly vault: TokenVault;
  readonly log: TrafficLog;
  readonly signs: FirstSigns;
  readonly server: ServerControl;
  readonly simulator: () => OrgSummary;
  /** Fault rules that are on. */
  readonly faultsOn: () => number;
  readonly name: { read(): string; write(name: string): void };
  readonly secretStore: () => string | null;
  readonly storage: () => StorageState;
  readonly fixed: Pick<WorkspaceStatus, 'dataDir' | 'version' | 'runtime'>;
  /** The port of the last start, or the default. */
  readonly port: () => number;
}

export function workspaceHandlers(parts: WorkspaceParts): HandlersOf<typeof workspaceCommands> {
  const status = (): WorkspaceStatus => {
    const counts = parts.directory.counts();
    return {
      ...parts.fixed,
      secretStore: parts.secretStore(),
      name: parts.name.read(),
      server: parts.server.status(),
      faultsOn: parts.faultsOn(),
      users: counts.users,
      groups: counts.groups,
      connections: parts.simulator().connections,
      tokens: parts.vault.list().filter((t) => t.state === 'active').length,
      exchanges: parts.log.count(),
      storage: parts.storage(),
    };
  };
  return {
    'workspace.status': status,
    'workspace.rename': ({ name }) => {
      parts.name.write(name);
      return status();
    },
    'home.summary': () => homeSummary(parts),
    'server.start': ({ port }) =>
      port === undefined ? parts.server.startAgain(parts.port()) : parts.server.start(port),
    'server.stop': () => parts.server.stop(),
    'workspace.seed': (input) => seedDirectory(parts.directory, input),
  };
}

async function homeSummary(parts: WorkspaceParts): Promise<HomeSummary> {
  const simulator = parts.simulator();
  return {
    pipeline: {
      people: simulator.people,
      linked: simulator.linked,
      accounts: parts.directory.counts().users.all,
    },
    last24h: await parts.log.lastDay(),
    runs: simulator.runs,
    checklist: {
      serverStarted: parts.server.status().state === 'listening',
      tokenCreated: parts.vault.list().some((t) => t.purpose === 'client'),
      ...parts.signs.read(),
    },
  };
}
