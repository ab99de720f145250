/**
 * Rows of `users` and `user_documents`, those of `user_values` with them (`value-rows.ts`). Trusts its caller: `directory/` alone decides what may be
 * written and hands in folded keys. No rules and no JSON parsing here; the attributes are text.
 */
import type { ReadDb, WriteDb } from './database.ts';
import { directGroupsText } from './member-rows.ts';
import { rowHash } from './row-hash.ts';
import { asText, type Sql, type SqlValue, sql } from './sql.ts';
import { insertValues, replaceValues, type UserValueFields } from './value-rows.ts';

export interface UserRowFields {
  readonly id: string;
  readonly userName: string;
  readonly userNameKey: string;
  readonly externalId: string | null;
  readonly name: string;
  readonly nameKey: string;
  readonly displayName: string | null;
  readonly displayKey: string | null;
  readonly givenKey: string | null;
  readonly familyKey: string | null;
  readonly email: string | null;
  readonly emailKey: string | null;
  readonly title: string | null;
  readonly titleKey: string | null;
  readonly department: string | null;
  readonly departmentKey: string | null;
  readonly active: boolean;
  readonly created: number;
  readonly lastModified: number;
  readonly version: number;
  readonly lastWriter: string;
  readonly searchKey: string;
  readonly document: DocumentFields;
  readonly values: readonly UserValueFields[];
}

/** JSON texts: the `schemas` array, the attributes, and the attributes with folded strings where `lower()` is not enough. */
export interface DocumentFields {
  readonly schemas: string;
  readonly attributes: string;
  readonly folded: string | null;
}

export interface StoredUser {
  readonly seq: number;
  readonly id: string;
  readonly name: string;
  readonly active: 0 | 1;
  readonly created: number;
  readonly lastModified: number;
  readonly version: number;
  readonly hash: string;
  readonly schemas: string;
  readonly attributes: string;
}

/** A user with its groups: the inside of a JSON array (`member-rows.ts`), null where it has none or none were asked for. */
export interface StoredUserInGroups extends StoredUser {
  readonly groups: string | null;
}

/** `direct`: the groups that hold the user itself; `none`: they are not read, or are read by `groupRefs`. */
export type GroupsRead = 'direct' | 'none';

const documentColumns = `d.seq, d.id, d.name, d.active, d.created, d.last_modified as lastModified, d.version, d.hash,
  d.schemas, d.attributes`;
export const columnsWith: Readonly<Record<GroupsRead, string>> = {
  none: `${documentColumns}, null as groups`,
  direct: `${documentColumns}, ${directGroupsText('d.seq')} as groups`,
};
const byNameKey = byKey('user_name_key');
const byId = byKey('id');

/** The index has the `seq`, so that nothing is read of the row in `users`. */
function byKey(column: 'id' | 'user_name_key'): Readonly<Record<GroupsRead, string>> {
  const text = (columns: string) =>
    `select ${columns} from users u cross join user_documents d on d.seq = u.seq where u.${column} = ${asText}`;
  return { none: text(columnsWith.none), direct: text(columnsWith.direct) };
}

const columnNames = [
  'id',
  'user_name',
  'user_name_key',
  'external_id',
  'name',
  'name_key',
  'display_name',
  'display_key',
  'given_key',
  'family_key',
  'email',
  'email_key',
  'title',
  'title_key',
  'department',
  'department_key',
  'active',
  'created',
  'last_modified',
  'version',
  'last_writer',
  'search_key',
] as const;
const insertText = `insert into users (seq, hash, ${columnNames.join(', ')}) values (?, ?, ${columnNames.map(() => '?').join(', ')})`;

function hashOf(f: UserRowFields): string {
  const { schemas, attributes } = f.document;
  return rowHash({
    id: f.id,
    active: f.active,
    created: f.created,
    lastModified: f.lastModified,
    version: f.version,
    schemas,
    attributes,
    lastWriter: f.lastWriter,
  });
}

function columns(f: UserRowFields) {
  return [
    f.id,
    f.userName,
    f.userNameKey,
    f.externalId,
    f.name,
    f.nameKey,
    f.displayName,
    f.displayKey,
    f.givenKey,
    f.familyKey,
    f.email,
    f.emailKey,
    f.title,
    f.titleKey,
    f.department,
    f.departmentKey,
    f.active ? 1 : 0,
    f.created,
    f.lastModified,
    f.version,
    f.lastWriter,
    f.searchKey,
  ];
}

