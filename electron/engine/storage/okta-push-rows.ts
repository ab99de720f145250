/**
 * Push mappings: an Okta group, the application's group it is linked to, and who was pushed last. Only provisioned,
 * active members may be pushed (okta.md 1.8, documented); the queries here know that rule.
 */
import type { AppGroupRecord, PushStatus } from '../../../shared/domain/simulator.ts';
import type { ReadDb, WriteDb } from './database.ts';
import { type Sql, sql } from './sql.ts';

export interface StoredMapping {
  readonly id: string;
  readonly connectionId: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly appGroupId: string | null;
  readonly appGroupName: string;
  readonly status: PushStatus;
  readonly error: string | null;
  readonly failedAt: number | null;
  readonly lastPushAt: number | null;
  readonly ruleId: string | null;
}

interface MappingColumns {
  id: string;
  connection_id: string;
  group_id: string;
  group_name: string;
  app_group_id: string | null;
  app_group_name: string;
  status: PushStatus;
  error: string | null;
  failed_at: number | null;
  last_push_at: number | null;
  rule_id: string | null;
}

const columns = sql`m.id, m.connection_id, m.group_id, g.name as group_name, m.app_group_id, m.app_group_name,
  m.status, m.error, m.failed_at, m.last_push_at, m.rule_id from okta_push_mappings m join okta_groups g on g.id = m.group_id`;

function toMapping(r: MappingColumns): StoredMapping {
  return {
    id: r.id,
    connectionId: r.connection_id,
    groupId: r.group_id,
    groupName: r.group_name,
    appGroupId: r.app_group_id,
    appGroupName: r.app_group_name,
    status: r.status,
    error: r.error,
    failedAt: r.failed_at,
    lastPushAt: r.last_push_at,
    ruleId: r.rule_id,
  };
}

function mappings(db: ReadDb, where: Sql): StoredMapping[] {
  return db
    .query<MappingColumns>(sql`select ${columns} where ${where} order by g.name_key, m.id`)
    .map(toMapping);
}

export function readMapping(db: ReadDb, id: string): StoredMapping | undefined {
  return mappings(db, sql`m.id = ${id}`)[0];
}

export function mappingsOfConnection(db: ReadDb, connectionId: string): StoredMapping[] {
  return mappings(db, sql`m.connection_id = ${connectionId}`);
}

export function mappingsOfGroup(db: ReadDb, groupId: string): StoredMapping[] {
  return mappings(db, sql`m.group_id = ${groupId}`);
}

/** What the rule made, whether it still matches or not (documented). */
export function mappingsOfRule(db: ReadDb, ruleId: string): StoredMapping[] {
  return mappings(db, sql`m.rule_id = ${ruleId}`);
}

/** Mappings of the connection whose Okta group has this person. */
export function mappingsOfPerson(db: ReadDb, connectionId: string, personId: string): StoredMapping[] {
  return mappings(
    db,
    sql`m.connection_id = ${connectionId} and m.group_id in
      (select group_id from okta_group_members where person_id = ${personId})`,
  );
}

export function insertMapping(
  db: WriteDb,
  m: { id: string; connectionId: string; groupId: string; appGroupName: string; ruleId?: string | undefined },
  now: number,
): void {
  db.run(
    `insert into okta_push_mappings
       (id, connection_id, group_id, app_group_name, rule_id, status, push_memberships, created_at)
     values (?, ?, ?, ?, ?, 'ACTIVE', 1, ?)`,
    m.id,
    m.connectionId,
    m.groupId,
    m.appGroupName,
    m.ruleId ?? null,
    now,
  );
}

export function writeAppGroup(db: WriteDb, id: string, appGroup: { id: string; name: string }): void {
  db.run(
    'update okta_push_mappings set app_group_id = ?, app_group_name = ? where id = ?',
    appGroup.id,
    appGroup.name,
    id,
  );
}

export function writePushStatus(db: WriteDb, id: string, status: Exclude<PushStatus, 'ERROR'>): void {
  db.run('update okta_push_mappings set status = ?, error = null, failed_at = null where id = ?', status, id);
}

export function writePushError(db: WriteDb, id: string, error: string, now: number): void {
  const text = `update okta_push_mappings set status = 'ERROR', error = ?, failed_at = ? where id = ?`;
  db.run(text, error, now, id);
}

export function deleteMapping(db: WriteDb, id: string): void {
  db.run('delete from okta_push_mappings where id = ?', id);
}

export interface PushableMember {
  readonly personId: string;
  readonly externalId: string;
  readonly login: string;
}

