/**
 * What is odd about the users or groups of one import, counted instead of repeated: a list of 50,000 that has the
 * same fault in every row is one sentence with the first few names, and not 50,000.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';

const mostNamed = 3;

interface Oddity {
  count: number;
  readonly named: string[];
}

export interface Oddities {
  /** @param what "emails is not a list" @param who an id or a name, for the first few */
  count(what: string, who: string): void;
  /** Something is missing from what was read, so nothing may be concluded from who is not there. */
  readonly incomplete: boolean;
  /** Counts it, and that the list is not whole. */
  lost(what: string, who: string): void;
  /** "3 users (u1, u2, u3): emails is not a list". */
  sentences(): string[];
}

/** @param noun "user", "group" or "page" */
export function newOddities(noun: string): Oddities {
  const found = new Map<string, Oddity>();
  let incomplete = false;
  const count = (what: string, who: string) => {
    const oddity = found.get(what) ?? { count: 0, named: [] };
    oddity.count += 1;
    if (oddity.named.length < mostNamed && who !== '') oddity.named.push(who.slice(0, 80));
    found.set(what, oddity);
  };
  const sentence = ([what, { count: n, named }]: [string, Oddity]) => {
    const names = named.length === 0 ? '' : ` (${named.join(', ')}${n > named.length ? ' …' : ''})`;
    return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}${names}: ${what}`;
  };
  return {
    count,
    lost: (what, who) => {
      incomplete = true;
      count(what, who);
    },
    get incomplete() {
      return incomplete;
    },
    sentences: () => [...found].map(sentence),
  };
}

type Shape = 'a list' | 'an object' | 'text' | 'true or false';

const shapes: readonly (readonly [attribute: string, shape: Shape])[] = [
  ['userName', 'text'],
  ['displayName', 'text'],
  ['title', 'text'],
  ['active', 'true or false'],
  ['name', 'an object'],
  ['emails', 'a list'],
  ['phoneNumbers', 'a list'],
  ['addresses', 'a list'],
  ['groups', 'a list'],
  ['members', 'a list'],
  ['schemas', 'a list'],
];

/** Attributes that do not have the type that RFC 7643 gives them, in words: "emails is not a list". */
export function wrongTypes(resource: JsonObject): string[] {
  return shapes
    .filter(([attribute, shape]) => attribute in resource && !hasShape(resource[attribute], shape))
    .map(([attribute, shape]) => `${attribute} is not ${shape}`);
}

function hasShape(value: Json | undefined, shape: Shape): boolean {
  switch (shape) {
    case 'a list':
      return Array.isArray(value);
    case 'an object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'text':
      return typeof value === 'string';
    case 'true or false':
      return typeof value === 'boolean';
    default:
      return shape satisfies never;
  }
}
