/** Reading groups and their members. Members are never loaded as objects for the wire: they come as JSON text. */
import type { Attributes, GroupRecord, GroupRow, MemberRef, Page } from '../../../shared/domain/directory.ts';
import { foldKey } from '../base/fold.ts';
import type { ReadDb } from '../storage/database.ts';
import { groupsWhere } from '../storage/directory-query.ts';
import {
  countGroups,
  countGroupsWhere,
  type GroupSort,
  groupById,
  groupPage,
  groupsByNameKey,
  type StoredGroup,
} from '../storage/group-rows.ts';
import { memberPage } from '../storage/member-rows.ts';
import { rowTag } from '../storage/row-hash.ts';
import { assertAffordable } from './filter-cost.ts';
import type { DirectoryMemory } from './memory.ts';
import type { ListQuery } from './user-reads.ts';
import { notFound } from './users.ts';

/** A group as stored: `schemas` and `attributes` are JSON texts; `seq` is for `membersJson` only. */
export interface GroupDocument extends StoredGroup {
  /** The inside of its ETag: version and hash of the row. */
  readonly tag: string;
}

export function groupDocumentOf(group: StoredGroup): GroupDocument {
  return { ...group, tag: rowTag(group) };
}

export function groupDocument(db: ReadDb, id: string): GroupDocument | undefined {
  const group = groupById(db, id);
  return group === undefined ? undefined : groupDocumentOf(group);
}

export function groupRecordOf(group: StoredGroup): GroupRecord {
  return {
    id: group.id,
    version: group.version,
    created: group.created,
    lastModified: group.lastModified,
    displayName: group.displayName,
    externalId: group.externalId,
    attributes: JSON.parse(group.attributes) as Attributes,
    memberCount: group.memberCount,
  };
}

export function groupRecordsByName(db: ReadDb, displayName: string): GroupRecord[] {
  return groupsByNameKey(db, foldKey(displayName)).map(groupRecordOf);
}

export function groupDocuments(
  db: ReadDb,
  memory: DirectoryMemory,
  query: ListQuery<GroupSort>,
): { total: number; rows: GroupDocument[] } {
  const { condition, after } = query;
  assertAffordable(condition, memory.groups(), memory.users() + memory.groups());
  const total = condition === undefined ? memory.groups() : countGroupsWhere(db, groupsWhere({ condition }));
  return {
    total,
    rows:
      query.limit === 0 ? [] : groupPage(db, groupsWhere({ condition, after }), query).map(groupDocumentOf),
  };
}

export interface GroupRowsQuery extends ListQuery<GroupSort> {
  readonly text?: string | undefined;
}

/** @throws AppFault `invalid-input` where the filter costs too much, as of a client's list */
export function groupRows(
  db: ReadDb,
  memory: DirectoryMemory,
  query: GroupRowsQuery,
): Page<GroupRow> & { readonly all: number } {
  const text = foldKey((query.text ?? '').trim());
  assertAffordable(query.condition, memory.groups(), memory.users() + memory.groups(), text);
  const where = groupsWhere({ condition: query.condition, text });
  const rows = query.limit === 0 ? [] : groupPage(db, where, query);
  return {
    total: countGroupsWhere(db, where),
    offset: query.offset,
    rows: rows.map(({ seq: _s, hash: _h, schemas: _c, attributes: _a, ...row }) => row),
    all: countGroups(db),
  };
}

/** @throws AppFault `not-found` */
export function memberRows(
  db: ReadDb,
  groupId: string,
  query: { text?: string | undefined; offset: number; limit: number },
): Page<MemberRef> {
  const group = groupById(db, groupId);
  if (group === undefined) throw notFound();
  const page = memberPage(db, group.seq, foldKey((query.text ?? '').trim()), query);
  return {
    total: page.total,
    offset: query.offset,
    rows: page.rows.map((row) => ({ ...row, active: row.active === 1 })),
  };
}
