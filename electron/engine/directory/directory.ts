/**
 * The local directory: the only writer of users and groups, with the same rules for every caller. Writing happens in
 * a unit: `directory.inUnit(source, (unit) => unit.createUser(attributes))` is one transaction, signed and journaled,
 * announced after its commit; never await inside. Reading needs no unit.
 *
 * Trusts `storage/` and nothing that callers pass. Not here: HTTP, SCIM messages, who may call.
 */
import type { Condition } from '../../../shared/domain/condition.ts';
import type {
  ChangeRecord,
  ChangeSource,
  GroupRecord,
  GroupRow,
  MemberRef,
  Page,
  UserRecord,
} from '../../../shared/domain/directory.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import { coreRegistry, type SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import type { Clock, IdSource } from '../base/ports.ts';
import { changePage } from '../storage/change-rows.ts';
import type { OpenDb, WriteDb } from '../storage/database.ts';
import { countGroups, type GroupSort, groupLabel } from '../storage/group-rows.ts';
import { memberTexts } from '../storage/member-rows.ts';
import type { UserSort } from '../storage/user-page-rows.ts';
import { countUsers, userLabel } from '../storage/user-rows.ts';
import { createCommitQueue } from './commit-queue.ts';
import { type GivenPath, type GivenQuery, type GivenValue, givenValues } from './given-values.ts';
import {
  type GroupDocument,
  type GroupRowsQuery,
  groupDocument,
  groupDocuments,
  groupRecordOf,
  groupRecordsByName,
  groupRows,
  memberRows,
} from './group-reads.ts';
import { createGroup, deleteGroup, replaceGroup, updateGroup } from './groups.ts';
import { addMembers, removeMembers, setMembers } from './members.ts';
import { createMemory, type Moves } from './memory.ts';
import { type MixedDocument, type MixedQuery, mixedDocuments } from './mixed-reads.ts';
import { undoUnit } from './undo.ts';
import { beginUnit, type DirectoryChanged, diskFull, type UnitContext } from './unit-of-work.ts';
import {
  type ListQuery,
  type PlainUser,
  plainUserByName,
  type UserDocument,
  type UserRowsPage,
  type UserRowsQuery,
  userDocument,
  userDocumentByName,
  userDocuments,
  userIds,
  userRecordOf,
  userRows,
} from './user-reads.ts';
import {
  type Created,
  createUser,
  deleteUser,
  replaceUser,
  setUserActive,
  updateUser,
  type WriteOptions,
  type Written,
} from './users.ts';

export { basePlace } from '../storage/member-rows.ts';
export type { GroupDocument, GroupSort, ListQuery, UserDocument, UserSort, WriteOptions, Written };

export interface DirectoryOptions {
  readonly db: OpenDb;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Called after commit; null: more than 200 of that kind moved. */
  readonly announce: (changed: DirectoryChanged) => void;
  /** The schemas in force at this moment; the standard ones where nobody says. */
  readonly schemas?: () => SchemaRegistry;
  /** true while the disk is full: then units only take away. */
  readonly full?: () => boolean;
}

/**
 * Writing, inside one transaction. Faults (AppFault): `invalid-input`, `not-found`, `conflict`, `stale`, `too-large`;
 * any fault that leaves the unit's function takes the whole unit back.
 */
export interface Unit {
  createUser(attributes: JsonObject, options?: WriteOptions): Created;
  /** Merge: names what is written, null takes away. */
  updateUser(id: string, attributes: JsonObject, options?: WriteOptions): Written;
  replaceUser(id: string, attributes: JsonObject, options?: WriteOptions): Written;
  setUserActive(id: string, active: boolean): Written;
  deleteUser(id: string, version?: number): void;
  createGroup(
    attributes: JsonObject,
    memberIds?: readonly string[],
    options?: WriteOptions & { readonly mostMembers?: number },
  ): Written;
  updateGroup(id: string, attributes: JsonObject, options?: WriteOptions): Written;
  replaceGroup(id: string, attributes: JsonObject, options?: WriteOptions): Written;
  deleteGroup(id: string, version?: number): void;
  /** These three answer with how many memberships moved. Ids are of users or groups. */
  addMembers(groupId: string, memberIds: readonly string[]): number;
  removeMembers(groupId: string, memberIds: readonly string[]): number;
  setMembers(groupId: string, memberIds: readonly string[]): number;
  /** Takes back the unit that change `seq` belongs to; answers with how many changes. */
  undo(seq: number): number;
  /** Seq of the first change of this unit so far; null while nothing was written. */
  firstSeq(): number | null;
}

