/**
 * The page's row of a pushed group: who is in the application's group, who was left out, and who is still listed there
 * though Okta would not push them. Inactive people are not pushed (okta.md 1.8, documented), and nothing is sent when
 * someone becomes inactive or leaves the group while inactive: the application's group keeps listing them until Push
 * Now (okta.md 1.6, seen).
 */
import type { PersonReason, PushMappingRecord } from '../../../shared/domain/simulator.ts';
import type { ReadDb } from './database.ts';
import type { StoredMapping } from './okta-push-rows.ts';
import { type Sql, sql } from './sql.ts';

/** At most so many are named. */
const named = 20;

export function describeMapping(db: ReadDb, m: StoredMapping): PushMappingRecord {
  const counted = db.queryOne<{ pushed: number; members: number; assigned: number }>(
    sql`select (select count(*) from okta_group_members g where g.group_id = ${m.groupId} and exists
          (select 1 from okta_pushed_members x where x.mapping_id = ${m.id} and x.person_id = g.person_id)) as pushed,
        (select count(*) from okta_group_members where group_id = ${m.groupId}) as members,
        exists (select 1 from okta_group_assignments
          where connection_id = ${m.connectionId} and group_id = ${m.groupId}) as assigned`,
  );
  return {
    ...m,
    alsoAssigned: counted?.assigned === 1,
    pushedMembers: counted?.pushed ?? 0,
    totalMembers: counted?.members ?? 0,
    ...leftOut(db, m),
    ...lingering(db, m),
  };
}

/** The screen's words for Okta's statuses. */
const statusWord = sql`case p.status when 'STAGED' then 'Staged' when 'SUSPENDED' then 'Suspended' else 'Deactivated' end`;

function leftOut(db: ReadDb, m: StoredMapping): Pick<PushMappingRecord, 'leftOut' | 'leftOutCount'> {
  const reason = sql`case
      when p.status <> 'ACTIVE' then 'not active in Okta (' || ${statusWord} || ')'
      when a.id is null then 'not assigned to the application'
      when a.pending = 'deprovision' then 'being unassigned from the application'
      when a.external_id is null and a.status = 'ERROR' then 'assigned, but not provisioned: ' || coalesce(a.error, 'no reason is known')
      when a.external_id is null then 'assigned, but Okta has no link yet'
      when ${m.status} = 'INACTIVE' then 'the group push is inactive'
      when ${m.status} = 'ERROR' then 'the last push failed'
      else 'not pushed yet: Push now sends them' end`;
  const rows = sql`from okta_group_members g join okta_people p on p.id = g.person_id
     left join okta_assignments a on a.person_id = p.id and a.connection_id = ${m.connectionId}
     where g.group_id = ${m.groupId} and not exists
       (select 1 from okta_pushed_members x where x.mapping_id = ${m.id} and x.person_id = p.id
          and (a.external_id is null or x.external_id = a.external_id))`;
  return { leftOut: people(db, sql`p.name`, reason, rows), leftOutCount: count(db, rows) };
}

function lingering(db: ReadDb, m: StoredMapping): Pick<PushMappingRecord, 'lingering' | 'lingeringCount'> {
  const reason = sql`case
      when p.id is null then 'deleted in Okta'
      when p.status <> 'ACTIVE' then 'not active in Okta (' || ${statusWord} || ')'
      when g.person_id is null then 'no longer in the group in Okta'
      when a.external_id is null or a.pending = 'deprovision' then 'no longer assigned to the application'
      else 'has another account in the application now' end`;
  const rows = sql`from okta_pushed_members x left join okta_people p on p.id = x.person_id
     left join okta_group_members g on g.group_id = ${m.groupId} and g.person_id = x.person_id
     left join okta_assignments a on a.person_id = x.person_id and a.connection_id = ${m.connectionId}
     where x.mapping_id = ${m.id} and not (g.person_id is not null and p.status = 'ACTIVE'
       and a.external_id is not null and a.external_id = x.external_id
       and (a.pending is null or a.pending <> 'deprovision'))`;
  return {
    lingering: people(db, sql`coalesce(p.name, x.external_id)`, reason, rows),
    lingeringCount: count(db, rows),
  };
}

function people(db: ReadDb, name: Sql, reason: Sql, rows: Sql): PersonReason[] {
  return db.query<PersonReason>(
    sql`select ${name} as name, ${reason} as reason ${rows} order by p.name_key, p.id limit ${named}`,
  );
}

function count(db: ReadDb, rows: Sql): number {
  return db.queryOne<{ n: number }>(sql`select count(*) as n ${rows}`)?.n ?? 0;
}
