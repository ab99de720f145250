/**
 * The rules for memberships: unknown ids are refused and nothing changes (B69), nesting must not form a cycle (B70).
 * A change costs what it moves; only replacing all members reads them.
 */
import type { ChangeVerb } from '../../../shared/domain/directory.ts';
import { AppFault } from '../base/app-fault.ts';
import { groupById, type MembersMoved, type StoredGroup, touchGroupRow } from '../storage/group-rows.ts';
import {
  deleteMember,
  groupReaches,
  insertMember,
  type MemberKey,
  type MemberSeqs,
  memberKeyById,
  memberSeqs,
} from '../storage/member-rows.ts';
import { memberPrints } from '../storage/row-hash.ts';
import { invalid } from './attribute-rules.ts';
import type { UnitContext } from './unit-of-work.ts';
import { assertVersion, notFound } from './users.ts';

/** Members in one request (B71). */
const mostMembers = 50_000;

/** What undo of a membership change needs: who came, who went. */
export interface MembersBefore {
  readonly added: MemberSeqs;
  readonly removed: MemberSeqs;
}

export function mustFindGroup(unit: UnitContext, id: string, version?: number): StoredGroup {
  const group = groupById(unit.db, id);
  if (group === undefined) throw notFound();
  assertVersion(group, version);
  return group;
}

/** @throws AppFault `not-found`, `invalid-input` (unknown id, cycle), `too-large` */
export function addMembers(unit: UnitContext, groupId: string, ids: readonly string[]): number {
  const group = mustFindGroup(unit, groupId);
  const added = putMembers(unit, group.seq, resolveMembers(unit, ids));
  if (added.length > 0) record(unit, group, 'add-members', added, []);
  return added.length;
}

/** Ids that are not members, or not known, are passed over: removing twice is no error. */
export function removeMembers(unit: UnitContext, groupId: string, ids: readonly string[]): number {
  const group = mustFindGroup(unit, groupId);
  const removed: MemberKey[] = [];
  for (const id of ids) {
    const member = memberKeyById(unit.db, id);
    if (member !== undefined && deleteMember(unit.db, group.seq, member)) removed.push(member);
  }
  if (removed.length > 0) record(unit, group, 'remove-members', [], removed);
  return removed.length;
}

/** Makes the members exactly these, by removing and adding the difference. */
export function setMembers(unit: UnitContext, groupId: string, ids: readonly string[]): number {
  const group = mustFindGroup(unit, groupId);
  const wanted = resolveMembers(unit, ids);
  const keep = new Set(wanted.map(keyText));
  const removed = keysOf(memberSeqs(unit.db, group.seq)).filter((m) => !keep.has(keyText(m)));
  for (const member of removed) deleteMember(unit.db, group.seq, member);
  const added = putMembers(unit, group.seq, wanted);
  if (added.length + removed.length > 0) record(unit, group, 'set-members', added, removed);
  return added.length + removed.length;
}

/** Adds without a journal entry of its own: for a group that is being created or restored. Answers with who was new. */
export function putMembers(unit: UnitContext, groupSeq: number, members: readonly MemberKey[]): MemberKey[] {
  return members.filter((member) => {
    if (member.type === 1 && groupReaches(unit.db, member.seq, groupSeq))
      throw invalid('members', 'Group nesting would form a cycle.');
    if (member.type === 1) unit.nesting();
    return insertMember(unit.db, groupSeq, member);
  });
}

/** @throws AppFault `invalid-input` naming up to three unknown ids, `too-large` */
export function resolveMembers(unit: UnitContext, ids: readonly string[], limit = mostMembers): MemberKey[] {
  if (ids.length > limit) {
    throw new AppFault('too-large', `At most ${limit} members per request.`, {
      details: { scimType: 'tooMany' },
    });
  }
  const found: MemberKey[] = [];
  const unknown: string[] = [];
  for (const id of ids) {
    const member = memberKeyById(unit.db, id);
    if (member === undefined) unknown.push(id);
    else found.push(member);
  }
  if (unknown.length > 0) throw unknownMembers(unknown);
  return found;
}

function unknownMembers(ids: readonly string[]): AppFault {
  const named = ids
    .slice(0, 3)
    .map((id) => id.slice(0, 80))
    .join(', ');
  const more = ids.length > 3 ? ` (and ${ids.length - 3} more)` : '';
  return invalid('members', `Unknown member id(s): ${named}${more}.`);
}

function keyText(member: MemberKey): string {
  return `${member.type}:${member.seq}`;
}

export function keysOf(seqs: MemberSeqs): MemberKey[] {
  return [
    ...seqs.users.map((seq): MemberKey => ({ type: 0, seq })),
    ...seqs.groups.map((seq): MemberKey => ({ type: 1, seq })),
  ];
}

function seqsOf(members: readonly MemberKey[]): MemberSeqs {
  return {
    users: members.filter((m) => m.type === 0).map((m) => m.seq),
    groups: members.filter((m) => m.type === 1).map((m) => m.seq),
  };
}

function record(
  unit: UnitContext,
  group: StoredGroup,
  verb: ChangeVerb,
  added: readonly MemberKey[],
  removed: readonly MemberKey[],
): void {
  touchGroupRow(unit.db, group, movedBy(added, removed), unit.now, unit.who);
  const before: MembersBefore = { added: seqsOf(added), removed: seqsOf(removed) };
  unit.journal({
    verb,
    resourceType: 'Group',
    resourceId: group.id,
    name: group.displayName,
    detail: words(verb, added.length, removed.length),
    before: JSON.stringify(before),
  });
}

export function movedBy(added: readonly MemberKey[], removed: readonly MemberKey[] = []): MembersMoved {
  return { by: added.length - removed.length, print: memberPrints(added, removed) };
}

function words(verb: ChangeVerb, added: number, removed: number): string {
  if (verb !== 'set-members') return people(added + removed);
  return `${added} added, ${removed} removed`;
}

export function people(n: number): string {
  return n === 1 ? '1 member' : `${n} members`;
}