export interface DirectoryCounts {
  readonly users: { readonly all: number; readonly active: number; readonly inactive: number };
  readonly groups: number;
}

export interface MemberReader {
  /** Pieces of a JSON array's inside, without the commas between the pieces. */
  texts(group: GroupDocument, base: string): Iterable<string>;
  close(): void;
}

/** A few milliseconds of work. */
const membersTogether = 200;

export interface Directory {
  /** The schemas in force; take it once per request. */
  schemas(): SchemaRegistry;
  inUnit<T>(source: ChangeSource, work: (unit: Unit) => T): T;
  /** As `inUnit`, sharing the commit with what else arrives at the moment; settles when it is on disk. */
  write<T>(source: ChangeSource, work: (unit: Unit) => T): Promise<T>;
  findUser(id: string): UserRecord | undefined;
  findUserByUserName(userName: string): UserRecord | undefined;
  /** As `findUserByUserName`, without the groups: for long lists. */
  plainUserByUserName(userName: string): PlainUser | undefined;
  findGroup(id: string): GroupRecord | undefined;
  findGroupsByName(displayName: string): GroupRecord[];
  userDocument(id: string): UserDocument | undefined;
  userDocuments(query: ListQuery<UserSort>): { total: number; rows: UserDocument[] };
  groupDocument(id: string): GroupDocument | undefined;
  groupDocuments(query: ListQuery<GroupSort>): { total: number; rows: GroupDocument[] };
  /** Users and groups in one list. */
  mixedDocuments(query: MixedQuery): { total: number; rows: MixedDocument[] };
  /** The members as text of a JSON array; `base` is the SCIM base URL without a slash at its end. */
  membersJson(group: GroupDocument, base: string): string;
  /** Members of large groups in pieces, all as they are now. Close it. */
  memberReader(): MemberReader;
  userRows(query: UserRowsQuery): UserRowsPage;
  groupRows(query: GroupRowsQuery): Page<GroupRow> & { readonly all: number };
  memberRows(
    groupId: string,
    query: { text?: string | undefined; offset: number; limit: number },
  ): Page<MemberRef>;
  history(query: { resourceId?: string | undefined; offset: number; limit: number }): Page<ChangeRecord>;
  counts(): DirectoryCounts;
  /** Ids of the users that match, oldest first. */
  userIds(query: { condition?: Condition | undefined; active?: boolean | undefined }): string[];
  /** What users hold in `roles` or `entitlements`: each value once, in order of value. */
  givenValues(path: GivenPath, query: GivenQuery): { total: number; rows: GivenValue[] };
  /** The name to show of a user or group; undefined where there is none with this id. */
  nameOf(type: 'User' | 'Group', id: string): string | undefined;
}

/** What a unit gave and moved. */
interface Ran<T> {
  readonly result: T;
  readonly changed: DirectoryChanged;
  readonly moves: Moves;
}

