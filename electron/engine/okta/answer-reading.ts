/**
 * Reads list answers as leniently as Okta is known to, and names everything that a stricter reader would stumble
 * over (okta.md 1.4, 1.9; security.md A13). Whatever a server sends, the result is a list of objects and warnings.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { oktaErrorText } from './error-text.ts';
import { asObject, OktaTask, type Peer, type PeerAnswer, taskFrom } from './peer.ts';

export interface ListAnswer {
  readonly resources: readonly JsonObject[];
  /** null where the server did not say, or said something that is not a number. */
  readonly total: number | null;
  /** 1-based, by the server's word. */
  readonly startIndex: number | null;
  readonly warnings: readonly string[];
}

/** Keys in any case: lower-case ones are tolerated by Okta (okta.md 1.9, documented in 2018). */
function member(object: JsonObject, name: string): { value: Json | undefined; spelled: string } {
  const own = object[name];
  if (own !== undefined) return { value: own, spelled: name };
  const key = Object.keys(object).find((k) => k.toLowerCase() === name.toLowerCase());
  return key === undefined ? { value: undefined, spelled: name } : { value: object[key], spelled: key };
}

export function readList(body: Json | undefined): ListAnswer {
  const object = asObject(body);
  if (object === null) {
    const what = body === undefined ? 'empty' : 'not a ListResponse object';
    return { resources: [], total: null, startIndex: null, warnings: [`the answer is ${what}`] };
  }
  const numbers = ['totalResults', 'startIndex', 'itemsPerPage'].map((name) => member(object, name));
  const list = member(object, 'Resources');
  const items = Array.isArray(list.value) ? list.value : [];
  const resources = items.map(asObject).filter((item) => item !== null);
  const [total = null, startIndex = null] = numbers.map(({ value }) => countOf(value));
  const warnings = numbers.flatMap(({ value, spelled }) => numberWarning(spelled, value));
  const odd = [...numbers, list].filter(
    ({ value, spelled }) => value !== undefined && spelled === spelled.toLowerCase(),
  );
  if (odd.length > 0) {
    const spelled = odd.map((one) => one.spelled).join(', ');
    warnings.push(`the keys ${spelled} are in lower case, which Okta tolerates and SCIM does not know`);
  }
  if (!Array.isArray(list.value) && total !== 0) {
    warnings.push(`Resources is ${list.value === undefined ? 'missing' : 'not a list'}`);
  }
  if (resources.length < items.length) warnings.push('Resources has entries that are not objects');
  return { resources, total, startIndex, warnings };
}

/** A string is known to end provisioning with the reason "null" (okta.md 1.4; the cause is inferred). */
function numberWarning(name: string, value: Json | undefined): string[] {
  if (typeof value === 'string') return [`${name} is a string; Okta needs a JSON number`];
  return value === undefined || countOf(value) !== null ? [] : [`${name} is not a whole number`];
}

function countOf(value: Json | undefined): number | null {
  const n = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof n === 'number' && Number.isSafeInteger(n) && n >= 0 ? n : null;
}

const longestId = 1000;

/**
 * The id as a string; null where there is none that could stand in an address. A number is taken with a warning
 * (okta.md 5.5, seen).
 */
export function readId(resource: JsonObject, warn: (text: string) => void): string | null {
  const id = resource['id'];
  if (typeof id === 'number') {
    warn('id is a number; it should be a string');
    return String(id);
  }
  if (typeof id !== 'string' || id === '') return null;
  // a dot would lead to another address, and half a character, replaced on arrival, to nobody's
  const usable = id.length <= longestId && id !== '.' && id !== '..' && !id.includes('\ufffd');
  if (!usable) warn(`the id ${JSON.stringify(id.slice(0, 80))} cannot stand in an address`);
  return usable ? id : null;
}

/**
 * The resources that a filter found: 200 with a list, or 404 for none (okta.md 1.4, documented). What Okta does with
 * an answer that is no list, or that counts matches and gives none, is not documented; to create then could make a
 * second account, so it is a failed task here (inferred).
 * @throws OktaTask on any other answer
 */
export function readMatches(peer: Peer, answer: PeerAnswer, prefix: string): readonly JsonObject[] {
  // a 404 that is a web page is a wrong address or a gateway, not "none found"
  if (answer.status === 404 && !answer.problem?.remote.startsWith('Invalid JSON')) return [];
  if (answer.problem !== null) throw taskFrom(prefix, answer);
  const list = readList(answer.body);
  if (list.resources.length === 0 && list.total !== 0) throw unclear(answer, list, prefix);
  for (const warning of list.warnings) peer.note(`The server's answer to the filter: ${warning}.`);
  return list.resources;
}

function unclear(answer: PeerAnswer, list: ListAnswer, prefix: string): OktaTask {
  const counted =
    list.total === null ? list.warnings.join('; ') : `it counts ${list.total} matches and gives none`;
  return new OktaTask(
    oktaErrorText(prefix, answer.reason, 'empty or unreadable answer'),
    `The server answered the filter with ${answer.status}, but ${counted || 'does not say how many match'}. Nothing was created, because a second account could be the result.`,
    'not-json',
  );
}
