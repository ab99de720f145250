/** What lists of users and groups can be narrowed by, as SQL over `u` and `g`. Free text must be folded already. */
import type { Condition } from '../../../shared/domain/condition.ts';
import { groupCondition, userCondition } from './condition-to-sql.ts';
import { join, type Sql, sql } from './sql.ts';

export interface UserNarrowing {
  readonly condition?: Condition | undefined;
  /** Folded; found anywhere in name, userName, e-mail, externalId or id. */
  readonly text?: string | undefined;
  readonly active?: boolean | undefined;
  /** Milliseconds: changed then or later. */
  readonly changedSince?: number | undefined;
  /** Direct members of this group. */
  readonly groupId?: string | undefined;
  /** Those who joined after this one. */
  readonly after?: number | undefined;
}

/** undefined where nothing narrows. */
export function usersWhere(by: UserNarrowing): Sql | undefined {
  const parts: Sql[] = [];
  if (by.after !== undefined) parts.push(sql`u.seq > ${by.after}`);
  if (by.active !== undefined) parts.push(sql`u.active = ${by.active ? 1 : 0}`);
  if (by.changedSince !== undefined) parts.push(sql`u.last_modified >= ${by.changedSince}`);
  if (by.groupId !== undefined) {
    parts.push(sql`u.seq in (select m.member_seq from members m
      where m.group_seq = (select seq from groups where id = ${by.groupId}) and m.member_type = 0)`);
  }
  if (by.condition !== undefined) parts.push(userCondition(by.condition));
  if (by.text !== undefined && by.text !== '') parts.push(sql`instr(u.search_key, ${by.text}) > 0`);
  return parts.length === 0 ? undefined : join(parts, ' and ');
}

export interface GroupNarrowing {
  readonly condition?: Condition | undefined;
  /** Folded; found anywhere in the name, or the whole id or externalId. */
  readonly text?: string | undefined;
  /** Those made after this one. */
  readonly after?: number | undefined;
}

export function groupsWhere(by: GroupNarrowing): Sql | undefined {
  const parts: Sql[] = [];
  if (by.after !== undefined) parts.push(sql`g.seq > ${by.after}`);
  if (by.condition !== undefined) parts.push(groupCondition(by.condition));
  if (by.text !== undefined && by.text !== '') {
    parts.push(
      sql`(instr(g.display_key, ${by.text}) > 0 or g.id = ${by.text} or g.external_id = ${by.text})`,
    );
  }
  return parts.length === 0 ? undefined : join(parts, ' and ');
}
