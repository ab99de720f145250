/** Groups of the simulated org and who is in them. Names are unique whatever their letter case. */
import type { Page } from '../../../shared/domain/directory.ts';
import type { OktaGroupRecord } from '../../../shared/domain/simulator.ts';
import { foldKey } from '../base/fold.ts';
import type { ReadDb, WriteDb } from './database.ts';
import { likeAnywhere, sql } from './sql.ts';

interface GroupColumns {
  id: string;
  name: string;
  description: string | null;
  member_count: number;
}

const columns = sql`g.id, g.name, g.description,
  (select count(*) from okta_group_members m where m.group_id = g.id) as member_count`;

function toGroup(r: GroupColumns): OktaGroupRecord {
  return { id: r.id, name: r.name, description: r.description, memberCount: r.member_count };
}

/** @returns false where the name is taken */
export function insertGroup(
  db: WriteDb,
  group: { id: string; name: string; description: string | null },
  now: number,
): boolean {
  const done = db.run(
    `insert into okta_groups (id, name, name_key, description, updated_at) values (?, ?, ?, ?, ?)
     on conflict (name_key) do nothing`,
    group.id,
    group.name,
    foldKey(group.name),
    group.description,
    now,
  );
  return done.changes === 1;
}

export function writeGroupName(db: WriteDb, id: string, name: string, now: number): void {
  db.run(
    'update okta_groups set name = ?, name_key = ?, updated_at = ? where id = ?',
    name,
    foldKey(name),
    now,
    id,
  );
}

export function deleteOktaGroup(db: WriteDb, id: string): void {
  db.run('delete from okta_groups where id = ?', id);
}

export function readGroup(db: ReadDb, id: string): OktaGroupRecord | undefined {
  const row = db.queryOne<GroupColumns>(sql`select ${columns} from okta_groups g where g.id = ${id}`);
  return row && toGroup(row);
}

/** Every group of the org, by name: what a push rule looks through. */
export function groupNames(db: ReadDb): { id: string; name: string; description: string | null }[] {
  return db.all('select id, name, description from okta_groups order by name_key');
}

export function groupByName(db: ReadDb, name: string): { id: string } | undefined {
  return db.one<{ id: string }>('select id from okta_groups where name_key = ?', foldKey(name));
}

/** Names of the groups a person is in. */
export function groupNamesOf(db: ReadDb, personId: string): string[] {
  return db
    .all<{ name: string }>(
      `select g.name from okta_group_members m join okta_groups g on g.id = m.group_id where m.person_id = ?`,
      personId,
    )
    .map((row) => row.name);
}

export function pageOfGroups(
  db: ReadDb,
  query: { text?: string | undefined; offset: number; limit: number },
): Page<OktaGroupRecord> & { all: number } {
  const all = db.one<{ n: number }>('select count(*) as n from okta_groups')?.n ?? 0;
  const where = query.text ? sql`g.name_key like ${likeAnywhere(foldKey(query.text))} escape '\\'` : sql`1`;
  const rows = db.query<GroupColumns>(
    sql`select ${columns} from okta_groups g where ${where} order by g.name_key limit ${query.limit} offset ${query.offset}`,
  );
  const total = query.text
    ? (db.queryOne<{ n: number }>(sql`select count(*) as n from okta_groups g where ${where}`)?.n ?? 0)
    : all;
  return { total, all, offset: query.offset, rows: rows.map(toGroup) };
}

/** People that do not exist are left out. @returns who was really added */
export function addMembers(db: WriteDb, groupId: string, personIds: readonly string[]): string[] {
  return personIds.filter(
    (id) =>
      db.run(
        `insert into okta_group_members (group_id, person_id) select ?, id from okta_people where id = ?
         on conflict do nothing`,
        groupId,
        id,
      ).changes === 1,
  );
}

/** @returns who was really a member */
export function removeMembers(db: WriteDb, groupId: string, personIds: readonly string[]): string[] {
  return personIds.filter(
    (id) =>
      db.run('delete from okta_group_members where group_id = ? and person_id = ?', groupId, id).changes ===
      1,
  );
}

export function memberIds(db: ReadDb, groupId: string): string[] {
  return db
    .all<{ id: string }>('select person_id as id from okta_group_members where group_id = ?', groupId)
    .map((r) => r.id);
}

/** Groups assigned to the application, in order of priority (okta.md 3.6). */
export function assignedGroups(db: ReadDb, connectionId: string): OktaGroupRecord[] {
  return db
    .query<GroupColumns>(
      sql`select ${columns} from okta_group_assignments a join okta_groups g on g.id = a.group_id
          where a.connection_id = ${connectionId} order by a.priority, g.name_key`,
    )
    .map(toGroup);
}

/** @returns false where it was assigned already */
export function insertGroupAssignment(db: WriteDb, connectionId: string, groupId: string): boolean {
  return (
    db.run(
      `insert into okta_group_assignments (connection_id, group_id, priority)
       values (?, ?, (select coalesce(max(priority) + 1, 0) from okta_group_assignments where connection_id = ?))
       on conflict do nothing`,
      connectionId,
      groupId,
      connectionId,
    ).changes === 1
  );
}

export function deleteGroupAssignment(db: WriteDb, connectionId: string, groupId: string): boolean {
  const text = 'delete from okta_group_assignments where connection_id = ? and group_id = ?';
  return db.run(text, connectionId, groupId).changes === 1;
}

/** Connections to which the group is assigned. */
export function connectionsOfGroup(db: ReadDb, groupId: string): string[] {
  return db
    .all<{ id: string }>('select connection_id as id from okta_group_assignments where group_id = ?', groupId)
    .map((r) => r.id);
}

/** The assigned group of highest priority that the person is in. */
export function assigningGroup(
  db: ReadDb,
  connectionId: string,
  personId: string,
): { id: string; name: string } | undefined {
  return db.one<{ id: string; name: string }>(
    `select g.id, g.name from okta_group_assignments a
     join okta_group_members m on m.group_id = a.group_id and m.person_id = ?
     join okta_groups g on g.id = a.group_id
     where a.connection_id = ? order by a.priority limit 1`,
    personId,
    connectionId,
  );
}

/** Connections that have any group assigned in which the person is. */
export function connectionsThroughGroups(db: ReadDb, personId: string): string[] {
  return db
    .all<{ id: string }>(
      `select distinct a.connection_id as id from okta_group_members m
       join okta_group_assignments a on a.group_id = m.group_id where m.person_id = ?`,
      personId,
    )
    .map((r) => r.id);
}
