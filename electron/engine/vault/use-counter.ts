/**
 * Counts uses of tokens in memory and writes them together: the caller says when, once a second. On a full disk they
 * wait in memory: counting must neither stop the engine nor keep the list of tokens from being read (security.md T15).
 */
import type { Clock, Logger } from '../base/ports.ts';
import type { OpenDb } from '../storage/database.ts';
import { addTokenUse } from '../storage/token-rows.ts';

interface Use {
  at: number;
  by: string | null;
  ok: number;
  failed: number;
}

export interface UseCounter {
  note(id: string, ok: boolean, by: string | null): void;
  /** Writes what was counted; never throws. */
  flush(): void;
}

export function createUseCounter(deps: {
  db: OpenDb;
  clock: Clock;
  logger: Logger;
  announce: () => void;
}): UseCounter {
  const { db, clock, logger } = deps;
  const uses = new Map<string, Use>();
  let waits = false;
  return {
    flush: () => {
      if (uses.size === 0) return;
      try {
        db.transaction((tx) => {
          for (const [id, use] of uses) addTokenUse(tx, { id, ...use });
        });
        uses.clear();
        waits = false;
      } catch (error) {
        if (!waits) logger.warn('token uses are not written yet', { reason: String(error) });
        waits = true;
        return;
      }
      deps.announce();
    },
    note: (id, ok, by) => {
      let use = uses.get(id);
      if (use === undefined) {
        use = { at: 0, by: null, ok: 0, failed: 0 };
        uses.set(id, use);
      }
      use.at = clock();
      use.by = by;
      if (ok) use.ok += 1;
      else use.failed += 1;
    },
  };
}
