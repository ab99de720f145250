/**
 * A snapshot that is not closed keeps the journal from being folded in, and the journal grows with every commit beside
 * it (security.md P16, T36). Past a limit the snapshots end: who still reads from one fails and asks again. Knows only
 * the snapshots given to it; what other programs hold open cannot be ended from here.
 */

/** The journal may grow to 64 MB; commits between two looks need some of that. */
const limit = 48 * 1024 * 1024;
/** Commits; each is a few pages. */
const lookEvery = 32;

export interface Ending {
  close(): void;
}

export interface SnapshotLimit {
  add<T extends Ending>(snapshot: T): T;
  /** After each commit. Never throws: the commit stands. */
  committed(): void;
}

/** @param passed whether the journal passed so many bytes; asked only while there are snapshots */
export function createSnapshotLimit(passed: (bytes: number) => boolean): SnapshotLimit {
  const open = new Set<Ending>();
  let commits = 0;
  return {
    add: (snapshot) => {
      const { close } = snapshot;
      const noted = { close };
      open.add(noted);
      return {
        ...snapshot,
        close: () => {
          open.delete(noted);
          close();
        },
      };
    },
    committed: () => {
      if (open.size === 0 || ++commits % lookEvery !== 0 || !passed(limit)) return;
      for (const snapshot of open) snapshot.close();
      open.clear();
    },
  };
}
