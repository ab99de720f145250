/** A push rule in words: "Group name starts with “Sales”". */
import type {
  PushRuleCondition,
  PushRuleConditions,
  PushRuleOperator,
} from '../../../shared/domain/simulator.ts';

const operatorWords: Record<PushRuleOperator, string> = {
  starts: 'starts with',
  ends: 'ends with',
  contains: 'contains',
};

/** `starts with` was seen in Okta's form; the others are inferred, and say so. */
export const operatorChoices = [
  { value: 'starts', label: 'starts with' },
  { value: 'ends', label: 'ends with (inferred)' },
  { value: 'contains', label: 'contains (inferred)' },
] as const;

export function conditionsInWords({ name, description }: PushRuleConditions): string {
  const parts = [part('group name', name), part('group description', description)].filter((p) => p !== null);
  const text = parts.join(' and ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function part(what: string, condition: PushRuleCondition | null): string | null {
  return condition && `${what} ${operatorWords[condition.operator]} “${condition.value}”`;
}
