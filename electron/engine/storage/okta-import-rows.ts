/**
 * The review queue of an import (okta.md 3.5): one row per user of the application that nobody has confirmed yet, kept
 * across restarts. Rows are written page by page while an import runs, so its memory does not grow with the list.
 */
import type { Page } from '../../../shared/domain/directory.ts';
import type {
  Decision,
  ImportCounts,
  ImportRow,
  ImportSummary,
  MatchKind,
  PersonProfile,
} from '../../../shared/domain/simulator.ts';
import { foldKey } from '../base/fold.ts';
import type { ReadDb, WriteDb } from './database.ts';
import { join, type Sql, sql } from './sql.ts';

export interface QueuedUser {
  readonly id: string;
  readonly connectionId: string;
  readonly externalId: string;
  readonly userName: string;
  readonly email: string | null;
  readonly name: string;
  /** As an Okta profile, with `login` as the username format gives it. */
  readonly profile: PersonProfile;
  readonly digest: string;
  readonly match: MatchKind;
  readonly decision: Decision;
  readonly personId: string | null;
  readonly reason: string | null;
  readonly candidates: ImportRow['candidates'];
  readonly conflict: string | null;
}

interface RowColumns {
  id: string;
  external_id: string;
  user_name: string;
  email: string | null;
  name: string;
  profile: string;
  digest: string;
  match: MatchKind;
  decision: Decision;
  by_hand: number;
  person_id: string | null;
  person_name: string | null;
  reason: string | null;
  candidates: string;
  selected: number;
  conflict: string | null;
}

export interface StoredImportRow extends ImportRow {
  readonly profile: PersonProfile;
  readonly digest: string;
  /** A person decided it; an import that comes again leaves the decision. */
  readonly byHand: boolean;
}

const columns = sql`r.*, p.name as person_name from okta_import_rows r left join okta_people p on p.id = r.person_id`;

function toRow(r: RowColumns): StoredImportRow {
  return {
    id: r.id,
    externalId: r.external_id,
    userName: r.user_name,
    email: r.email,
    name: r.name,
    match: r.match,
    decision: r.decision,
    personId: r.person_id,
    personName: r.person_name,
    reason: r.reason,
    candidates: JSON.parse(r.candidates) as ImportRow['candidates'],
    selected: r.selected === 1,
    conflict: r.conflict,
    profile: JSON.parse(r.profile) as PersonProfile,
    digest: r.digest,
    byHand: r.by_hand === 1,
  };
}

export function queuedByLink(
  db: ReadDb,
  connectionId: string,
  externalId: string,
): { id: string; digest: string; seenRun: string; byHand: number } | undefined {
  return db.one(
    `select id, digest, seen_run as seenRun, by_hand as byHand from okta_import_rows
     where connection_id = ? and external_id = ?`,
    connectionId,
    externalId,
  );
}

/** Writes the row anew; what a person decided about it stays. */
export function writeQueued(db: WriteDb, user: QueuedUser, run: string): void {
  db.run(
    `insert into okta_import_rows (id, connection_id, position, external_id, user_name, email, name, profile, digest,
       match, decision, person_id, reason, candidates, conflict, search, seen_run)
     values (?, ?, (select coalesce(max(position) + 1, 0) from okta_import_rows where connection_id = ?),
       ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (connection_id, external_id) do update set user_name = excluded.user_name, email = excluded.email,
       name = excluded.name, profile = excluded.profile, digest = excluded.digest, match = excluded.match,
       decision = iif(by_hand = 1, decision, excluded.decision),
       person_id = iif(by_hand = 1, person_id, excluded.person_id), reason = excluded.reason,
       candidates = excluded.candidates, conflict = iif(by_hand = 1, conflict, excluded.conflict),
       search = excluded.search, seen_run = excluded.seen_run`,
    user.id,
    user.connectionId,
    user.connectionId,
    user.externalId,
    user.userName,
    user.email,
    user.name,
    JSON.stringify(user.profile),
    user.digest,
    user.match,
    user.decision,
    user.personId,
    user.reason,
    JSON.stringify(user.candidates),
    user.conflict,
    foldKey(`${user.name}\n${user.userName}\n${user.email ?? ''}`),
    run,
  );
}

