/**
 * How values become texts, numbers and truths. The simulated profile holds texts only, where Okta's has types: a text
 * that reads as a number or as true or false therefore compares as one (inferred).
 */
import type { Value } from './syntax.ts';

type Fail = (why: string) => never;

/** null stays null; a list has no text of its own. */
export function asText(value: Value, fail: Fail): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return fail('a list is no text; Arrays.toCsvString makes one of it');
}

const numeric = new Set('0123456789.-');

function readNumber(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '' || !Array.from(trimmed).every((c) => numeric.has(c))) return null;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : null;
}

export function asNumber(value: Value, fail: Fail): number {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' ? readNumber(value) : null;
  return number ?? fail(`a number is needed here, not ${inWords(value)}`);
}

export function asTruth(value: Value, fail: Fail): boolean {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  if (text === 'true' || text === 'false') return text === 'true';
  return fail(`true or false is needed here, not ${inWords(value)}`);
}

function inWords(value: Value): string {
  if (value === null) return 'null (the attribute has no value)';
  return typeof value === 'object' ? 'a list' : JSON.stringify(value).slice(0, 60);
}

export function same(a: Value, b: Value): boolean {
  if (typeof a === 'object' || typeof b === 'object') return JSON.stringify(a) === JSON.stringify(b);
  if (typeof a === typeof b) return a === b;
  return comparable(a) === comparable(b);
}

function comparable(value: string | number | boolean): string | number {
  if (typeof value === 'string') return readNumber(value) ?? value.toLowerCase();
  return typeof value === 'number' ? value : String(value);
}

/** Below zero where `a` comes first. An absent value comes before all others, as in SpEL (inferred). */
export function order(a: Value, b: Value, fail: Fail): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  return asNumber(a, fail) - asNumber(b, fail);
}
