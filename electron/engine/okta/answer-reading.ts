/**
 * Reads list answers as leniently as Okta is known to, and names everything that a stricter reader would stumble
 * over (okta.md 1.4, 1.9; security.md A13). Whatever a server sends, the result is a list of objects and warnings.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { asObject, type Peer, type PeerAnswer, taskFrom } from './peer.ts';

export interface ListAnswer {
  readonly resources: readonly JsonObject[];
  /** null where the server did not say, or said something that is not a number. */
  readonly total: number | null;
  readonly warnings: readonly string[];
}

/** Keys in any case: lower-case ones are tolerated by Okta (okta.md 1.9, documented in 2018). */
function member(object: JsonObject, name: string): Json | undefined {
  if (object[name] !== undefined) return object[name];
  const key = Object.keys(object).find((k) => k.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : object[key];
}

export function readList(body: Json | undefined): ListAnswer {
  const object = asObject(body);
  if (object === null) {
    return { resources: [], total: null, warnings: ['the answer is not a ListResponse object'] };
  }
  const warnings: string[] = [];
  const numbers = ['totalResults', 'startIndex', 'itemsPerPage'];
  for (const name of numbers) {
    // a string here is known to end provisioning with the reason "null" (okta.md 1.4; the cause is inferred)
    if (typeof member(object, name) === 'string') {
      warnings.push(`${name} is a string; Okta needs a JSON number`);
    }
  }
  const list = member(object, 'Resources');
  const items = Array.isArray(list) ? list : [];
  const resources = items.map(asObject).filter((item) => item !== null);
  const total = countOf(member(object, 'totalResults'));
  if (!Array.isArray(list) && total !== 0) warnings.push('Resources is missing or not a list');
  if (resources.length < items.length) warnings.push('Resources has entries that are not objects');
  return { resources, total, warnings };
}

function countOf(value: Json | undefined): number | null {
  const n = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof n === 'number' && Number.isSafeInteger(n) && n >= 0 ? n : null;
}

/** The id as a string; null where there is none. A number is taken with a warning (okta.md 5.5, seen). */
export function readId(resource: JsonObject, warn: (text: string) => void): string | null {
  const id = resource['id'];
  if (typeof id === 'string' && id !== '') return id.slice(0, 1000);
  if (typeof id !== 'number') return null;
  warn('id is a number; it should be a string');
  return String(id);
}

/**
 * The resources that a filter found: 200 with a list, or 404 for none (okta.md 1.4, documented).
 * @throws OktaTask on any other answer
 */
export function readMatches(peer: Peer, answer: PeerAnswer, prefix: string): readonly JsonObject[] {
  // a 404 that is a web page is a wrong address or a gateway, not "none found"
  if (answer.status === 404 && !answer.problem?.remote.startsWith('Invalid JSON')) return [];
  if (answer.problem !== null) throw taskFrom(prefix, answer);
  const list = readList(answer.body);
  for (const warning of list.warnings) peer.note(`The server's answer to the filter: ${warning}.`);
  return list.resources;
}
