/**
 * What moved, counted: the engine's events raise a topic's number, and whatever shows that topic reads again.
 * Events are gathered for 120 ms, so that a push of a thousand users is a handful of reads.
 */
import { create } from 'zustand';
import type { EngineEvent } from '../../shared/contract/events.ts';

export const topics = [
  'directory',
  'traffic',
  'tokens',
  'schemas',
  'secrets',
  'server',
  'connections',
  'backups',
  'storage',
  'simulator',
  'jobs',
] as const;
export type Topic = (typeof topics)[number];

type Revisions = Readonly<Record<Topic, number>>;

const gatherMs = 120;
const moved = new Set<Topic>();
let waiting = false;

export const useRevisions = create<Revisions>(() => ({
  directory: 0,
  traffic: 0,
  tokens: 0,
  schemas: 0,
  secrets: 0,
  server: 0,
  connections: 0,
  backups: 0,
  storage: 0,
  simulator: 0,
  jobs: 0,
}));

export function bumpRevisions(...which: readonly Topic[]): void {
  for (const topic of which) moved.add(topic);
  if (waiting) return;
  waiting = true;
  setTimeout(flush, gatherMs);
}

function flush(): void {
  waiting = false;
  const now = useRevisions.getState();
  const next: Record<Topic, number> = { ...now };
  for (const topic of moved) next[topic] += 1;
  moved.clear();
  useRevisions.setState(next);
}

export function topicOf(event: EngineEvent): Topic {
  if (event.type === 'job') return 'jobs';
  return event.type === 'server-profile' ? 'server' : event.type;
}

/** A number that changes whenever one of the topics moved. */
export function useRevision(...which: readonly Topic[]): number {
  return useRevisions((state) => which.reduce((sum, topic) => sum + state[topic], 0));
}
