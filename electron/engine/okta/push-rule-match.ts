/**
 * Which groups a push rule means (okta.md 3.7): conditions on the group's name and description, both where both are
 * given, at most 100 groups (documented). `starts with` is what Okta's form was seen with; `ends with`, `contains` and
 * that letter case does not count are inferred.
 */
import {
  mostGroupsPerRule,
  type PushRuleCondition,
  type PushRuleConditions,
} from '../../../shared/domain/simulator.ts';
import { AppFault } from '../base/app-fault.ts';
import { foldKey } from '../base/fold.ts';

export interface NamedGroup {
  readonly name: string;
  readonly description: string | null;
}

export function ruleMatches(conditions: PushRuleConditions, group: NamedGroup): boolean {
  return holds(conditions.name, group.name) && holds(conditions.description, group.description ?? '');
}

function holds(condition: PushRuleCondition | null, text: string): boolean {
  if (condition === null) return true;
  const [whole, part] = [foldKey(text), foldKey(condition.value)];
  switch (condition.operator) {
    case 'starts':
      return whole.startsWith(part);
    case 'ends':
      return whole.endsWith(part);
    case 'contains':
      return whole.includes(part);
    default:
      return condition.operator satisfies never;
  }
}

/** @throws AppFault `invalid-input` where nothing is asked of a group */
export function checkConditions(conditions: PushRuleConditions): void {
  const given = [conditions.name, conditions.description].filter((c) => c !== null);
  const blank = given.some((c) => c.value.trim() === '');
  if (given.length > 0 && !blank) return;
  throw new AppFault('invalid-input', 'Give a condition on the group name or on the group description.');
}

/** Why Okta refuses a rule that matches so many groups; null where it does not. */
export function tooMany(count: number): string | null {
  if (count <= mostGroupsPerRule) return null;
  return `This rule matches ${count} groups. Okta pushes at most ${mostGroupsPerRule} groups per rule: narrow the conditions, or make several rules.`;
}
