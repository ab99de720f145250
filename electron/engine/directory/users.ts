/**
 * The rules for writing users, the same for SCIM, the screens, imports and seeding. The unique index on the folded
 * userName is the last word on duplicates. Nothing merges on an e-mail address (security.md V12).
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { AppFault } from '../base/app-fault.ts';
import { rowTag } from '../storage/row-hash.ts';
import {
  deleteUserRow,
  insertUserRow,
  type StoredUser,
  type UserRowFields,
  updateActiveRow,
  updateUserRow,
  userById,
  userNameTaken,
} from '../storage/user-rows.ts';
import { acceptAttributes, changedNames, mergeAttributes } from './attribute-rules.ts';
import { assertComplete } from './extension-rules.ts';
import { leaveGroups } from './memberships.ts';
import { diskFull, type UnitContext } from './unit-of-work.ts';
import { requireText, userRowOf } from './user-draft.ts';
import type { UserDocument } from './user-reads.ts';

export interface Written {
  readonly id: string;
  readonly version: number;
  /** false where everything was as asked already: nothing was written. */
  readonly changed: boolean;
}

export interface Created extends Written {
  /** What reading it back would give. */
  document(): UserDocument;
}

export interface WriteOptions {
  readonly active?: boolean | undefined;
  /** The version that the writer saw; another one now is `stale`. */
  readonly version?: number | undefined;
  /** Takes sentences about what was ignored or read leniently. */
  readonly notes?: string[] | undefined;
  /** The attributes given are those stored with changes laid over them (PATCH): what is missing was taken away. */
  readonly patched?: boolean | undefined;
}

/** What undo of an update or a delete needs of a user. */
export interface UserBefore {
  readonly seq: number;
  readonly active: boolean;
  readonly attributes: string;
  readonly created: number;
  readonly version: number;
  /** Direct memberships, only kept when a user is deleted. */
  readonly groups?: readonly number[];
}

export function notFound(): AppFault {
  return new AppFault('not-found', 'Resource not found.');
}

export function assertVersion(
  found: { readonly version: number; readonly hash: string },
  expected: number | undefined,
): void {
  if (expected !== undefined && expected !== found.version) {
    throw new AppFault('stale', `The resource has changed. Current version: W/"${rowTag(found)}"`, {
      details: { version: found.version },
    });
  }
}

/** @throws AppFault `invalid-input`, `conflict` (userName taken) */
export function createUser(unit: UnitContext, input: JsonObject, options: WriteOptions = {}): Created {
  const { registry, client } = unit;
  const accepted = acceptAttributes('User', input, { notes: options.notes, registry, client });
  assertComplete('User', {}, accepted.attributes, registry);
  const id = unit.ids.uuid();
  const row = userRowOf(accepted.attributes, {
    id,
    active: options.active ?? accepted.active ?? true,
    created: unit.now,
    lastModified: unit.now,
    version: 1,
    lastWriter: unit.who,
  });
  const { seq, hash } = insertOrConflict(() => insertUserRow(unit.db, row));
  unit.journal({
    verb: 'create',
    resourceType: 'User',
    resourceId: id,
    name: row.name,
    detail: row.userName,
    before: null,
  });
  return { id, version: 1, changed: true, document: () => documentOfNew(row, seq, hash) };
}

/** As it would be read: who is new is in no group, since no `seq` is used twice. */
function documentOfNew(row: UserRowFields, seq: number, hash: string): UserDocument {
  const { id, version, created, lastModified, name, active } = row;
  const { schemas, attributes } = row.document;
  const tag = rowTag({ version, hash });
  return { seq, id, version, tag, created, lastModified, name, active, schemas, attributes, groups: '' };
}

function insertOrConflict<T>(insert: () => T): T {
  try {
    return insert();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 'SQLITE_CONSTRAINT_UNIQUE') throw userNameConflict();
    throw error;
  }
}

export function userNameConflict(): AppFault {
  const message = 'A user with this userName already exists.';
  return new AppFault('conflict', message, {
    fields: { userName: message },
    details: { scimType: 'uniqueness' },
  });
}

/** Writes the attributes named and leaves the rest; null takes one away. @throws AppFault `not-found`, `stale`, `invalid-input`, `conflict` */
export function updateUser(
  unit: UnitContext,
  id: string,
  merge: JsonObject,
  options: WriteOptions = {},
): Written {
  const user = mustFindUser(unit, id, options.version);
  const kept = parse(user.attributes);
  const { registry, client } = unit;
  const rules = { notes: options.notes, keepNull: true, registry, client, kept };
  const accepted = acceptAttributes('User', merge, rules);
  const attributes = mergeAttributes(kept, accepted.attributes);
  return writeUser(unit, user, kept, attributes, options.active ?? accepted.active);
}