/** Members of the mapping's Okta group who may be pushed: active, and with a link. */
export function pushableMembers(db: ReadDb, mapping: StoredMapping): PushableMember[] {
  return db.all<PushableMember>(
    `select p.id as personId, a.external_id as externalId, p.login as login
     from okta_group_members m join okta_people p on p.id = m.person_id
     join okta_assignments a on a.person_id = p.id and a.connection_id = ?
     where m.group_id = ? and p.status = 'ACTIVE' and a.external_id is not null
       and (a.pending is null or a.pending <> 'deprovision')
     order by p.name_key, p.id`,
    mapping.connectionId,
    mapping.groupId,
  );
}

/**
 * Pushed people who are no longer in the Okta group. Someone who is not active is not among them: removing an
 * inactive person sends nothing (okta.md 1.6, seen).
 */
export function pushedButGone(db: ReadDb, mapping: StoredMapping): string[] {
  return db
    .all<{ id: string }>(
      `select x.external_id as id from okta_pushed_members x
       join okta_people p on p.id = x.person_id and p.status = 'ACTIVE'
       where x.mapping_id = ? and not exists
         (select 1 from okta_group_members m where m.group_id = ? and m.person_id = x.person_id)
       order by x.external_id`,
      mapping.id,
      mapping.groupId,
    )
    .map((r) => r.id);
}

export function pushedIds(db: ReadDb, mappingId: string): Set<string> {
  const text = 'select external_id as id from okta_pushed_members where mapping_id = ?';
  return new Set(db.all<{ id: string }>(text, mappingId).map((r) => r.id));
}

/** What the application's group holds now, as far as Okta knows. */
export function writePushed(
  db: WriteDb,
  mappingId: string,
  change: { all?: readonly PushableMember[]; add?: readonly PushableMember[]; remove?: readonly string[] },
  now: number,
): void {
  if (change.all) db.run('delete from okta_pushed_members where mapping_id = ?', mappingId);
  for (const id of change.remove ?? []) {
    db.run('delete from okta_pushed_members where mapping_id = ? and external_id = ?', mappingId, id);
  }
  for (const member of [...(change.all ?? []), ...(change.add ?? [])]) {
    db.run(
      `insert into okta_pushed_members (mapping_id, external_id, person_id) values (?, ?, ?)
       on conflict do update set person_id = excluded.person_id`,
      mappingId,
      member.externalId,
      member.personId,
    );
  }
  db.run(
    `update okta_push_mappings set status = 'ACTIVE', error = null, failed_at = null, last_push_at = ? where id = ?`,
    now,
    mappingId,
  );
}

export function listAppGroups(db: ReadDb, connectionId: string): AppGroupRecord[] {
  return db.all<AppGroupRecord>(
    `select external_id as externalId, name, member_count as memberCount from okta_app_groups
     where connection_id = ? order by name, external_id`,
    connectionId,
  );
}

export interface SeenAppGroup extends AppGroupRecord {
  readonly digest: string;
}

/** @returns whether the group is new, differs from what was known, or is as it was */
export function writeAppGroupSeen(
  db: WriteDb,
  connectionId: string,
  group: SeenAppGroup,
  run: string,
): 'new' | 'updated' | 'unchanged' | 'again' {
  const known = db.one<{ digest: string; seen_run: string }>(
    'select digest, seen_run from okta_app_groups where connection_id = ? and external_id = ?',
    connectionId,
    group.externalId,
  );
  db.run(
    `insert into okta_app_groups (connection_id, external_id, name, member_count, digest, seen_run)
     values (?, ?, ?, ?, ?, ?) on conflict do update set
       name = excluded.name, member_count = excluded.member_count, digest = excluded.digest, seen_run = excluded.seen_run`,
    connectionId,
    group.externalId,
    group.name,
    group.memberCount,
    group.digest,
    run,
  );
  if (known === undefined) return 'new';
  if (known.seen_run === run) return 'again';
  return known.digest === group.digest ? 'unchanged' : 'updated';
}

/** @returns how many went */
export function deleteAppGroupsNotSeen(db: WriteDb, connectionId: string, run: string): number {
  const text = 'delete from okta_app_groups where connection_id = ? and seen_run <> ?';
  return db.run(text, connectionId, run).changes;
}

/** After Import Groups is unticked (okta.md 1.9), or when a group was deleted in the application. */
export function deleteAppGroup(db: WriteDb, connectionId: string, externalId: string): void {
  db.run('delete from okta_app_groups where connection_id = ? and external_id = ?', connectionId, externalId);
}