export type RowFilter = MatchKind | 'IGNORED';

export interface RowSelection {
  readonly connectionId: string;
  readonly match?: RowFilter | undefined;
  readonly rowIds?: readonly string[] | undefined;
  readonly text?: string | undefined;
}

function conditions(selection: RowSelection): Sql {
  const parts: Sql[] = [sql`r.connection_id = ${selection.connectionId}`];
  if (selection.match === 'IGNORED') parts.push(sql`r.decision = 'IGNORE'`);
  else if (selection.match) parts.push(sql`r.match = ${selection.match} and r.decision <> 'IGNORE'`);
  if (selection.rowIds) {
    parts.push(sql`r.id in (select value from json_each(${JSON.stringify(selection.rowIds)}))`);
  }
  if (selection.text) parts.push(sql`instr(r.search, ${foldKey(selection.text)}) > 0`);
  return join(parts, ' and ');
}

/** In the order in which the application listed them. */
export function pageOfRows(
  db: ReadDb,
  selection: RowSelection & { readonly offset: number; readonly limit: number },
): Page<ImportRow> {
  const where = conditions(selection);
  const rows = db.query<RowColumns>(
    sql`select ${columns} where ${where} order by r.position limit ${selection.limit} offset ${selection.offset}`,
  );
  const total = db.queryOne<{ n: number }>(sql`select count(*) as n from okta_import_rows r where ${where}`);
  const shown = rows.map(toRow).map(({ profile: _profile, digest: _digest, byHand: _byHand, ...row }) => row);
  return { total: total?.n ?? 0, offset: selection.offset, rows: shown };
}

/** The next rows that a person selected (or all exact or new ones, for auto-confirm), after a position. */
export function rowsToConfirm(
  db: ReadDb,
  connectionId: string,
  which: 'selected' | 'exact' | 'new',
  after: number,
): { row: StoredImportRow; position: number }[] {
  const what = {
    selected: sql`r.selected = 1 and r.decision <> 'UNDECIDED'`,
    exact: sql`r.match = 'EXACT' and r.decision = 'EXISTING' and r.by_hand = 0`,
    new: sql`r.match = 'NONE' and r.decision = 'NEW' and r.by_hand = 0`,
  }[which];
  return db
    .query<RowColumns & { position: number }>(
      sql`select ${columns} where r.connection_id = ${connectionId} and r.position > ${after} and ${what}
          order by r.position limit 500`,
    )
    .map((r) => ({ row: toRow(r), position: r.position }));
}

/** The next rows of a selection after a position; small batches, so that a long queue is never in memory at once. */
export function nextRows(
  db: ReadDb,
  selection: RowSelection,
  after: number,
): { row: StoredImportRow; position: number }[] {
  return db
    .query<RowColumns & { position: number }>(
      sql`select ${columns} where ${conditions(selection)} and r.position > ${after} order by r.position limit 500`,
    )
    .map((r) => ({ row: toRow(r), position: r.position }));
}

export function writeDecision(
  db: WriteDb,
  id: string,
  row: { decision: Decision; personId: string | null; conflict: string | null },
): void {
  db.run(
    'update okta_import_rows set decision = ?, person_id = ?, conflict = ?, by_hand = 1 where id = ?',
    row.decision,
    row.personId,
    row.conflict,
    id,
  );
}

export function writeSelected(db: WriteDb, selection: RowSelection, selected: boolean): void {
  const where = conditions(selection);
  db.runSql(
    sql`update okta_import_rows set selected = ${selected ? 1 : 0}
        where id in (select r.id from okta_import_rows r where ${where})`,
  );
}

export function writeConflict(db: WriteDb, id: string, conflict: string | null): void {
  db.run('update okta_import_rows set conflict = ? where id = ?', conflict, id);
}

/** After Confirm Assignments: an ignored row stays, without its tick. */
export function unselect(db: WriteDb, id: string): void {
  db.run('update okta_import_rows set selected = 0 where id = ?', id);
}

