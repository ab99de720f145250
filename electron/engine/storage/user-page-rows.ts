/**
 * Pages of users: which rows, in which order, with their documents or as lines of a list. Reads only; the conditions
 * come compiled.
 */
import type { ReadDb } from './database.ts';
import { emptySql, type Sql, sql } from './sql.ts';
import { columnsWith, type GroupsRead, type StoredUserInGroups } from './user-rows.ts';

export interface StoredUserLine {
  readonly seq: number;
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly userName: string;
  readonly email: string | null;
  readonly active: 0 | 1;
  readonly groupCount: number;
  readonly externalId: string | null;
  readonly title: string | null;
  readonly department: string | null;
  readonly created: number;
  readonly lastModified: number;
  readonly lastWriter: string | null;
}

export type UserSort =
  | 'seq'
  | 'id'
  | 'userName'
  | 'name'
  | 'displayName'
  | 'givenName'
  | 'familyName'
  | 'email'
  | 'title'
  | 'externalId'
  | 'active'
  | 'lastModified'
  | 'created';

const sortColumns: Readonly<Record<UserSort, string>> = {
  seq: 'u.seq',
  id: 'u.id',
  userName: 'u.user_name_key',
  name: 'u.name_key',
  displayName: 'u.display_key',
  givenName: 'u.given_key',
  familyName: 'u.family_key',
  email: 'u.email_key',
  title: 'u.title_key',
  externalId: 'u.external_id',
  active: 'u.active',
  lastModified: 'u.last_modified',
  created: 'u.created',
};

export interface PageOf<Sort> {
  /** 0-based. */
  readonly offset: number;
  readonly limit: number;
  readonly sort: Sort;
  readonly descending: boolean;
}

/** What has no value comes last in ascending order and first in descending (RFC 7644 §3.4.2.3). Names are ours. */
export function orderBy(column: string, seq: string, descending: boolean): string {
  const way = descending ? ' desc' : '';
  if (column === seq) return `order by ${seq}${way}`;
  return `order by ${column}${way} nulls ${descending ? 'first' : 'last'}, ${seq}${way}`;
}

/** The `seq`s of one page, walked over an index where the order has one, without touching the documents. */
export function userPageSql(where: Sql | undefined, page: PageOf<UserSort>): Sql {
  const column = sortColumns[page.sort];
  const order: Sql = { text: orderBy(column, 'u.seq', page.descending), values: [] };
  // without a condition the order by seq is read off a narrow index; SQLite would rather walk the table
  const hint: Sql = {
    text: where === undefined && page.sort === 'seq' ? 'indexed by users_order' : '',
    values: [],
  };
  const filter = where === undefined ? emptySql : sql`where ${where}`;
  return sql`select u.seq from users u ${hint} ${filter} ${order} limit ${page.limit} offset ${page.offset}`;
}

/** Users of one page with their documents, in the page's order. */
export function userPage(
  db: ReadDb,
  where: Sql | undefined,
  page: PageOf<UserSort>,
  groups: GroupsRead,
): StoredUserInGroups[] {
  if (page.sort === 'seq') return pageBySeq(db, userPageSql(where, page), groups, page.descending);
  const seqs = db.query<{ seq: number }>(userPageSql(where, page)).map((r) => r.seq);
  return usersBySeq(db, seqs, groups);
}

/** Users in the order of `seq`, from the one after `after`; reads no row that it does not give. */
export function usersAfter(
  db: ReadDb,
  after: number,
  page: { offset: number; limit: number },
  groups: GroupsRead,
): StoredUserInGroups[] {
  const seqs = sql`select u.seq from users u indexed by users_order where u.seq > ${after}
    order by u.seq limit ${page.limit} offset ${page.offset}`;
  return pageBySeq(db, seqs, groups);
}

/** The seqs and their rows in one statement. SQL promises no order without `order by`, so it is put right here. */
function pageBySeq(db: ReadDb, seqs: Sql, groups: GroupsRead, descending = false): StoredUserInGroups[] {
  const select: Sql = { text: `select ${columnsWith[groups]} from (`, values: [] };
  const rows = db.query<StoredUserInGroups>(
    sql`${select}${seqs}) k cross join user_documents d on d.seq = k.seq`,
  );
  const way = descending ? -1 : 1;
  return rows.sort((a, b) => way * (a.seq - b.seq));
}

export function usersBySeq(db: ReadDb, seqs: readonly number[], groups: GroupsRead): StoredUserInGroups[] {
  if (seqs.length === 0) return [];
  return db.all<StoredUserInGroups>(
    `select ${columnsWith[groups]} from json_each(?) j cross join user_documents d on d.seq = j.value order by j.key`,
    JSON.stringify(seqs),
  );
}

export function userLines(db: ReadDb, where: Sql | undefined, page: PageOf<UserSort>): StoredUserLine[] {
  const seqs = db.query<{ seq: number }>(userPageSql(where, page)).map((r) => r.seq);
  if (seqs.length === 0) return [];
  return db.all<StoredUserLine>(
    `select u.seq, u.id, u.version, u.name, u.user_name as userName, u.email, u.active, u.external_id as externalId,
      u.title, u.department, u.created, u.last_modified as lastModified, u.last_writer as lastWriter,
      (select count(*) from members m where m.member_type = 0 and m.member_seq = u.seq) as groupCount
    from json_each(?) j cross join users u on u.seq = j.value order by j.key`,
    JSON.stringify(seqs),
  );
}

/** Ids of the users that meet `where`, oldest first, without reading anything else of them. */
export function userIdsWhere(db: ReadDb, where: Sql | undefined): string[] {
  const narrowed = where === undefined ? sql`` : sql`where ${where}`;
  return db
    .query<{ id: string }>(sql`select u.id from users u ${narrowed} order by u.seq`)
    .map((row) => row.id);
}
