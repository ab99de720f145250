/**
 * Compares every user and group with its hash, and with what follows from its attributes: folded keys, the elements of
 * multi-valued attributes, the number and print of a group's members. Finds what SQLite's own checks cannot see
 * (security.md P5). Reads only; about 20 µs a user.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { foldKey } from '../base/fold.ts';
import type { ReadDb, Row } from '../storage/database.ts';
import { memberPrint, memberPrintMask, rowHash } from '../storage/row-hash.ts';
import { userColumns } from '../storage/user-rows.ts';
import type { UserValueFields } from '../storage/value-rows.ts';
import { documentOf, userRowOf } from './user-draft.ts';

/** Tables whose rows are looked at here. */
export const checkedTables: ReadonlySet<string> = new Set([
  'users',
  'user_documents',
  'user_values',
  'groups',
  'members',
]);

export interface RowFinding {
  count: number;
  /** Ids of the first few. */
  readonly ids: string[];
}

export interface RowFindings {
  users: number;
  groups: number;
  memberships: number;
  /** Content and hash differ. */
  readonly hashes: RowFinding;
  /** The content is as it was written; columns that follow from it are not. */
  readonly derived: RowFinding;
  /** Count or print of the members is not what the group says. */
  readonly members: RowFinding;
}

interface CommonRow {
  readonly seq: number;
  readonly id: string;
  readonly created: number;
  readonly last_modified: number;
  readonly version: number;
  readonly last_writer: string | null;
  readonly hash: string;
  readonly schemas: string;
  readonly attributes: string;
  readonly folded: string | null;
}

/** `agrees`: what stands beside the document is what `users` says. */
type UserRow = CommonRow & Row & { readonly active: 0 | 1; readonly agrees: 0 | 1 };

type GroupRow = CommonRow & {
  readonly display_name: string;
  readonly display_key: string;
  readonly external_id: string | null;
  readonly member_count: number;
  readonly member_print: number;
};

export function checkRows(db: ReadDb): RowFindings {
  const none = (): RowFinding => ({ count: 0, ids: [] });
  const found = { users: 0, groups: 0, memberships: 0, hashes: none(), derived: none(), members: none() };
  checkUsers(db, found);
  checkGroups(db, found);
  return found;
}

function note(finding: RowFinding, id: string): void {
  finding.count += 1;
  if (finding.ids.length < 3) finding.ids.push(String(id).slice(0, 60));
}

function hashIsRight(row: CommonRow, active: boolean): boolean {
  const { id, created, version, schemas, attributes } = row;
  const hashed = { id, active, created, version, schemas, attributes };
  return rowHash({ ...hashed, lastModified: row.last_modified, lastWriter: row.last_writer }) === row.hash;
}

function checkUsers(db: ReadDb, found: RowFindings): void {
  const values = valueReader(db);
  const rows = db.each<UserRow>(
    `select u.*, coalesce(d.schemas, '') as schemas, coalesce(d.attributes, '') as attributes, d.folded,
      (d.id, d.name, d.active, d.created, d.last_modified, d.version, d.hash)
        is (u.id, u.name, u.active, u.created, u.last_modified, u.version, u.hash) as agrees
      from users u left join user_documents d on d.seq = u.seq order by u.seq`,
  );
  for (const row of rows) {
    found.users += 1;
    const elements = values.of(row.seq);
    if (!hashIsRight(row, row.active === 1)) note(found.hashes, row.id);
    else if (row.agrees !== 1 || !userFollows(row, elements)) note(found.derived, row.id);
  }
}

function userFollows(row: UserRow, elements: readonly UserValueFields[]): boolean {
  const expected = userRowOf(JSON.parse(row.attributes) as JsonObject, {
    id: row.id,
    active: row.active === 1,
    created: row.created,
    lastModified: row.last_modified,
    version: row.version,
    lastWriter: row.last_writer ?? '',
  });
  for (const [name, value] of userColumns(expected))
    if (value !== row[name] && name !== 'last_writer') return false;
  if (expected.document.folded !== row.folded) return false;
  const inOrder = [...expected.values].sort(byPlace);
  return inOrder.length === elements.length && inOrder.every((value, i) => sameElement(value, elements[i]));
}

function byPlace(a: UserValueFields, b: UserValueFields): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.element - b.element;
}

function sameElement(a: UserValueFields, b: UserValueFields | undefined): boolean {
  return (
    b !== undefined &&
    a.path === b.path &&
    a.element === b.element &&
    a.valueKey === b.valueKey &&
    a.typeKey === b.typeKey &&
    a.primary === b.primary
  );
}

type StoredValue = Omit<UserValueFields, 'primary'> & {
  readonly userSeq: number;
  readonly isPrimary: 0 | 1 | null;
};

/** The elements of one user after the other, in one pass over the table. */
function valueReader(db: ReadDb): { of(seq: number): UserValueFields[] } {
  const rows = db.each<StoredValue>(
    `select user_seq as userSeq, path, element, value_key as valueKey, type_key as typeKey, is_primary as isPrimary
      from user_values order by user_seq, path, element`,
  );
  let next = rows.next();
  return {
    of: (seq) => {
      const found: UserValueFields[] = [];
      while (next.done !== true && next.value.userSeq <= seq) {
        const { userSeq, isPrimary, ...rest } = next.value;
        if (userSeq === seq) found.push({ ...rest, primary: isPrimary === null ? null : isPrimary === 1 });
        next = rows.next();
      }
      return found;
    },
  };
}

function checkGroups(db: ReadDb, found: RowFindings): void {
  const members = membersByGroup(db);
  for (const row of db.each<GroupRow>('select * from groups order by seq')) {
    found.groups += 1;
    const { count, print } = members.get(row.seq) ?? { count: 0, print: 0 };
    found.memberships += count;
    if (!hashIsRight(row, true)) note(found.hashes, row.id);
    else if (!groupFollows(row)) note(found.derived, row.id);
    if (count !== row.member_count || print !== row.member_print) note(found.members, row.id);
  }
}

function groupFollows(row: GroupRow): boolean {
  const attributes = JSON.parse(row.attributes) as JsonObject;
  const name = attributes['displayName'];
  return (
    typeof name === 'string' &&
    name === row.display_name &&
    foldKey(name) === row.display_key &&
    textOrNull(attributes['externalId']) === row.external_id &&
    documentOf('Group', attributes).folded === row.folded
  );
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function membersByGroup(db: ReadDb): Map<number, { count: number; print: number }> {
  const groups = new Map<number, { count: number; print: number }>();
  const rows = db.each<{ groupSeq: number; type: 0 | 1; seq: number }>(
    'select group_seq as groupSeq, member_type as type, member_seq as seq from members',
  );
  for (const { groupSeq, type, seq } of rows) {
    const { count, print } = groups.get(groupSeq) ?? { count: 0, print: 0 };
    const next = (print + memberPrint(type, seq)) % (memberPrintMask + 1);
    groups.set(groupSeq, { count: count + 1, print: next });
  }
  return groups;
}
