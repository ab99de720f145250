/**
 * Conditions on `groups` of users and `members` of groups, as SQL over `u` and `g`: memberships are rows, so these
 * start at the group or the member that is named and never read documents.
 */
import type { Condition } from '../../../shared/domain/condition.ts';
import { column, type LeafCondition, type Operand, type Resolve, test, translate } from './leaf-sql.ts';
import { type Sql, sql } from './sql.ts';

function fromMap(map: ReadonlyMap<string, Operand>): Resolve {
  return (path) => {
    const operand = map.get(path.attribute);
    if (operand === undefined) throw new Error(`unknown sub-attribute ${path.attribute}`);
    return operand;
  };
}

function groupRef(type: 'direct' | 'indirect'): ReadonlyMap<string, Operand> {
  return new Map([
    ['value', column('g.id', 'exact', true)],
    ['$ref', column("('/Groups/' || g.id)", 'link', true)],
    ['display', column('g.display_key', 'folded', true)],
    ['type', column(`'${type}'`, 'folded', true)],
  ]);
}

const direct = groupRef('direct');
const indirect = groupRef('indirect');

/** Users of the groups that match, also through nested groups, as `groups` is returned (RFC 7643 §4.1.2). */
export function inGroups(condition: Condition | null): Sql {
  if (condition !== null && mentionsType(condition)) return inGroupsByType(condition);
  const where = condition === null ? sql`1` : translate(condition, (c) => test(c, fromMap(direct)));
  return sql`u.seq in (with recursive down(seq) as (
    select g.seq from groups g where ${where}
    union select m.member_seq from members m join down on m.group_seq = down.seq where m.member_type = 1
  ) select m.member_seq from down join members m on m.group_seq = down.seq and m.member_type = 0)`;
}

function mentionsType(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.terms.some(mentionsType);
    case 'not':
      return mentionsType(condition.term);
    case 'compare':
    case 'present':
    case 'element':
      return condition.path.attribute === 'type';
  }
}

/** Direct and indirect memberships apart; who is both counts as direct. */
function inGroupsByType(condition: Condition): Sql {
  const asDirect = translate(condition, (c: LeafCondition) => test(c, fromMap(direct)));
  const asIndirect = translate(condition, (c: LeafCondition) => test(c, fromMap(indirect)));
  return sql`u.seq in (
    select m.member_seq from groups g join members m on m.group_seq = g.seq and m.member_type = 0 where ${asDirect}
    union all
    select m.member_seq from (with recursive down(root, seq) as (
      select g.seq, g.seq from groups g where ${asIndirect}
      union select down.root, m.member_seq from members m join down on m.group_seq = down.seq where m.member_type = 1
    ) select root, seq from down where seq <> root) below
    join members m on m.group_seq = below.seq and m.member_type = 0
    where not exists (select 1 from members x
      where x.group_seq = below.root and x.member_type = 0 and x.member_seq = m.member_seq))`;
}

function memberColumns(alias: 'mu' | 'mg'): ReadonlyMap<string, Operand> {
  const user = alias === 'mu';
  return new Map([
    ['value', column(`${alias}.id`, 'exact', true)],
    ['$ref', column(`('/${user ? 'Users' : 'Groups'}/' || ${alias}.id)`, 'link', true)],
    ['display', column(user ? 'mu.name_key' : 'mg.display_key', 'folded', true)],
    ['type', column(user ? "'user'" : "'group'", 'folded', true)],
  ]);
}

const memberUser = memberColumns('mu');
const memberGroup = memberColumns('mg');

export function hasMembers(condition: Condition | null): Sql {
  if (condition === null) return sql`g.member_count > 0`;
  const users = translate(condition, (c) => test(c, fromMap(memberUser)));
  const groups = translate(condition, (c) => test(c, fromMap(memberGroup)));
  return sql`g.seq in (
    select m.group_seq from users mu join members m on m.member_type = 0 and m.member_seq = mu.seq where ${users}
    union all
    select m.group_seq from groups mg join members m on m.member_type = 1 and m.member_seq = mg.seq where ${groups})`;
}
