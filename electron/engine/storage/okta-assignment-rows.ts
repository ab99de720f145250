/**
 * Assignments of people to an application, with Okta's link: the server's id of the user (okta.md 3.6). `pending` is
 * what failed and may be repeated. A removed assignment has no row.
 */
import type { Page } from '../../../shared/domain/directory.ts';
import type { AssignmentRecord, AssignmentStatus } from '../../../shared/domain/simulator.ts';
import { foldKey } from '../base/fold.ts';
import type { ReadDb, WriteDb } from './database.ts';
import { join, type Sql, sql } from './sql.ts';

export type PendingStep = 'provision' | 'update' | 'deprovision';

export interface StoredAssignment extends AssignmentRecord {
  readonly pending: PendingStep | null;
  readonly groupId: string | null;
}

interface AssignmentColumns {
  id: string;
  connection_id: string;
  person_id: string;
  person_name: string;
  login: string;
  scope: 'USER' | 'GROUP';
  group_id: string | null;
  group_name: string | null;
  status: AssignmentStatus;
  pending: PendingStep | null;
  external_id: string | null;
  error: string | null;
  last_sync_at: number | null;
}

const columns = sql`a.id, a.connection_id, a.person_id, p.name as person_name, p.login, a.scope, a.group_id,
  g.name as group_name, a.status, a.pending, a.external_id, a.error, a.last_sync_at
  from okta_assignments a join okta_people p on p.id = a.person_id left join okta_groups g on g.id = a.group_id`;

function toAssignment(r: AssignmentColumns): StoredAssignment {
  return {
    id: r.id,
    connectionId: r.connection_id,
    personId: r.person_id,
    personName: r.person_name,
    login: r.login,
    scope: r.scope,
    groupId: r.group_id,
    groupName: r.group_name,
    status: r.status,
    pending: r.pending,
    externalId: r.external_id,
    error: r.error,
    lastSyncAt: r.last_sync_at,
  };
}

function one(db: ReadDb, where: Sql): StoredAssignment | undefined {
  const row = db.queryOne<AssignmentColumns>(sql`select ${columns} where ${where}`);
  return row && toAssignment(row);
}

export function readAssignment(db: ReadDb, id: string): StoredAssignment | undefined {
  return one(db, sql`a.id = ${id}`);
}

export function assignmentOf(
  db: ReadDb,
  connectionId: string,
  personId: string,
): StoredAssignment | undefined {
  return one(db, sql`a.connection_id = ${connectionId} and a.person_id = ${personId}`);
}

/** Every application the person is assigned to. */
export function assignmentsOfPerson(db: ReadDb, personId: string): StoredAssignment[] {
  return db
    .query<AssignmentColumns>(sql`select ${columns} where a.person_id = ${personId}`)
    .map(toAssignment);
}

/** People who came through this group, or whose individual assignment stays when it goes. */
export function assignmentsThroughGroup(
  db: ReadDb,
  connectionId: string,
  groupId: string,
): StoredAssignment[] {
  return db
    .query<AssignmentColumns>(
      sql`select ${columns} where a.connection_id = ${connectionId} and a.group_id = ${groupId} and a.scope = 'GROUP'`,
    )
    .map(toAssignment);
}

/** Ids of people who have a link, for Force Sync. */
export function provisionedIds(db: ReadDb, connectionId: string): string[] {
  return db
    .all<{ id: string }>(
      `select id from okta_assignments where connection_id = ? and external_id is not null
       and (pending is null or pending = 'update')`,
      connectionId,
    )
    .map((r) => r.id);
}

export function insertAssignment(
  db: WriteDb,
  a: {
    id: string;
    connectionId: string;
    personId: string;
    scope: 'USER' | 'GROUP';
    groupId: string | null;
  },
): void {
  db.run(
    `insert into okta_assignments (id, connection_id, person_id, scope, group_id, status)
     values (?, ?, ?, ?, ?, 'STAGED')`,
    a.id,
    a.connectionId,
    a.personId,
    a.scope,
    a.groupId,
  );
}

export function writeScope(db: WriteDb, id: string, scope: 'USER' | 'GROUP', groupId: string | null): void {
  db.run('update okta_assignments set scope = ?, group_id = ? where id = ?', scope, groupId, id);
}

/** The person is in the application, and this is the link. */
export function writeProvisioned(db: WriteDb, id: string, externalId: string, now: number): void {
  db.run(
    `update okta_assignments set status = 'PROVISIONED', external_id = ?, pending = null, error = null, last_sync_at = ?
     where id = ?`,
    externalId,
    now,
    id,
  );
}

export function writeTask(db: WriteDb, id: string, pending: PendingStep, error: string): void {
  db.run(
    `update okta_assignments set status = 'ERROR', pending = ?, error = ? where id = ?`,
    pending,
    error,
    id,
  );
}

/** The sentence on everyone who was assigned before provisioning was on (okta.md 3.3). */
export function noteAssignedBefore(db: WriteDb, connectionId: string, text: string): void {
  db.run(
    `update okta_assignments set error = ? where connection_id = ? and status = 'STAGED' and external_id is null`,
    text,
    connectionId,
  );
}

export function deleteAssignment(db: WriteDb, id: string): void {
  db.run('delete from okta_assignments where id = ?', id);
}

export interface AssignmentQuery {
  readonly connectionId: string;
  readonly text?: string | undefined;
  readonly status?: AssignmentStatus | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** By name. */
export function pageOfAssignments(
  db: ReadDb,
  query: AssignmentQuery,
): Page<AssignmentRecord> & { all: number; errors: number } {
  const parts: Sql[] = [sql`a.connection_id = ${query.connectionId}`];
  if (query.status) parts.push(sql`a.status = ${query.status}`);
  if (query.text) parts.push(sql`instr(p.search, ${foldKey(query.text)}) > 0`);
  const where = join(parts, ' and ');
  const rows = db.query<AssignmentColumns>(
    sql`select ${columns} where ${where} order by p.name_key, a.id limit ${query.limit} offset ${query.offset}`,
  );
  const counted = db.one<{ all_rows: number; errors: number }>(
    `select count(*) as all_rows, count(*) filter (where status = 'ERROR') as errors
     from okta_assignments where connection_id = ?`,
    query.connectionId,
  );
  const total = db.queryOne<{ n: number }>(
    sql`select count(*) as n from okta_assignments a join okta_people p on p.id = a.person_id where ${where}`,
  );
  return {
    total: total?.n ?? 0,
    all: counted?.all_rows ?? 0,
    errors: counted?.errors ?? 0,
    offset: query.offset,
    rows: rows.map(toAssignment).map(({ pending: _pending, groupId: _groupId, ...record }) => record),
  };
}
