/** Reading users: records for screens, documents (JSON text as stored) for the wire and for exports. No rules here. */
import type { Condition } from '../../../shared/domain/condition.ts';
import type { Attributes, GroupRef, Page, UserRecord, UserRow } from '../../../shared/domain/directory.ts';
import { foldKey } from '../base/fold.ts';
import type { ReadDb } from '../storage/database.ts';
import { usersWhere } from '../storage/directory-query.ts';
import { basePlace, nestedGroupRefs } from '../storage/member-rows.ts';
import { rowTag } from '../storage/row-hash.ts';
import {
  type StoredUserLine,
  type UserSort,
  userIdsWhere,
  userLines,
  userPage,
  usersAfter,
  usersBySeq,
} from '../storage/user-page-rows.ts';
import {
  countChangedSince,
  countUsers,
  countUsersWhere,
  type GroupsRead,
  type StoredUserInGroups,
  userById,
  userByNameKey,
} from '../storage/user-rows.ts';
import { assertAffordable } from './filter-cost.ts';
import type { DirectoryMemory } from './memory.ts';

/** A user as stored: `schemas` and `attributes` are JSON texts that can go out as they are. */
export interface UserDocument {
  /** Its place in the order of joining. */
  readonly seq: number;
  readonly id: string;
  readonly version: number;
  /** The inside of its ETag: version and hash of the row. */
  readonly tag: string;
  readonly created: number;
  readonly lastModified: number;
  readonly name: string;
  readonly active: boolean;
  readonly schemas: string;
  readonly attributes: string;
  /** The inside of a JSON array, `basePlace` where the base URL goes; '' where it is in none. */
  readonly groups: string;
}

export interface ListQuery<Sort> {
  readonly condition?: Condition | undefined;
  /** 0-based. */
  readonly offset: number;
  readonly limit: number;
  /** Only those who joined after this one; with the order of joining. */
  readonly after?: number | undefined;
  readonly sort: Sort;
  readonly descending: boolean;
}

export interface UserRowsQuery extends ListQuery<UserSort> {
  readonly text?: string | undefined;
  readonly view: 'all' | 'active' | 'inactive' | 'changed-today';
  readonly groupId?: string | undefined;
}

export type UserRowsPage = Page<UserRow> & {
  readonly all: number;
  readonly active: number;
  readonly inactive: number;
  readonly changedToday: number;
};

function groupsRead(memory: DirectoryMemory): GroupsRead {
  return memory.nested() ? 'none' : 'direct';
}

function documents(
  db: ReadDb,
  memory: DirectoryMemory,
  users: readonly StoredUserInGroups[],
): UserDocument[] {
  if (memory.nested()) return inNestedGroups(db, users);
  return users.map((user) => documentOf(user, user.groups ?? ''));
}

function documentOf(user: StoredUserInGroups, groups: string): UserDocument {
  return {
    seq: user.seq,
    id: user.id,
    version: user.version,
    tag: rowTag(user),
    created: user.created,
    lastModified: user.lastModified,
    name: user.name,
    active: user.active === 1,
    schemas: user.schemas,
    attributes: user.attributes,
    groups,
  };
}

function inNestedGroups(db: ReadDb, users: readonly StoredUserInGroups[]): UserDocument[] {
  const texts = new Map<number, string[]>();
  const seqs = users.map((u) => u.seq);
  for (const { userSeq, id, displayName, direct } of seqs.length === 0 ? [] : nestedGroupRefs(db, seqs)) {
    const display = JSON.stringify(displayName);
    const type = direct === 1 ? 'direct' : 'indirect';
    const text = `{"value":"${id}","$ref":"${basePlace}/Groups/${id}","display":${display},"type":"${type}"}`;
    const list = texts.get(userSeq);
    if (list === undefined) texts.set(userSeq, [text]);
    else list.push(text);
  }
  return users.map((user) => documentOf(user, texts.get(user.seq)?.join(',') ?? ''));
}

/** The `groups` of a document, read. */
export function groupRefsOf(groups: string): GroupRef[] {
  if (groups === '') return [];
  const read = JSON.parse(`[${groups.replaceAll(basePlace, '')}]`) as {
    readonly value: string;
    readonly display: string;
    readonly type: GroupRef['type'];
  }[];
  return read.map(({ value, display, type }) => ({ id: value, displayName: display, type }));
}

function one(
  db: ReadDb,
  memory: DirectoryMemory,
  user: StoredUserInGroups | undefined,
): UserDocument | undefined {
  return user === undefined ? undefined : documents(db, memory, [user])[0];
}

export function userDocument(db: ReadDb, memory: DirectoryMemory, id: string): UserDocument | undefined {
  return one(db, memory, userById(db, id, groupsRead(memory)));
}

/** userName is compared folded (RFC 7643 §4.1.1: case-insensitive). */
export function userDocumentByName(
  db: ReadDb,
  memory: DirectoryMemory,
  userName: string,
): UserDocument | undefined {
  return one(db, memory, userByNameKey(db, foldKey(userName), groupsRead(memory)));
}

/** A user without its groups: what comparing a long list against the directory needs of each. */
export interface PlainUser {
  readonly id: string;
  readonly version: number;
  readonly active: boolean;
  readonly attributes: Attributes;
}

export function plainUserByName(db: ReadDb, userName: string): PlainUser | undefined {
  const user = userByNameKey(db, foldKey(userName));
  if (user === undefined) return undefined;
  const attributes = JSON.parse(user.attributes) as Attributes;
  return { id: user.id, version: user.version, active: user.active === 1, attributes };
}