/** Writes the whole resource; `active` stays where it is not given (okta.md 7). Faults as `updateUser`. */
export function replaceUser(
  unit: UnitContext,
  id: string,
  input: JsonObject,
  options: WriteOptions = {},
): Written {
  const user = mustFindUser(unit, id, options.version);
  const { registry, client } = unit;
  const { notes, patched } = options;
  const kept = parse(user.attributes);
  const accepted = acceptAttributes('User', input, { notes, patched, registry, client, kept });
  return writeUser(unit, user, kept, accepted.attributes, options.active ?? accepted.active);
}

export function mustFindUser(unit: UnitContext, id: string, version?: number): StoredUser {
  const user = userById(unit.db, id);
  if (user === undefined) throw notFound();
  assertVersion(user, version);
  return user;
}

export function parse(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}

function writeUser(
  unit: UnitContext,
  user: StoredUser,
  before: JsonObject,
  attributes: JsonObject,
  active: boolean | undefined,
): Written {
  const wasActive = user.active === 1;
  const now = active ?? wasActive;
  const names = changedNames(before, attributes);
  assertComplete('User', before, attributes, unit.registry);
  if (names.length === 0 && now === wasActive) return { id: user.id, version: user.version, changed: false };
  if (unit.sparing && (names.length > 0 || now)) throw diskFull();
  if (names.length === 0) return setActive(unit, user, now);
  const row = rowOf(unit, user, attributes, now);
  if (userNameTaken(unit.db, row.userNameKey, user.seq)) throw userNameConflict();
  updateUserRow(unit.db, user.seq, currentRow(user, before), row);
  if (now !== wasActive) names.unshift(now ? 'reactivated' : 'deactivated');
  unit.journal({
    verb: now === wasActive ? 'update' : now ? 'reactivate' : 'deactivate',
    resourceType: 'User',
    resourceId: user.id,
    name: row.name,
    detail: names.join(', '),
    before: beforeOf(user),
  });
  return { id: user.id, version: row.version, changed: true };
}

function rowOf(unit: UnitContext, user: StoredUser, attributes: JsonObject, active: boolean): UserRowFields {
  return userRowOf(attributes, {
    id: user.id,
    active,
    created: user.created,
    lastModified: unit.now,
    version: user.version + 1,
    lastWriter: unit.who,
  });
}

/** The row as it is now, derived as it was when it was written. */
export function currentRow(user: StoredUser, attributes: JsonObject): UserRowFields {
  return userRowOf(attributes, {
    id: user.id,
    active: user.active === 1,
    created: user.created,
    lastModified: user.lastModified,
    version: user.version,
    lastWriter: '',
  });
}

function beforeOf(user: StoredUser, groups?: readonly number[]): string {
  const before: UserBefore = {
    seq: user.seq,
    active: user.active === 1,
    attributes: user.attributes,
    created: user.created,
    version: user.version,
    ...(groups === undefined ? {} : { groups }),
  };
  return JSON.stringify(before);
}

/** Deactivating keeps memberships (okta.md 1.6). */
export function setUserActive(unit: UnitContext, id: string, active: boolean): Written {
  const user = mustFindUser(unit, id);
  if ((user.active === 1) === active) return { id, version: user.version, changed: false };
  return setActive(unit, user, active);
}

function setActive(unit: UnitContext, user: StoredUser, active: boolean): Written {
  updateActiveRow(unit.db, user, active, unit.now, unit.who);
  unit.journal({
    verb: active ? 'reactivate' : 'deactivate',
    resourceType: 'User',
    resourceId: user.id,
    name: user.name,
    detail: '',
    before: beforeOf(user),
  });
  return { id: user.id, version: user.version + 1, changed: true };
}

/** Removes the user and its memberships. @throws AppFault `not-found`, `stale` */
export function deleteUser(unit: UnitContext, id: string, version?: number): void {
  const user = mustFindUser(unit, id, version);
  const groups = leaveGroups(unit, { type: 0, seq: user.seq });
  deleteUserRow(unit.db, user.seq);
  unit.journal({
    verb: 'delete',
    resourceType: 'User',
    resourceId: id,
    name: user.name,
    detail: requireText(parse(user.attributes), 'userName'),
    before: beforeOf(user, groups),
  });
}
