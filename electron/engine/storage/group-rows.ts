/** Rows of `groups`. Trusts its caller as `user-rows.ts` does; members are in `member-rows.ts`. */
import type { ReadDb, WriteDb } from './database.ts';
import { memberPrintMask, rowHash } from './row-hash.ts';
import { asText, emptySql, type Sql, sql } from './sql.ts';
import { orderBy, type PageOf } from './user-page-rows.ts';
import type { DocumentFields } from './user-rows.ts';

export interface GroupRowFields {
  readonly id: string;
  readonly displayName: string;
  readonly displayKey: string;
  readonly externalId: string | null;
  readonly created: number;
  readonly lastModified: number;
  readonly version: number;
  readonly lastWriter: string;
  readonly document: DocumentFields;
}

export interface StoredGroup {
  readonly seq: number;
  readonly id: string;
  readonly displayName: string;
  readonly externalId: string | null;
  readonly created: number;
  readonly lastModified: number;
  readonly version: number;
  readonly memberCount: number;
  readonly lastWriter: string | null;
  readonly hash: string;
  readonly schemas: string;
  readonly attributes: string;
}

/** How a group's members moved: how many more (fewer where negative), and the sum of their prints. */
export interface MembersMoved {
  readonly by: number;
  readonly print: number;
}

const selectStored = `select g.seq, g.id, g.display_name as displayName, g.external_id as externalId, g.created,
  g.last_modified as lastModified, g.version, g.member_count as memberCount, g.last_writer as lastWriter, g.hash,
  g.schemas, g.attributes from groups g`;

function columns(f: GroupRowFields) {
  const { schemas, attributes, folded } = f.document;
  return [
    f.id,
    f.displayName,
    f.displayKey,
    f.externalId,
    f.created,
    f.lastModified,
    f.version,
    f.lastWriter,
    schemas,
    attributes,
    folded,
    rowHash({ ...f, active: true, schemas, attributes }),
  ];
}

/** Adds a group without members; with `seq` given, a deleted group comes back to its place. */
export function insertGroupRow(db: WriteDb, fields: GroupRowFields, seq: number | null = null): number {
  return db.run(
    `insert into groups (seq, member_count, id, display_name, display_key, external_id, created, last_modified, version,
      last_writer, schemas, attributes, folded, hash) values (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    seq,
    ...columns(fields),
  ).lastInsertRowid;
}

export function updateGroupRow(db: WriteDb, seq: number, fields: GroupRowFields): void {
  db.run(
    `update groups set id = ?, display_name = ?, display_key = ?, external_id = ?, created = ?, last_modified = ?,
      version = ?, last_writer = ?, schemas = ?, attributes = ?, folded = ?, hash = ? where seq = ?`,
    ...columns(fields),
    seq,
  );
}

/** Notes what moved and marks the group as changed. */
export function touchGroupRow(
  db: WriteDb,
  group: StoredGroup,
  moved: MembersMoved,
  at: number,
  lastWriter: string,
): void {
  const version = group.version + 1;
  db.run(
    `update groups set member_count = member_count + ?, member_print = (member_print + ?) & ${memberPrintMask},
      last_modified = ?, version = ?, last_writer = ?, hash = ? where seq = ?`,
    moved.by,
    moved.print,
    at,
    version,
    lastWriter,
    rowHash({ ...group, active: true, lastModified: at, version, lastWriter }),
    group.seq,
  );
}

/** Of a group that was just added: its members are no change of their own. */
export function setMembersMoved(db: WriteDb, seq: number, { by, print }: MembersMoved): void {
  db.run('update groups set member_count = ?, member_print = ? where seq = ?', by, print, seq);
}

export function deleteGroupRow(db: WriteDb, seq: number): void {
  db.run('delete from groups where seq = ?', seq);
}

export function groupById(db: ReadDb, id: string): StoredGroup | undefined {
  return db.one<StoredGroup>(`${selectStored} where g.id = ?`, id);
}

export function groupBySeq(db: ReadDb, seq: number): StoredGroup | undefined {
  return db.one<StoredGroup>(`${selectStored} where g.seq = ?`, seq);
}

export function groupsByNameKey(db: ReadDb, key: string): StoredGroup[] {
  return db.all<StoredGroup>(`${selectStored} where g.display_key = ${asText} order by g.seq`, key);
}

export function groupLabel(db: ReadDb, id: string): string | undefined {
  return db.one<{ name: string }>('select display_name as name from groups where id = ?', id)?.name;
}

export function countGroups(db: ReadDb): number {
  return db.one<{ n: number }>('select count(*) as n from groups')?.n ?? 0;
}

/** `where` is a condition over `g` (groups). */
export function countGroupsWhere(db: ReadDb, where: Sql | undefined): number {
  if (where === undefined) return countGroups(db);
  return db.queryOne<{ n: number }>(sql`select count(*) as n from groups g where ${where}`)?.n ?? 0;
}

export type GroupSort =
  | 'seq'
  | 'id'
  | 'displayName'
  | 'externalId'
  | 'memberCount'
  | 'lastModified'
  | 'created';

const sortColumns: Readonly<Record<GroupSort, string>> = {
  seq: 'g.seq',
  id: 'g.id',
  displayName: 'g.display_key',
  externalId: 'g.external_id',
  memberCount: 'g.member_count',
  lastModified: 'g.last_modified',
  created: 'g.created',
};

export function groupPage(db: ReadDb, where: Sql | undefined, page: PageOf<GroupSort>): StoredGroup[] {
  const order: Sql = { text: orderBy(sortColumns[page.sort], 'g.seq', page.descending), values: [] };
  const select: Sql = { text: selectStored, values: [] };
  const filter = where === undefined ? emptySql : sql`where ${where}`;
  return db.query<StoredGroup>(sql`${select} ${filter} ${order} limit ${page.limit} offset ${page.offset}`);
}
