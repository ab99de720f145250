/**
 * One transaction of the directory: knows who writes, keeps the journal, remembers what moved so that it can be
 * announced once it is true. Rules are in `users.ts`, `groups.ts`, `members.ts`.
 */
import type { ChangeSource, ChangeVerb } from '../../../shared/domain/directory.ts';
import type { SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import { AppFault } from '../base/app-fault.ts';
import type { IdSource } from '../base/ports.ts';
import { insertChange } from '../storage/change-rows.ts';
import type { WriteDb } from '../storage/database.ts';
import { whoIs } from './change-source.ts';
import type { DirectoryMemory, Moves } from './memory.ts';

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
  /** The schemas in force for the whole unit. */
  readonly registry: SchemaRegistry;
  /** A provisioning client writes: what its schema calls readOnly is not for it. */
  readonly client: boolean;
  /** The disk is full: only what takes away is written. */
  readonly sparing: boolean;
  journal(entry: JournalEntry): void;
  /** Marks as moved without a journal entry of its own. */
  moved(type: 'User' | 'Group', id: string): void;
  /** A user comes back to its old place among the others. */
  reordered(): void;
  /** A group is being put into a group. */
  nesting(): void;
  /** Seq of the unit's first change; null while there is none. */
  firstSeq(): number | null;
  changed(): DirectoryChanged;
  /** To be told to the memory once the unit is committed. */
  moves(): Moves;
}

export interface UnitMeans {
  readonly ids: IdSource;
  readonly now: number;
  readonly memory: DirectoryMemory;
  /** The schemas in force for the whole unit. */
  readonly registry: SchemaRegistry;
  readonly sparing: boolean;
}

export function diskFull(): AppFault {
  return new AppFault(
    'disk-full',
    'The disk of this server is full. Until there is room again, only deleting and deactivating work.',
  );
}

export function beginUnit(
  db: WriteDb,
  source: ChangeSource,
  { ids, now, memory, registry, sparing }: UnitMeans,
): UnitContext {
  const who = whoIs(source);
  const signed = JSON.stringify(source);
  const users = new Set<string>();
  const groups = new Set<string>();
  const count = { User: 0, Group: 0 };
  let reordered = false;
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
    registry,
    client: source.kind === 'token',
    sparing,
    moved,
    journal: (entry) => {
      const seq = insertChange(db, { unit, at: now, source: signed, who, ...entry });
      unit ??= seq;
      moved(entry.resourceType, entry.resourceId);
      if (entry.verb === 'create') count[entry.resourceType] += 1;
      if (entry.verb !== 'delete') return;
      count[entry.resourceType] -= 1;
      if (entry.resourceType === 'User') reordered = true;
    },
    reordered: () => {
      reordered = true;
    },
    nesting: memory.nesting,
    moves: () => ({ users: count.User, groups: count.Group, reordered }),
    firstSeq: () => unit,
    changed: () => ({
      users: users.size > mostAnnounced ? null : [...users],
      groups: groups.size > mostAnnounced ? null : [...groups],
    }),
  };
}
