/**
 * Pieces of work that share a transaction and are atomic each by itself. A piece is taken back to a savepoint; the
 * first that writes needs none, which costs a lone write less: before it there is nothing that has to stay.
 */

export type PieceResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown };

/** What is needed of a connection. */
export interface Connection {
  readonly inTransaction: boolean;
  prepare(text: string): { run(): unknown };
}

/** Inside a transaction. Throws where SQLite ended that itself: the pieces before are gone too, none may be called done. */
export type RunPieces = <T>(pieces: readonly (() => T)[]) => PieceResult<T>[];

/** @param failed hears of everything that was thrown */
export function createPieces(raw: Connection, failed: (error: unknown) => void): RunPieces {
  const savepoint = raw.prepare('savepoint piece');
  const release = raw.prepare('release piece');
  const rollbackTo = raw.prepare('rollback to piece');
  const rollback = raw.prepare('rollback');
  const begin = raw.prepare('begin immediate');
  const attempt = <T>(work: () => T, takeBack: () => void): PieceResult<T> => {
    try {
      return { ok: true, value: work() };
    } catch (error) {
      if (!raw.inTransaction) throw error;
      takeBack();
      failed(error);
      return { ok: false, error };
    }
  };
  const first = <T>(piece: () => T) =>
    attempt(piece, () => {
      rollback.run();
      begin.run();
    });
  const later = <T>(piece: () => T) => {
    savepoint.run();
    const result = attempt(piece, () => rollbackTo.run());
    release.run();
    return result;
  };
  return (pieces) => {
    let untouched = true;
    return pieces.map((piece) => {
      const result = untouched ? first(piece) : later(piece);
      if (result.ok) untouched = false;
      return result;
    });
  };
}
