/**
 * Takes a unit back, all of it or nothing: what was deleted comes back with its id, attributes and memberships, what
 * was updated gets its prior attributes. Refused where something later touched one of the resources.
 */
import { AppFault } from '../base/app-fault.ts';
import { changesOfUnit, markUndone, type StoredChange } from '../storage/change-rows.ts';
import {
  groupById,
  insertGroupRow,
  setMembersMoved,
  touchGroupRow,
  updateGroupRow,
} from '../storage/group-rows.ts';
import { deleteMember, memberExists } from '../storage/member-rows.ts';
import { insertUserRow, updateUserRow, userById, userNameTaken } from '../storage/user-rows.ts';
import { type GroupBefore, groupRowOf } from './groups.ts';
import { keysOf, type MembersBefore, movedBy, mustFindGroup, people, putMembers } from './members.ts';
import { rejoinGroups } from './memberships.ts';
import type { UnitContext } from './unit-of-work.ts';
import { userRowOf } from './user-draft.ts';
import { currentRow, mustFindUser, notFound, parse, type UserBefore, userNameConflict } from './users.ts';

/** Takes back the unit that `seq` belongs to; answers with how many changes. @throws AppFault `not-found`, `conflict`, `not-allowed` */
export function undoUnit(unit: UnitContext, seq: number): number {
  const changes = changesOfUnit(unit.db, seq);
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) throw notFound();
  assertUndoable(changes);
  for (const change of [...changes].reverse()) undoOne(unit, change);
  markUndone(unit.db, first.seq, last.seq);
  return changes.length;
}

function assertUndoable(changes: readonly StoredChange[]): void {
  if (changes.some((c) => c.undone === 1))
    throw new AppFault('conflict', 'This change was taken back already.');
  if (changes.some((c) => c.before === null))
    throw new AppFault(
      'not-allowed',
      'A change that created something cannot be taken back; delete it instead.',
    );
  const later = changes.find((c) => c.overtaken === 1);
  if (later !== undefined) {
    throw new AppFault(
      'conflict',
      `${later.name} was changed again since then, so this change cannot be taken back.`,
      { details: { resourceId: later.resourceId } },
    );
  }
}

function undoOne(unit: UnitContext, change: StoredChange): void {
  const before: unknown = JSON.parse(change.before ?? 'null');
  switch (change.verb) {
    case 'add-members':
    case 'remove-members':
    case 'set-members':
      undoMembers(unit, change, before as MembersBefore);
      break;
    case 'delete':
      if (change.resourceType === 'User') restoreUser(unit, change, before as UserBefore);
      else restoreGroup(unit, change, before as GroupBefore);
      break;
    case 'create':
    case 'update':
    case 'deactivate':
    case 'reactivate':
      if (change.resourceType === 'User') revertUser(unit, change, before as UserBefore);
      else revertGroup(unit, change, before as GroupBefore);
      break;
  }
}

function restoreUser(unit: UnitContext, change: StoredChange, before: UserBefore): void {
  const row = userRowOf(parse(before.attributes), {
    id: change.resourceId,
    active: before.active,
    created: before.created,
    lastModified: unit.now,
    version: before.version + 1,
    lastWriter: unit.who,
  });
  if (userById(unit.db, change.resourceId) !== undefined)
    throw new AppFault('conflict', `${change.name} exists.`);
  if (userNameTaken(unit.db, row.userNameKey, before.seq)) throw userNameConflict();
  insertUserRow(unit.db, row, before.seq);
  unit.reordered();
  rejoinGroups(unit, before.groups ?? [], { type: 0, seq: before.seq });
  journal(unit, change, 'create', 'restored');
}

function revertUser(unit: UnitContext, change: StoredChange, before: UserBefore): void {
  const user = mustFindUser(unit, change.resourceId);
  const row = userRowOf(parse(before.attributes), {
    id: user.id,
    active: before.active,
    created: user.created,
    lastModified: unit.now,
    version: user.version + 1,
    lastWriter: unit.who,
  });
  if (userNameTaken(unit.db, row.userNameKey, user.seq)) throw userNameConflict();
  updateUserRow(unit.db, user.seq, currentRow(user, parse(user.attributes)), row);
  journal(unit, change, 'update', `took back: ${change.detail}`);
}

function restoreGroup(unit: UnitContext, change: StoredChange, before: GroupBefore): void {
  if (groupById(unit.db, change.resourceId) !== undefined)
    throw new AppFault('conflict', `${change.name} exists.`);
  const row = groupRowOf(unit, parse(before.attributes), {
    id: change.resourceId,
    created: before.created,
    version: before.version + 1,
  });
  insertGroupRow(unit.db, row, before.seq);
  const members = before.members === undefined ? [] : keysOf(before.members);
  const added = putMembers(
    unit,
    before.seq,
    members.filter((m) => memberExists(unit.db, m)),
  );
  setMembersMoved(unit.db, before.seq, movedBy(added));
  rejoinGroups(unit, before.groups ?? [], { type: 1, seq: before.seq });
  journal(unit, change, 'create', `restored with ${people(added.length)}`);
}

function revertGroup(unit: UnitContext, change: StoredChange, before: GroupBefore): void {
  const group = mustFindGroup(unit, change.resourceId);
  const state = { id: group.id, created: group.created, version: group.version + 1 };
  updateGroupRow(unit.db, group.seq, groupRowOf(unit, parse(before.attributes), state));
  journal(unit, change, 'update', `took back: ${change.detail}`);
}

function undoMembers(unit: UnitContext, change: StoredChange, before: MembersBefore): void {
  const group = mustFindGroup(unit, change.resourceId);
  const gone = keysOf(before.added).filter((m) => deleteMember(unit.db, group.seq, m));
  const back = putMembers(
    unit,
    group.seq,
    keysOf(before.removed).filter((m) => memberExists(unit.db, m)),
  );
  touchGroupRow(unit.db, group, movedBy(back, gone), unit.now, unit.who);
  journal(unit, change, 'set-members', `${back.length} added, ${gone.length} removed`);
}

function journal(unit: UnitContext, change: StoredChange, verb: StoredChange['verb'], detail: string): void {
  unit.journal({
    verb,
    resourceType: change.resourceType,
    resourceId: change.resourceId,
    name: change.name,
    detail,
    before: null,
  });
}
