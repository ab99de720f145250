/** Wires the parts that look after the workspace's file and its disk; `engine.ts` would grow too long. */
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { Clock, Logger } from './base/ports.ts';
import type { EventFeed } from './event-feed.ts';
import type { Workspace } from './storage/workspace-files.ts';
import { type Backups, createBackups } from './upkeep/backups.ts';
import { createRoom, type Room } from './upkeep/room.ts';
import { upkeepInThread } from './upkeep/upkeep-thread.ts';
import { upkeepHere } from './upkeep/upkeep-work.ts';

interface Means {
  readonly workspace: Workspace;
  readonly feed: EventFeed;
  readonly logger: Logger;
}

export function wireRoom({ workspace, feed, logger }: Means): Room {
  const announce = (state: 'ok' | 'full') => feed.announce({ type: 'storage', state });
  const room = createRoom({ dir: workspace.dir, logger, announce });
  workspace.db.onRefused(room.refused);
  return room;
}

export interface Reopened {
  readonly putAside: string | null;
  /** Fault rules of the local server that are on now. */
  faultsOn(): number;
}

export function wireBackups(
  { workspace, feed, logger }: Means,
  more: {
    readonly clock: Clock;
    readonly worker: URL | undefined;
    readonly reopen: () => Promise<Reopened>;
  },
): Backups {
  return createBackups({
    dir: workspace.dir,
    clock: more.clock,
    logger,
    work: more.worker === undefined ? upkeepHere : upkeepInThread(more.worker),
    announce: () => feed.announce({ type: 'backups' }),
    reopen: async () => {
      const opened = await more.reopen();
      for (const event of everythingMoved(opened)) feed.announce(event);
      return opened;
    },
  });
}

/** Whatever a page shows may be another. The server announces itself when it starts. */
function everythingMoved(opened: Reopened): EngineEvent[] {
  const simulated = ['people', 'groups', 'assignments', 'push', 'import', 'settings', 'log'] as const;
  return [
    { type: 'directory', users: null, groups: null },
    { type: 'tokens' },
    { type: 'secrets' },
    { type: 'schemas' },
    { type: 'server-profile', faultsOn: opened.faultsOn() },
    { type: 'connections' },
    { type: 'backups' },
    ...simulated.map((what): EngineEvent => ({ type: 'simulator', connectionId: null, what })),
  ];
}