const documentNames = [
  'id',
  'name',
  'active',
  'created',
  'last_modified',
  'version',
  'hash',
  'schemas',
  'attributes',
  'folded',
] as const;
const insertDocument = `insert into user_documents (seq, ${documentNames.join(', ')}) values (?, ${documentNames.map(() => '?').join(', ')})`;
const updateDocument = `update user_documents set ${documentNames.map((name) => `${name} = ?`).join(', ')} where seq = ?`;

function documentValues(f: UserRowFields, hash: string) {
  const { schemas, attributes, folded } = f.document;
  const state = [f.id, f.name, f.active ? 1 : 0, f.created, f.lastModified, f.version, hash];
  return [...state, schemas, attributes, folded];
}

/** What each column of `users` holds for these fields, `seq` and `hash` left out. */
export function userColumns(fields: UserRowFields): ReadonlyMap<string, SqlValue> {
  const values = columns(fields);
  return new Map(columnNames.map((name, i) => [name, values[i] ?? null]));
}

/** Adds a user and answers with where it is; with `seq` given, a deleted user comes back to its place. */
export function insertUserRow(
  db: WriteDb,
  fields: UserRowFields,
  seq: number | null = null,
): { readonly seq: number; readonly hash: string } {
  const hash = hashOf(fields);
  const at = db.run(insertText, seq, hash, ...columns(fields)).lastInsertRowid;
  db.run(insertDocument, at, ...documentValues(fields, hash));
  insertValues(db, at, fields.values);
  return { seq: at, hash };
}

/** Writes the columns that differ from `before`: SQLite would rewrite the index entry of every column named. */
export function updateUserRow(db: WriteDb, seq: number, before: UserRowFields, fields: UserRowFields): void {
  const [old, now] = [columns(before), columns(fields)];
  const differing = columnNames.flatMap((name, i) =>
    old[i] === now[i] ? [] : [{ name, value: now[i] ?? null }],
  );
  const hash = hashOf(fields);
  db.run(
    `update users set hash = ?${differing.map((d) => `, ${d.name} = ?`).join('')} where seq = ?`,
    hash,
    ...differing.map((d) => d.value),
    seq,
  );
  db.run(updateDocument, ...documentValues(fields, hash), seq);
  if (JSON.stringify(before.values) === JSON.stringify(fields.values)) return;
  replaceValues(db, seq, fields.values);
}

/** The rest of the row is as it was: no side rows are touched. */
export function updateActiveRow(
  db: WriteDb,
  user: StoredUser,
  active: boolean,
  at: number,
  lastWriter: string,
): void {
  const version = user.version + 1;
  const hash = rowHash({ ...user, active, lastModified: at, version, lastWriter });
  const state = [active ? 1 : 0, at, version, hash];
  db.run(
    'update users set active = ?, last_modified = ?, version = ?, hash = ?, last_writer = ? where seq = ?',
    ...state,
    lastWriter,
    user.seq,
  );
  db.run(
    'update user_documents set active = ?, last_modified = ?, version = ?, hash = ? where seq = ?',
    ...state,
    user.seq,
  );
}

/** Memberships are rows of their own: delete them first. */
export function deleteUserRow(db: WriteDb, seq: number): void {
  db.run('delete from users where seq = ?', seq);
}

export function userById(
  db: ReadDb,
  id: string,
  groups: GroupsRead = 'none',
): StoredUserInGroups | undefined {
  return db.one<StoredUserInGroups>(byId[groups], id);
}

export function userByNameKey(
  db: ReadDb,
  key: string,
  groups: GroupsRead = 'none',
): StoredUserInGroups | undefined {
  return db.one<StoredUserInGroups>(byNameKey[groups], key);
}

export function userNameTaken(db: ReadDb, key: string, exceptSeq: number): boolean {
  return db.one('select 1 from users where user_name_key = ? and seq <> ?', key, exceptSeq) !== undefined;
}

export function userLabel(db: ReadDb, id: string): string | undefined {
  return db.one<{ name: string }>('select name from users where id = ?', id)?.name;
}

export function countUsers(db: ReadDb): { all: number; active: number } {
  const row = db.one<{ all: number; active: number }>(
    'select (select count(*) from users indexed by users_active) as "all", (select count(*) from users where active = 1) as active',
  );
  return row ?? { all: 0, active: 0 };
}

export function countChangedSince(db: ReadDb, since: number): number {
  return db.one<{ n: number }>('select count(*) as n from users where last_modified >= ?', since)?.n ?? 0;
}

/** `where` is a condition over `u` (users); undefined: every user. */
export function countUsersWhere(db: ReadDb, where: Sql | undefined): number {
  if (where === undefined) return countUsers(db).all;
  return db.queryOne<{ n: number }>(sql`select count(*) as n from users u where ${where}`)?.n ?? 0;
}
