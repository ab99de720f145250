/** Says what is wrong with an input in a sentence: the schema library speaks to programmers, forms speak to people. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: 'Must be text.',
  number: 'Must be a number.',
  int: 'Must be a whole number.',
  boolean: 'Must be true or false.',
  array: 'Must be a list.',
  object: 'Must be an object.',
  record: 'Must be an object.',
};

export function issueWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('undefined')
        ? 'This is needed.'
        : (kinds[issue.expected] ?? 'Has the wrong type.');
    case 'too_small':
      return smallWords(issue.origin, Number(issue.minimum));
    case 'too_big':
      return bigWords(issue.origin, Number(issue.maximum));
    case 'unrecognized_keys':
      return `There is no ${issue.keys.map((k) => k.slice(0, 40)).join(', ')}.`;
    case 'invalid_value':
      return `Must be one of ${issue.values.map(String).join(', ')}.`;
    default:
      return issue.message;
  }
}

function smallWords(origin: string, minimum: number): string {
  if (origin === 'string')
    return minimum === 1 ? 'This is needed.' : `Must have at least ${minimum} characters.`;
  if (origin === 'array')
    return minimum === 1 ? 'Choose at least one.' : `Must have at least ${minimum} entries.`;
  return `Must be at least ${minimum.toLocaleString('en')}.`;
}

function bigWords(origin: string, maximum: number): string {
  const most = maximum.toLocaleString('en');
  if (origin === 'string') return `May have at most ${most} characters.`;
  if (origin === 'array') return `May have at most ${most} entries.`;
  return `Must be at most ${most}.`;
}
