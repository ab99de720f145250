/**
 * The rules for writing groups. displayName is required and need not be unique (RFC 7643 §4.2); Okta links groups by
 * name (okta.md 1.8), which is why the folded name has an index.
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { foldKey } from '../base/fold.ts';
import {
  deleteGroupRow,
  type GroupRowFields,
  insertGroupRow,
  type StoredGroup,
  setMembersMoved,
  updateGroupRow,
} from '../storage/group-rows.ts';
import { deleteAllMembers, type MemberSeqs, memberSeqs } from '../storage/member-rows.ts';
import { acceptAttributes, changedNames, mergeAttributes } from './attribute-rules.ts';
import { assertComplete } from './extension-rules.ts';
import { movedBy, mustFindGroup, people, putMembers, resolveMembers } from './members.ts';
import { leaveGroups } from './memberships.ts';
import { diskFull, type UnitContext } from './unit-of-work.ts';
import { documentOf, requireText } from './user-draft.ts';
import { parse, type WriteOptions, type Written } from './users.ts';

/** What undo of an update or a delete needs of a group. */
export interface GroupBefore {
  readonly seq: number;
  readonly attributes: string;
  readonly created: number;
  readonly version: number;
  readonly members?: MemberSeqs;
  /** Groups that held it. */
  readonly groups?: readonly number[];
}

interface GroupState {
  readonly id: string;
  readonly created: number;
  readonly version: number;
}

export function groupRowOf(unit: UnitContext, attributes: JsonObject, state: GroupState): GroupRowFields {
  const displayName = requireText(attributes, 'displayName');
  const externalId = attributes['externalId'];
  return {
    ...state,
    displayName,
    displayKey: foldKey(displayName),
    externalId: typeof externalId === 'string' ? externalId : null,
    lastModified: unit.now,
    lastWriter: unit.who,
    document: documentOf('Group', attributes),
  };
}

/** @throws AppFault `invalid-input`, `too-large` */
export function createGroup(
  unit: UnitContext,
  input: JsonObject,
  memberIds: readonly string[] = [],
  options: WriteOptions & { readonly mostMembers?: number } = {},
): Written {
  const { registry, client } = unit;
  const accepted = acceptAttributes('Group', input, { notes: options.notes, registry, client });
  assertComplete('Group', {}, accepted.attributes, registry);
  const id = unit.ids.uuid();
  const row = groupRowOf(unit, accepted.attributes, { id, created: unit.now, version: 1 });
  const members = resolveMembers(unit, memberIds, options.mostMembers);
  const seq = insertGroupRow(unit.db, row);
  const added = putMembers(unit, seq, members);
  setMembersMoved(unit.db, seq, movedBy(added));
  unit.journal({
    verb: 'create',
    resourceType: 'Group',
    resourceId: id,
    name: row.displayName,
    detail: people(added.length),
    before: null,
  });
  return { id, version: 1, changed: true };
}

/** Writes the attributes named and leaves the rest; members are not attributes here. */
export function updateGroup(
  unit: UnitContext,
  id: string,
  merge: JsonObject,
  options: WriteOptions = {},
): Written {
  const group = mustFindGroup(unit, id, options.version);
  const kept = parse(group.attributes);
  const { registry, client } = unit;
  const rules = { notes: options.notes, keepNull: true, registry, client, kept };
  const accepted = acceptAttributes('Group', merge, rules);
  return writeGroup(unit, group, kept, mergeAttributes(kept, accepted.attributes));
}

export function replaceGroup(
  unit: UnitContext,
  id: string,
  input: JsonObject,
  options: WriteOptions = {},
): Written {
  const group = mustFindGroup(unit, id, options.version);
  const { registry, client } = unit;
  const { notes, patched } = options;
  const kept = parse(group.attributes);
  const accepted = acceptAttributes('Group', input, { notes, patched, registry, client, kept });
  return writeGroup(unit, group, kept, accepted.attributes);
}

function writeGroup(unit: UnitContext, group: StoredGroup, old: JsonObject, attributes: JsonObject): Written {
  const row = groupRowOf(unit, attributes, {
    id: group.id,
    created: group.created,
    version: group.version + 1,
  });
  const names = changedNames(old, attributes);
  assertComplete('Group', old, attributes, unit.registry);
  if (names.length === 0) return { id: group.id, version: group.version, changed: false };
  if (unit.sparing) throw diskFull();
  updateGroupRow(unit.db, group.seq, row);
  const { seq, created, version } = group;
  const before: GroupBefore = { seq, attributes: group.attributes, created, version };
  unit.journal({
    verb: 'update',
    resourceType: 'Group',
    resourceId: group.id,
    name: row.displayName,
    detail: names.join(', '),
    before: JSON.stringify(before),
  });
  return { id: group.id, version: row.version, changed: true };
}

/** Removes the group and its memberships in both directions; its members stay. */
export function deleteGroup(unit: UnitContext, id: string, version?: number): void {
  const group = mustFindGroup(unit, id, version);
  const before: GroupBefore = {
    seq: group.seq,
    attributes: group.attributes,
    created: group.created,
    version: group.version,
    members: memberSeqs(unit.db, group.seq),
    groups: leaveGroups(unit, { type: 1, seq: group.seq }),
  };
  deleteAllMembers(unit.db, group.seq);
  deleteGroupRow(unit.db, group.seq);
  unit.journal({
    verb: 'delete',
    resourceType: 'Group',
    resourceId: id,
    name: group.displayName,
    detail: people(group.memberCount),
    before: JSON.stringify(before),
  });
}
