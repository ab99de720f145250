/**
 * Rows of `changes`, the journal: one per written resource, with what undo needs. `unit` is the seq of the first
 * change of the same transaction.
 */
import type { ChangeVerb } from '../../../shared/domain/directory.ts';
import type { ReadDb, WriteDb } from './database.ts';

export interface ChangeRowFields {
  readonly unit: number;
  readonly at: number;
  /** JSON of the ChangeSource. */
  readonly source: string;
  readonly who: string;
  readonly verb: ChangeVerb;
  readonly resourceType: 'User' | 'Group';
  readonly resourceId: string;
  readonly name: string;
  readonly detail: string;
  /** JSON of what was there before; null where it cannot be taken back. */
  readonly before: string | null;
}

export interface StoredChange extends ChangeRowFields {
  readonly seq: number;
  readonly undone: 0 | 1;
  /** Something later touched the same resource. */
  readonly overtaken: 0 | 1;
}

const stored = `select c.seq, c.unit, c.at, c.source, c.who, c.verb, c.resource_type as resourceType,
  c.resource_id as resourceId, c.name, c.detail, c.undone,
  exists (select 1 from changes l where l.resource_id = c.resource_id and l.unit > c.unit) as overtaken`;

export function insertChange(db: WriteDb, f: ChangeRowFields): number {
  return db.run(
    `insert into changes (unit, at, source, who, verb, resource_type, resource_id, name, detail, before)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    f.unit,
    f.at,
    f.source,
    f.who,
    f.verb,
    f.resourceType,
    f.resourceId,
    f.name,
    f.detail,
    f.before,
  ).lastInsertRowid;
}

/** The seq that the next change will get: numbers are never used twice. */
export function nextChangeSeq(db: ReadDb): number {
  return (db.one<{ seq: number }>("select seq from sqlite_sequence where name = 'changes'")?.seq ?? 0) + 1;
}

/** A page, newest first. Without what was there before: the list does not need it, and it can be large. */
export function changePage(
  db: ReadDb,
  resourceId: string | undefined,
  page: { offset: number; limit: number },
): { total: number; rows: (StoredChange & { undoable: 0 | 1 })[] } {
  const where = resourceId === undefined ? '' : 'where c.resource_id = ?';
  const bound = resourceId === undefined ? [] : [resourceId];
  const total = db.one<{ n: number }>(`select count(*) as n from changes c ${where}`, ...bound)?.n ?? 0;
  const rows = db.all<StoredChange & { undoable: 0 | 1 }>(
    `${stored}, c.before is not null and c.undone = 0 as undoable from changes c ${where}
      order by c.seq desc limit ? offset ?`,
    ...bound,
    page.limit,
    page.offset,
  );
  return { total, rows };
}

/** The changes of the unit that `seq` belongs to, in order. */
export function changesOfUnit(db: ReadDb, seq: number): StoredChange[] {
  return db.all<StoredChange>(
    `${stored}, c.before from changes c where c.unit = (select unit from changes where seq = ?) order by c.seq`,
    seq,
  );
}

export function markUndone(db: WriteDb, unit: number): void {
  db.run('update changes set undone = 1 where unit = ?', unit);
}
