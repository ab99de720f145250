/**
 * Reads of one turn of the event loop share a read transaction: SQLite takes and gives back its locks once for all of
 * them, which costs a look-up by name a quarter of its time. It ends with the turn, or before the first write of the
 * turn, so it never holds back a checkpoint and a read never misses what was written before it.
 */
export interface ReadTurn {
  /** Before each read. */
  enter(): void;
  /** Before whatever cannot stand inside it: a write, a pragma, closing. */
  leave(): void;
}

/** What a turn does to the connection. */
interface Ends {
  begin(): void;
  commit(): void;
  inTransaction(): boolean;
}

export function createReadTurn({ begin, commit, inTransaction }: Ends): ReadTurn {
  let open = false;
  const leave = () => {
    if (!open) return;
    open = false;
    // after a read that failed on the disk SQLite has ended the transaction itself
    if (inTransaction()) commit();
  };
  return {
    enter: () => {
      // inside a write its reads stand in its transaction
      if (open || inTransaction()) return;
      begin();
      open = true;
      setImmediate(leave);
    },
    leave,
  };
}
