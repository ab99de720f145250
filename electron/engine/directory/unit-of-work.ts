/**
 * One transaction of the directory: knows who writes, keeps the journal, remembers what moved so that it can be
 * announced once it is true. Rules are in `users.ts`, `groups.ts`, `members.ts`.
 */
import type { ChangeSource, ChangeVerb } from '../../../shared/domain/directory.ts';
import type { IdSource } from '../base/ports.ts';
import { insertChange, nextChangeSeq } from '../storage/change-rows.ts';
import type { WriteDb } from '../storage/database.ts';
import { whoIs } from './change-source.ts';

/** More ids than this are announced as null: everything may have moved. */
const mostAnnounced = 200;

export interface DirectoryChanged {
  readonly users: string[] | null;
  readonly groups: string[] | null;
}

export interface JournalEntry {
  readonly verb: ChangeVerb;
  readonly resourceType: 'User' | 'Group';
  readonly resourceId: string;
  readonly name: string;
  readonly detail: string;
  /** What undo needs, as JSON text; null: it cannot be taken back. */
  readonly before: string | null;
}

/** What the rules work with inside a unit. */
export interface UnitContext {
  readonly db: WriteDb;
  readonly ids: IdSource;
  /** One instant for the whole unit, milliseconds. */
  readonly now: number;
  readonly who: string;
  journal(entry: JournalEntry): void;
  /** Marks as moved without a journal entry of its own. */
  moved(type: 'User' | 'Group', id: string): void;
  /** Seq of the unit's first change; null while there is none. */
  firstSeq(): number | null;
  changed(): DirectoryChanged;
}

export function beginUnit(db: WriteDb, ids: IdSource, now: number, source: ChangeSource): UnitContext {
  const who = whoIs(source);
  const signed = JSON.stringify(source);
  const users = new Set<string>();
  const groups = new Set<string>();
  let unit: number | null = null;
  const moved = (type: 'User' | 'Group', id: string) => {
    const set = type === 'User' ? users : groups;
    if (set.size <= mostAnnounced) set.add(id);
  };
  return {
    db,
    ids,
    now,
    who,
    moved,
    journal: (entry) => {
      unit ??= nextChangeSeq(db);
      insertChange(db, { unit, at: now, source: signed, who, ...entry });
      moved(entry.resourceType, entry.resourceId);
    },
    firstSeq: () => unit,
    changed: () => ({
      users: users.size > mostAnnounced ? null : [...users],
      groups: groups.size > mostAnnounced ? null : [...groups],
    }),
  };
}
