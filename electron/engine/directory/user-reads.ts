/** Reading users: records for screens, documents (JSON text as stored) for the wire and for exports. No rules here. */
import type { Condition } from '../../../shared/domain/condition.ts';
import type { Attributes, GroupRef, Page, UserRecord, UserRow } from '../../../shared/domain/directory.ts';
import { foldKey } from '../base/fold.ts';
import type { ReadDb } from '../storage/database.ts';
import { usersWhere } from '../storage/directory-query.ts';
import { groupRefs } from '../storage/member-rows.ts';
import {
  countChangedSince,
  countUsers,
  countUsersWhere,
  type StoredUser,
  type StoredUserLine,
  type UserSort,
  userById,
  userByNameKey,
  userIdsWhere,
  userLines,
  userPage,
} from '../storage/user-rows.ts';

/** A user as stored: `schemas` and `attributes` are JSON texts that can go out as they are. */
export interface UserDocument {
  readonly id: string;
  readonly version: number;
  readonly created: number;
  readonly lastModified: number;
  readonly userName: string;
  readonly name: string;
  readonly displayName: string | null;
  readonly externalId: string | null;
  readonly active: boolean;
  readonly schemas: string;
  readonly attributes: string;
  readonly groups: readonly GroupRef[];
}

export interface ListQuery<Sort> {
  readonly condition?: Condition | undefined;
  /** 0-based. */
  readonly offset: number;
  readonly limit: number;
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

const noGroups: readonly GroupRef[] = [];

function withGroups(db: ReadDb, users: readonly StoredUser[]): UserDocument[] {
  const refs = new Map<number, GroupRef[]>();
  const seqs = users.map((u) => u.seq);
  for (const ref of seqs.length === 0 ? [] : groupRefs(db, seqs)) {
    const group: GroupRef = {
      id: ref.id,
      displayName: ref.displayName,
      type: ref.direct === 1 ? 'direct' : 'indirect',
    };
    const list = refs.get(ref.userSeq);
    if (list === undefined) refs.set(ref.userSeq, [group]);
    else list.push(group);
  }
  return users.map(({ seq, active, ...user }) => ({
    ...user,
    active: active === 1,
    groups: refs.get(seq) ?? noGroups,
  }));
}

function one(db: ReadDb, user: StoredUser | undefined): UserDocument | undefined {
  return user === undefined ? undefined : withGroups(db, [user])[0];
}

export function userDocument(db: ReadDb, id: string): UserDocument | undefined {
  return one(db, userById(db, id));
}

/** userName is compared folded (RFC 7643 §4.1.1: case-insensitive). */
export function userDocumentByName(db: ReadDb, userName: string): UserDocument | undefined {
  return one(db, userByNameKey(db, foldKey(userName)));
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
  return {
    id: document.id,
    version: document.version,
    created: document.created,
    lastModified: document.lastModified,
    userName: document.userName,
    displayName: document.displayName,
    externalId: document.externalId,
    active: document.active,
    attributes: JSON.parse(document.attributes) as Attributes,
    groups: document.groups,
  };
}

export function userDocuments(
  db: ReadDb,
  query: ListQuery<UserSort>,
): { total: number; rows: UserDocument[] } {
  const where = usersWhere({ condition: query.condition });
  const total = countUsersWhere(db, where);
  const rows = query.limit === 0 || query.offset >= total ? [] : userPage(db, where, query);
  return { total, rows: withGroups(db, rows) };
}

export function userRows(db: ReadDb, query: UserRowsQuery, now: number): UserRowsPage {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const where = usersWhere({
    condition: query.condition,
    text: query.text === undefined ? undefined : foldKey(query.text.trim()),
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

/** Which users match, oldest first: a list can be fixed by this and read piece by piece later. */
export function userIds(
  db: ReadDb,
  query: { condition?: Condition | undefined; active?: boolean | undefined },
): string[] {
  return userIdsWhere(db, usersWhere(query));
}
