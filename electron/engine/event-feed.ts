/**
 * The one change feed. Events are gathered for a moment and sent together: a thousand pushes in a second become a
 * few announcements, each saying what moved. Order between kinds is kept by the last of each.
 */
import type { EngineEvent } from '../../shared/contract/events.ts';

const gatherMs = 50;
const idsAtMost = 200;

export interface EventFeed {
  announce(event: EngineEvent): void;
  listen(listener: (event: EngineEvent) => void): () => void;
  close(): void;
}

export function createEventFeed(): EventFeed {
  const listeners = new Set<(event: EngineEvent) => void>();
  let waiting = new Map<string, EngineEvent>();
  let timer: NodeJS.Timeout | undefined;
  const send = () => {
    clearTimeout(timer);
    timer = undefined;
    const events = [...waiting.values()];
    waiting = new Map();
    for (const event of events) for (const listener of listeners) listener(event);
  };
  return {
    announce: (event) => {
      const key = keyOf(event);
      const before = waiting.get(key);
      waiting.delete(key);
      waiting.set(key, before === undefined ? event : merge(before, event));
      timer ??= setTimeout(send, gatherMs);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: send,
  };
}

/** Events with the same key replace or absorb one another. The end of a job is never absorbed. */
function keyOf(event: EngineEvent): string {
  switch (event.type) {
    case 'simulator':
      return `simulator ${event.connectionId ?? ''} ${event.what}`;
    case 'job':
      return `job ${event.id} ${event.state}`;
    case 'directory':
    case 'traffic':
    case 'tokens':
    case 'secrets':
    case 'schemas':
    case 'server-profile':
    case 'server':
    case 'connections':
    case 'backups':
    case 'storage':
      return event.type;
    default:
      return event satisfies never;
  }
}

function merge(before: EngineEvent, after: EngineEvent): EngineEvent {
  if (before.type !== 'directory' || after.type !== 'directory') return after;
  return {
    type: 'directory',
    users: union(before.users, after.users),
    groups: union(before.groups, after.groups),
  };
}

function union(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return null;
  // quicker than a set of both: at every commit a few come to what may be two hundred
  const more = b.filter((id) => !a.includes(id));
  return a.length + more.length > idsAtMost ? null : [...a, ...more];
}