export function createDirectory(options: DirectoryOptions): Directory {
  const { db, clock, ids, announce, schemas = () => coreRegistry, full = () => false } = options;
  const memory = createMemory(db);
  const queue = createCommitQueue(db);
  const run = <T>(tx: WriteDb, source: ChangeSource, work: (unit: Unit) => T): Ran<T> => {
    const context = beginUnit(tx, source, {
      ids,
      now: clock(),
      memory,
      registry: schemas(),
      sparing: full(),
    });
    const result = work(context.sparing ? sparing(unitOf(context)) : unitOf(context));
    return { result, changed: context.changed(), moves: context.moves() };
  };
  const finish = <T>({ result, changed, moves }: Ran<T>): T => {
    memory.committed(moves);
    if (changed.users?.length !== 0 || changed.groups?.length !== 0) announce(changed);
    return result;
  };
  const record = (user: UserDocument | undefined) => (user === undefined ? undefined : userRecordOf(user));
  return {
    schemas,
    inUnit: (source, work) => finish(db.transaction((tx) => run(tx, source, work))),
    write: async (source, work) => finish(await queue.add((tx) => run(tx, source, work))),
    findUser: (id) => record(userDocument(db, memory, id)),
    findUserByUserName: (userName) => record(userDocumentByName(db, memory, userName)),
    plainUserByUserName: (userName) => plainUserByName(db, userName),
    findGroup: (id) => {
      const group = groupDocument(db, id);
      return group === undefined ? undefined : groupRecordOf(group);
    },
    findGroupsByName: (displayName) => groupRecordsByName(db, displayName),
    userDocument: (id) => userDocument(db, memory, id),
    userDocuments: (query) => userDocuments(db, memory, query),
    groupDocument: (id) => groupDocument(db, id),
    groupDocuments: (query) => groupDocuments(db, memory, query),
    mixedDocuments: (query) => mixedDocuments(db, memory, query),
    membersJson: (group, base) =>
      group.memberCount === 0 ? '[]' : `[${[...memberTexts(db, group.seq, base, 10_000)].join(',')}]`,
    memberReader: () => {
      const snapshot = db.snapshot();
      return {
        texts: (group, base) => memberTexts(snapshot.db, group.seq, base, membersTogether),
        close: snapshot.close,
      };
    },
    userRows: (query) => userRows(db, memory, query, clock()),
    groupRows: (query) => groupRows(db, memory, query),
    memberRows: (groupId, query) => memberRows(db, groupId, query),
    history: (query) => history(db, query),
    counts: () => {
      const { all, active } = countUsers(db);
      return { users: { all, active, inactive: all - active }, groups: countGroups(db) };
    },
    userIds: (query) => userIds(db, memory, query),
    givenValues: (path, query) => givenValues(db, path, query),
    nameOf: (type, id) => (type === 'User' ? userLabel(db, id) : groupLabel(db, id)),
  };
}

function unitOf(context: UnitContext): Unit {
  return {
    createUser: (attributes, options) => createUser(context, attributes, options),
    updateUser: (id, attributes, options) => updateUser(context, id, attributes, options),
    replaceUser: (id, attributes, options) => replaceUser(context, id, attributes, options),
    setUserActive: (id, active) => setUserActive(context, id, active),
    deleteUser: (id, version) => deleteUser(context, id, version),
    createGroup: (attributes, memberIds, options) => createGroup(context, attributes, memberIds, options),
    updateGroup: (id, attributes, options) => updateGroup(context, id, attributes, options),
    replaceGroup: (id, attributes, options) => replaceGroup(context, id, attributes, options),
    deleteGroup: (id, version) => deleteGroup(context, id, version),
    addMembers: (groupId, memberIds) => addMembers(context, groupId, memberIds),
    removeMembers: (groupId, memberIds) => removeMembers(context, groupId, memberIds),
    setMembers: (groupId, memberIds) => setMembers(context, groupId, memberIds),
    undo: (seq) => undoUnit(context, seq),
    firstSeq: () => context.firstSeq(),
  };
}

/**
 * A unit on a full disk: what takes away goes on, what adds or changes is refused. Of updates and replacements the
 * rules say what they come to: one that only deactivates goes on, as Okta deactivates by PATCH or PUT (okta.md 1.6).
 */
function sparing(unit: Unit): Unit {
  const refuse = (): never => {
    throw diskFull();
  };
  return {
    ...unit,
    setUserActive: (id, active) => (active ? refuse() : unit.setUserActive(id, active)),
    createUser: refuse,
    createGroup: refuse,
    addMembers: refuse,
    setMembers: refuse,
    undo: refuse,
  };
}

function history(
  db: OpenDb,
  query: { resourceId?: string | undefined; offset: number; limit: number },
): Page<ChangeRecord> {
  const page = changePage(db, query.resourceId, query);
  const rows = page.rows.map(
    (row): ChangeRecord => ({
      seq: row.seq,
      at: row.at,
      verb: row.verb,
      resourceType: row.resourceType,
      resourceId: row.resourceId,
      name: row.name,
      who: row.who,
      detail: row.detail,
      undoable: row.undoable === 1 && row.overtaken === 0,
      undone: row.undone === 1,
    }),
  );
  return { total: page.total, offset: query.offset, rows };
}