/** Whether another row of the queue has been given the same person. */
export function personChosenElsewhere(
  db: ReadDb,
  connectionId: string,
  personId: string,
  exceptId: string,
): boolean {
  const text = `select 1 from okta_import_rows
    where person_id = ? and connection_id = ? and id <> ? and decision = 'EXISTING' limit 1`;
  return db.one(text, personId, connectionId, exceptId) !== undefined;
}

export function deleteRow(db: WriteDb, id: string): void {
  db.run('delete from okta_import_rows where id = ?', id);
}

/** @returns how many went */
export function deleteRows(db: WriteDb, selection: RowSelection): number {
  const where = conditions(selection);
  return db.runSql(
    sql`delete from okta_import_rows where id in (select r.id from okta_import_rows r where ${where})`,
  ).changes;
}

export function deleteRowsNotSeen(db: WriteDb, connectionId: string, run: string): number {
  const text = 'delete from okta_import_rows where connection_id = ? and seen_run <> ?';
  return db.run(text, connectionId, run).changes;
}

export function countRows(db: ReadDb, connectionId: string): ImportCounts {
  const row = db.one<ImportCounts>(
    `select count(*) as "all",
       count(*) filter (where match = 'EXACT' and decision <> 'IGNORE') as exact,
       count(*) filter (where match = 'PARTIAL' and decision <> 'IGNORE') as partial,
       count(*) filter (where match = 'NONE' and decision <> 'IGNORE') as none,
       count(*) filter (where match = 'AMBIGUOUS' and decision <> 'IGNORE') as ambiguous,
       count(*) filter (where decision = 'IGNORE') as ignored,
       count(*) filter (where selected = 1) as selected
     from okta_import_rows where connection_id = ?`,
    connectionId,
  );
  return row ?? { all: 0, exact: 0, partial: 0, none: 0, ambiguous: 0, ignored: 0, selected: 0 };
}

/** A linked person came with a list. @returns what the list said before, null where none was kept, undefined where there is no link */
export function linkedDigest(
  db: ReadDb,
  connectionId: string,
  externalId: string,
): { id: string; personId: string; digest: string | null; seenRun: string | null } | undefined {
  return db.one(
    `select id, person_id as personId, import_digest as digest, seen_run as seenRun from okta_assignments
     where connection_id = ? and external_id = ?`,
    connectionId,
    externalId,
  );
}

export function writeLinkedSeen(db: WriteDb, assignmentId: string, digest: string, run: string): void {
  db.run(
    'update okta_assignments set import_digest = ?, seen_run = ? where id = ?',
    digest,
    run,
    assignmentId,
  );
}

/** Links from before `since` that the run did not see, and how many links there are. */
export function linkedNotSeen(
  db: ReadDb,
  connectionId: string,
  run: string,
  since: number,
): { readonly gone: readonly { id: string; name: string }[]; readonly linked: number } {
  const gone = db.all<{ id: string; name: string }>(
    `select a.id, p.name from okta_assignments a join okta_people p on p.id = a.person_id
     where a.connection_id = ? and a.external_id is not null and (a.seen_run is null or a.seen_run <> ?)
       and coalesce(a.last_sync_at, 0) < ?`,
    connectionId,
    run,
    since,
  );
  const linked = db.one<{ n: number }>(
    'select count(*) as n from okta_assignments where connection_id = ? and external_id is not null',
    connectionId,
  );
  return { gone, linked: linked?.n ?? 0 };
}

export function insertRun(
  db: WriteDb,
  run: { id: string; connectionId: string; summary: ImportSummary },
): void {
  db.run(
    'insert into okta_import_runs (id, connection_id, at, summary) values (?, ?, ?, ?)',
    run.id,
    run.connectionId,
    run.summary.at,
    JSON.stringify(run.summary),
  );
}

export function lastRun(db: ReadDb, connectionId: string): ImportSummary | null {
  const row = db.one<{ summary: string }>(
    'select summary from okta_import_runs where connection_id = ? order by at desc, rowid desc limit 1',
    connectionId,
  );
  return row === undefined ? null : (JSON.parse(row.summary) as ImportSummary);
}
