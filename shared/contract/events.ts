/**
 * What the engine announces, after it is true. Pages move their records only on these. Events say what moved, not
 * what it is now: a page reads again what it shows, so an event is small whatever the size of the change.
 */
import type { ImportSummary } from '../domain/simulator.ts';
import type { ServerStatus, StorageState } from '../domain/workspace.ts';

export type EngineEvent =
  | {
      readonly type: 'directory';
      /** Ids that moved; null where there are more than 200. */
      readonly users: readonly string[] | null;
      readonly groups: readonly string[] | null;
    }
  | { readonly type: 'traffic'; readonly lastSeq: number; readonly all: number }
  | { readonly type: 'tokens' }
  /** Locked, opened, or kept in another way. */
  | { readonly type: 'secrets' }
  /** An extension schema was added, changed or removed. */
  | { readonly type: 'schemas' }
  | { readonly type: 'server'; readonly status: ServerStatus }
  /** The local server behaves in another way; with the number of fault rules that are on. */
  | { readonly type: 'server-profile'; readonly faultsOn: number }
  | { readonly type: 'connections' }
  /** A backup was made or removed. */
  | { readonly type: 'backups' }
  | { readonly type: 'storage'; readonly state: StorageState }
  | {
      readonly type: 'simulator';
      readonly connectionId: string | null;
      readonly what: 'people' | 'groups' | 'assignments' | 'push' | 'import' | 'settings' | 'log';
    }
  | {
      readonly type: 'job';
      readonly id: string;
      readonly title: string;
      readonly connectionId: string | null;
      readonly state: 'running' | 'done' | 'failed' | 'cancelled';
      readonly done: number;
      /** null while unknown. */
      readonly total: number | null;
      /** "Scanned 1,200 of 1,297 users, page 12". */
      readonly phase: string;
      readonly summary: ImportSummary | null;
    };
