/**
 * What the directory knows without asking SQLite: how many users and groups there are, whether groups nest, and where
 * pages begin. Right because the directory is the only writer: each unit says what it moved, and it counts from the
 * commit on. Costs the same at any size; nothing here is kept on disk.
 */
import type { ReadDb } from '../storage/database.ts';
import { countGroups } from '../storage/group-rows.ts';
import { anyNesting } from '../storage/member-rows.ts';
import { countUsers } from '../storage/user-rows.ts';

/** What a committed unit moved. */
export interface Moves {
  /** Users more (fewer where negative). */
  readonly users: number;
  readonly groups: number;
  /** A user left the row of users, or came back into its middle: places of pages no longer hold. */
  readonly reordered: boolean;
}

/** `offset` users (0-based count) lie at or before the row `seq`. */
export interface Place {
  readonly offset: number;
  readonly seq: number;
}

const mostPlaces = 512;
const start: Place = { offset: 0, seq: 0 };

export interface DirectoryMemory {
  users(): number;
  groups(): number;
  /** false only where no group holds a group. */
  nested(): boolean;
  /** A group was put into a group: to be said before the commit, a look too many does no harm. */
  nesting(): void;
  /** The known place nearest before `offset`, in the order of `seq`. */
  placeBefore(offset: number): Place;
  /** A page was read that ends after `place.offset` users. */
  remember(place: Place): void;
  committed(moves: Moves): void;
}

export function createMemory(db: ReadDb): DirectoryMemory {
  let users = countUsers(db).all;
  let groups = countGroups(db);
  let nested: boolean | undefined;
  let places: Place[] = [];
  return {
    users: () => users,
    groups: () => groups,
    nested: () => {
      nested ??= anyNesting(db);
      return nested;
    },
    nesting: () => {
      nested = undefined;
    },
    placeBefore: (offset) => {
      let best = start;
      for (const place of places) if (place.offset <= offset && place.offset > best.offset) best = place;
      return best;
    },
    remember: (place) => {
      if (places.some((p) => p.offset === place.offset)) return;
      if (places.length >= mostPlaces) places.shift();
      places.push(place);
    },
    committed: (moves) => {
      users += moves.users;
      groups += moves.groups;
      if (moves.reordered) places = [];
    },
  };
}
