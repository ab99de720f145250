/**
 * Reads of one turn of the event loop share a read transaction: SQLite takes and gives back its locks once for all of
 * them, which costs a look-up by name a quarter of its time. It ends with the turn, or before the first write of the
 * turn, so it never holds back a checkpoint and a read never misses what was written before it.
 */
import type Database from 'better-sqlite3';

export interface ReadTurn {
  /** Before each read. */
  enter(): void;
  /** Before whatever cannot stand inside it: a write, a pragma, closing. */
  leave(): void;
}

export function createReadTurn(raw: Database.Database): ReadTurn {
  const begin = raw.prepare('begin');
  const commit = raw.prepare('commit');
  let open = false;
  const leave = () => {
    if (!open) return;
    open = false;
    commit.run();
  };
  return {
    enter: () => {
      if (open || raw.inTransaction) return;
      begin.run();
      open = true;
      setImmediate(leave);
    },
    leave,
  };
}
