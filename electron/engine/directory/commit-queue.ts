/**
 * Gathers writes that arrive together into one commit: they share an fsync, each is atomic by itself, and none is
 * answered before what it wrote is on disk (synchronous=FULL). A write waits for the requests that were read from
 * the sockets in the same turn of the event loop, and for the next turn as long as each brings more; never for a timer.
 */
import type { OpenDb, WriteDb } from '../storage/database.ts';
import type { PieceResult } from '../storage/shared-transaction.ts';

/** More than this in one commit only makes the first wait. */
const mostTogether = 256;
/** So often the next turn of the event loop is awaited; a turn without work takes some microseconds. */
const mostTurns = 8;

interface Waiting {
  readonly work: (db: WriteDb) => unknown;
  readonly settle: (result: PieceResult<unknown>) => void;
}

export interface CommitQueue {
  /** Resolves after the commit. Rejects with what `work` threw, or with why nothing could be committed. Never await inside. */
  add<T>(work: (db: WriteDb) => T): Promise<T>;
}

export function createCommitQueue(db: OpenDb): CommitQueue {
  const waiting: Waiting[] = [];
  const drain = () => {
    const batch = waiting.splice(0, mostTogether);
    if (waiting.length > 0) setImmediate(drain);
    commit(db, batch);
  };
  const gather = (seen: number, turns: number) => {
    if (waiting.length === seen || turns === mostTurns) drain();
    else setImmediate(gather, waiting.length, turns + 1);
  };
  return {
    add: <T>(work: (db: WriteDb) => T) =>
      new Promise<T>((resolve, reject) => {
        if (waiting.length === 0) setImmediate(gather, 0, 0);
        waiting.push({
          work,
          settle: (result) => {
            if (result.ok) resolve(result.value as T);
            else reject(result.error);
          },
        });
      }),
  };
}

function commit(db: OpenDb, batch: readonly Waiting[]): void {
  let results: PieceResult<unknown>[];
  try {
    results = db.transactions(batch.map((b) => b.work));
  } catch (error) {
    for (const one of batch) one.settle({ ok: false, error });
    return;
  }
  batch.forEach((one, i) => {
    one.settle(results[i] ?? { ok: false, error: new Error('a write has no result') });
  });
}
