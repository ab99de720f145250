/**
 * Rows of `changes`, the journal: one per written resource, with what undo needs. `unit` is the seq of the first
 * change of the same transaction; changes of a unit lie beside each other, so it needs no index.
 */
import type { ChangeVerb } from '../../../shared/domain/directory.ts';
import type { ReadDb, WriteDb } from './database.ts';

export interface ChangeRowFields {
  /** null: this is the first change of its unit. */
  readonly unit: number | null;
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
  readonly unit: number;
  readonly undone: 0 | 1;
  /** Something later touched the same resource. */
  readonly overtaken: 0 | 1;
}

const stored = `select c.seq, c.unit, c.at, c.source, c.who, c.verb, c.resource_type as resourceType,
  c.resource_id as resourceId, c.name, c.detail, c.undone,
  exists (select 1 from changes l where l.resource_id = c.resource_id and l.unit > c.unit) as overtaken`;

// the number that comes next: numbers are never used twice
const insertText = `insert into changes (unit, at, source, who, verb, resource_type, resource_id, name, detail, before)
  values (coalesce(?, (select seq + 1 from sqlite_sequence where name = 'changes'), 1), ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Answers with its seq, which is the unit's number where it is the first. */
export function insertChange(db: WriteDb, f: ChangeRowFields): number {
  return db.run(
    insertText,
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

/** The changes of the unit that `seq` belongs to, in order: they follow each other without a gap. */
export function changesOfUnit(db: ReadDb, seq: number): StoredChange[] {
  const unit = db.one<{ unit: number }>('select unit from changes where seq = ?', seq)?.unit;
  if (unit === undefined) return [];
  const changes: StoredChange[] = [];
  for (const change of db.each<StoredChange>(
    `${stored}, c.before from changes c where c.seq >= ? order by c.seq`,
    unit,
  )) {
    if (change.unit !== unit) break;
    changes.push(change);
  }
  return changes;
}

export function markUndone(db: WriteDb, firstSeq: number, lastSeq: number): void {
  db.run('update changes set undone = 1 where seq between ? and ?', firstSeq, lastSeq);
}
