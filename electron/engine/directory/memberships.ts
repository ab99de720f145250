/** A user or group leaves its groups, or comes back to them: each group counts as changed. No journal entry here. */
import { groupBySeq, touchGroupRow } from '../storage/group-rows.ts';
import { deleteMemberships, groupSeqsOf, insertMember, type MemberKey } from '../storage/member-rows.ts';
import { memberPrints } from '../storage/row-hash.ts';
import type { UnitContext } from './unit-of-work.ts';

/** Answers with the groups it was in, by `seq`. */
export function leaveGroups(unit: UnitContext, member: MemberKey): number[] {
  const seqs = groupSeqsOf(unit.db, member);
  deleteMemberships(unit.db, member);
  const moved = { by: -1, print: memberPrints([], [member]) };
  for (const seq of seqs) {
    const group = groupBySeq(unit.db, seq);
    if (group === undefined) continue;
    touchGroupRow(unit.db, group, moved, unit.now, unit.who);
    unit.moved('Group', group.id);
  }
  return seqs;
}

/** Groups that are gone meanwhile are passed over. */
export function rejoinGroups(unit: UnitContext, seqs: readonly number[], member: MemberKey): void {
  const moved = { by: 1, print: memberPrints([member]) };
  for (const seq of seqs) {
    const group = groupBySeq(unit.db, seq);
    if (group === undefined) continue;
    if (member.type === 1) unit.nesting();
    if (insertMember(unit.db, seq, member)) touchGroupRow(unit.db, group, moved, unit.now, unit.who);
    unit.moved('Group', group.id);
  }
}