export function userRecordOf(document: UserDocument): UserRecord {
  const attributes = JSON.parse(document.attributes) as Attributes;
  return {
    id: document.id,
    version: document.version,
    created: document.created,
    lastModified: document.lastModified,
    userName: textOf(attributes, 'userName') ?? '',
    displayName: textOf(attributes, 'displayName'),
    externalId: textOf(attributes, 'externalId'),
    active: document.active,
    attributes,
    groups: groupRefsOf(document.groups),
  };
}

function textOf(attributes: Attributes, name: string): string | null {
  const value = attributes[name];
  return typeof value === 'string' ? value : null;
}

/** In the order of `seqs`. */
export function userDocumentsBySeq(
  db: ReadDb,
  memory: DirectoryMemory,
  seqs: readonly number[],
): UserDocument[] {
  return documents(db, memory, usersBySeq(db, seqs, groupsRead(memory)));
}

export function userDocuments(
  db: ReadDb,
  memory: DirectoryMemory,
  query: ListQuery<UserSort>,
): { total: number; rows: UserDocument[] } {
  const { total, rows } = storedPage(db, memory, query);
  return { total, rows: documents(db, memory, rows) };
}

function storedPage(
  db: ReadDb,
  memory: DirectoryMemory,
  query: ListQuery<UserSort>,
): { total: number; rows: StoredUserInGroups[] } {
  const named = userNameOf(query);
  if (named !== undefined) {
    const user = userByNameKey(db, foldKey(named), groupsRead(memory));
    return user === undefined ? { total: 0, rows: [] } : { total: 1, rows: [user] };
  }
  assertAffordable(query.condition, memory.users());
  const where = usersWhere({ condition: query.condition });
  const { after } = query;
  if (after !== undefined) {
    const rows =
      query.limit === 0
        ? []
        : userPage(db, usersWhere({ condition: query.condition, after }), query, groupsRead(memory));
    return { total: where === undefined ? memory.users() : countUsersWhere(db, where), rows };
  }
  if (where === undefined && query.sort === 'seq' && !query.descending) return plainPage(db, memory, query);
  const rows = query.limit === 0 ? [] : userPage(db, where, query, groupsRead(memory));
  // a page that is not full ends the list: what it holds need not be counted again
  const whole = rows.length < query.limit && (rows.length > 0 || query.offset === 0);
  if (whole) return { total: query.offset + rows.length, rows };
  return { total: where === undefined ? memory.users() : countUsersWhere(db, where), rows };
}

/** The name, where a list is asked for it alone: what Okta does before each create (okta.md 1.4). */
function userNameOf({ condition, offset, limit, after }: ListQuery<UserSort>): string | undefined {
  if (condition?.kind !== 'compare' || condition.operator !== 'eq') return undefined;
  const { path, value } = condition;
  if (path.extension !== null || path.attribute !== 'userName' || typeof value !== 'string') return undefined;
  return offset === 0 && limit > 0 && after === undefined ? value : undefined;
}

/** Everybody in the order of joining: an import's pages begin where the page before ended, the last ones at the end. */
function plainPage(
  db: ReadDb,
  memory: DirectoryMemory,
  { offset, limit, ...order }: ListQuery<UserSort>,
): { total: number; rows: StoredUserInGroups[] } {
  const total = memory.users();
  const wanted = Math.min(limit, total - offset);
  if (wanted <= 0) return { total, rows: [] };
  const known = memory.placeBefore(offset);
  const fromEnd = total - offset - wanted;
  const rows =
    fromEnd < offset - known.offset
      ? userPage(
          db,
          undefined,
          { ...order, offset: fromEnd, limit: wanted, descending: true },
          groupsRead(memory),
        ).reverse()
      : usersAfter(db, known.seq, { offset: offset - known.offset, limit: wanted }, groupsRead(memory));
  const last = rows.at(-1);
  if (last !== undefined) memory.remember({ offset: offset + rows.length, seq: last.seq });
  return { total, rows };
}

/** @throws AppFault `invalid-input` where the filter costs too much, as of a client's list */
export function userRows(
  db: ReadDb,
  memory: DirectoryMemory,
  query: UserRowsQuery,
  now: number,
): UserRowsPage {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const text = foldKey((query.text ?? '').trim());
  assertAffordable(query.condition, memory.users(), memory.users(), text);
  const where = usersWhere({
    condition: query.condition,
    text,
    active: query.view === 'active' ? true : query.view === 'inactive' ? false : undefined,
    changedSince: query.view === 'changed-today' ? midnight : undefined,
    groupId: query.groupId,
  });
  const counts = countUsers(db);
  const total = where === undefined ? counts.all : countUsersWhere(db, where);
  const rows = query.limit === 0 || query.offset >= total ? [] : userLines(db, where, query);
  return {
    total,
    offset: query.offset,
    rows: rows.map(rowOf),
    all: counts.all,
    active: counts.active,
    inactive: counts.all - counts.active,
    changedToday: countChangedSince(db, midnight),
  };
}

function rowOf({ seq: _seq, active, ...line }: StoredUserLine): UserRow {
  return { ...line, active: active === 1 };
}

/**
 * Which users match, oldest first: a list can be fixed by this and read piece by piece later.
 * @throws AppFault `invalid-input` where the filter costs too much
 */
export function userIds(
  db: ReadDb,
  memory: DirectoryMemory,
  query: { condition?: Condition | undefined; active?: boolean | undefined },
): string[] {
  assertAffordable(query.condition, memory.users());
  return userIdsWhere(db, usersWhere(query));
}
