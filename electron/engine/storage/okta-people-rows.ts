/**
 * People of the simulated org. `login`, `email` and names stand in columns of their own, as they are, because Okta's
 * matching is case-sensitive (okta.md 3.4); `*_key` columns are folded here, in JavaScript, for uniqueness and order.
 */
import type { Page } from '../../../shared/domain/directory.ts';
import type { PersonProfile, PersonRecord, PersonStatus } from '../../../shared/domain/simulator.ts';
import { foldKey } from '../base/fold.ts';
import type { ReadDb, WriteDb } from './database.ts';
import { join, type Sql, sql } from './sql.ts';

interface PersonColumns {
  id: string;
  status: PersonStatus;
  profile: string;
  name: string;
  updated_at: number;
  group_count: number;
}

export interface StoredPerson {
  readonly id: string;
  readonly status: PersonStatus;
  readonly profile: PersonProfile;
}

/** What to call a person: the display name, else first and last name, else the login. */
export function personName(profile: PersonProfile): string {
  const full = `${profile['firstName'] ?? ''} ${profile['lastName'] ?? ''}`.trim();
  return profile['displayName'] || full || profile['login'] || '';
}

const columns = sql`p.id, p.status, p.profile, p.name, p.updated_at,
  (select count(*) from okta_group_members m where m.person_id = p.id) as group_count`;

function toPerson(r: PersonColumns): PersonRecord {
  return {
    id: r.id,
    status: r.status,
    profile: JSON.parse(r.profile) as PersonProfile,
    name: r.name,
    groupCount: r.group_count,
    updatedAt: r.updated_at,
  };
}

function profileValues(profile: PersonProfile) {
  const name = personName(profile);
  const login = profile['login'] ?? '';
  const email = profile['email'] ?? '';
  return [
    JSON.stringify(profile),
    name,
    foldKey(name),
    login,
    foldKey(login),
    email,
    foldKey(email),
    profile['firstName'] ?? '',
    profile['lastName'] ?? '',
    foldKey(`${name}\n${login}\n${email}`),
  ];
}

/** @returns false where the login is taken, whatever its letter case */
export function insertPerson(db: WriteDb, person: StoredPerson, now: number): boolean {
  const done = db.run(
    `insert into okta_people (id, status, profile, name, name_key, login, login_key, email, email_key, first_name,
       last_name, search, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (login_key) do nothing`,
    person.id,
    person.status,
    ...profileValues(person.profile),
    now,
  );
  return done.changes === 1;
}

export function writeProfile(db: WriteDb, id: string, profile: PersonProfile, now: number): void {
  db.run(
    `update okta_people set profile = ?, name = ?, name_key = ?, login = ?, login_key = ?, email = ?, email_key = ?,
       first_name = ?, last_name = ?, search = ?, updated_at = ? where id = ?`,
    ...profileValues(profile),
    now,
    id,
  );
}

export function writeStatus(db: WriteDb, id: string, status: PersonStatus, now: number): void {
  db.run('update okta_people set status = ?, updated_at = ? where id = ?', status, now, id);
}

export function readPerson(db: ReadDb, id: string): PersonRecord | undefined {
  const row = db.queryOne<PersonColumns>(sql`select ${columns} from okta_people p where p.id = ${id}`);
  return row && toPerson(row);
}

export function personByLogin(db: ReadDb, login: string): { id: string; name: string } | undefined {
  return db.one<{ id: string; name: string }>(
    'select id, name from okta_people where login_key = ?',
    foldKey(login),
  );
}

export interface PeopleQuery {
  readonly text?: string | undefined;
  readonly status?: PersonStatus | undefined;
  readonly groupId?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

function conditions(query: PeopleQuery): Sql {
  const parts: Sql[] = [sql`1`];
  if (query.text) parts.push(sql`instr(p.search, ${foldKey(query.text)}) > 0`);
  if (query.status) parts.push(sql`p.status = ${query.status}`);
  if (query.groupId) {
    parts.push(sql`p.id in (select person_id from okta_group_members where group_id = ${query.groupId})`);
  }
  return join(parts, ' and ');
}

/** By name. The offset walks the narrow index; only the page's rows are read whole. */
export function pageOfPeople(db: ReadDb, query: PeopleQuery): Page<PersonRecord> & { all: number } {
  const where = conditions(query);
  const rows = db.query<PersonColumns>(sql`select ${columns} from
    (select p.id from okta_people p where ${where} order by p.name_key, p.id limit ${query.limit} offset ${query.offset}) page
    join okta_people p on p.id = page.id order by p.name_key, p.id`);
  const all = countPeople(db);
  const filtered = query.text || query.status || query.groupId;
  const total = filtered
    ? (db.queryOne<{ n: number }>(sql`select count(*) as n from okta_people p where ${where}`)?.n ?? 0)
    : all;
  return { total, all, offset: query.offset, rows: rows.map(toPerson) };
}

export function countPeople(db: ReadDb): number {
  return db.one<{ n: number }>('select count(*) as n from okta_people')?.n ?? 0;
}

/** Only people who are deactivated, or were never active and have no account anywhere. @returns how many went */
export function deletePeople(db: WriteDb, ids: readonly string[]): number {
  return db.run(
    `delete from okta_people where id in (select value from json_each(?)) and (status = 'DEPROVISIONED' or
       (status = 'STAGED' and not exists
         (select 1 from okta_assignments a where a.person_id = okta_people.id and a.external_id is not null)))`,
    JSON.stringify(ids),
  ).changes;
}

export interface CandidateRow {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly email: string;
}

// deactivated people are no match; their login stays taken (okta.md 3.5, "This choice creates a conflict.")
const candidate = sql`select id, name, login, email from okta_people where status <> 'DEPROVISIONED' and`;

/** At most 20 of each. */
export function candidatesByLogin(db: ReadDb, login: string): CandidateRow[] {
  return db.query<CandidateRow>(
    sql`${candidate} login_key = ${foldKey(login)} and login = ${login} limit 20`,
  );
}

export function candidatesByEmail(db: ReadDb, email: string): CandidateRow[] {
  return db.query<CandidateRow>(
    sql`${candidate} email_key = ${foldKey(email)} and email = ${email} limit 20`,
  );
}

export function candidatesByNames(db: ReadDb, first: string, last: string): CandidateRow[] {
  return db.query<CandidateRow>(sql`${candidate} last_name = ${last} and first_name = ${first} limit 20`);
}

export function candidatesFolded(db: ReadDb, login: string, email: string): CandidateRow[] {
  const emailKey = foldKey(email);
  return db.query<CandidateRow>(
    sql`${candidate} (login_key = ${foldKey(login)} or (email_key = ${emailKey} and ${emailKey} <> '')) limit 20`,
  );
}
