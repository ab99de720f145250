/** What /Schemas promises about one attribute, as requests that try it. Used by the test that walks all of them. */
import { expect } from 'vitest';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { patchBody, type Reply, type ScimUnderTest } from './scim-start.ts';

export interface Advertised {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: string;
  readonly returned: string;
  readonly uniqueness: string;
  readonly subAttributes?: readonly Advertised[];
}

/** One attribute of one schema of one resource type. */
export interface Place {
  readonly endpoint: '/Users' | '/Groups';
  /** null: the core schema. */
  readonly urn: string | null;
  readonly attribute: Advertised;
  /** What the extension needs besides, so that it can be written at all. */
  readonly beside: JsonObject;
}

let made = 0;

/** A right value; what is unique differs each time. */
export function rightValue(attribute: Advertised, scim: Known): Json {
  const one = rightSingle(attribute, scim);
  return attribute.multiValued ? [one] : one;
}

export interface Known {
  readonly userId: string;
}

function rightSingle(attribute: Advertised, known: Known): Json {
  switch (attribute.type) {
    case 'boolean':
      return true;
    case 'integer':
      return 7;
    case 'decimal':
      return 1.5;
    case 'dateTime':
      return '2026-01-01T00:00:00.000Z';
    case 'binary':
      return 'AAEC';
    case 'reference':
      return 'https://x.example/Path';
    case 'complex':
      if (attribute.name === 'members') return { value: known.userId };
      return Object.fromEntries(
        (attribute.subAttributes ?? [])
          .filter((s) => s.mutability !== 'readOnly')
          .map((s) => [s.name, rightSingle(s, known)]),
      );
    default:
      return `Value ${attribute.uniqueness === 'server' ? made++ : 'X'}`;
  }
}

export function wrongValue(attribute: Advertised): Json {
  if (attribute.multiValued) return 'no list';
  // a text is no number, and a number is nothing else; a text for a manager is read as its id (okta.md 6)
  return attribute.type === 'integer' || attribute.type === 'decimal' ? 'nonsense' : 5;
}

export function body(place: Place, value: Json | undefined): JsonObject {
  const own = value === undefined ? {} : { [place.attribute.name]: value };
  const start: JsonObject =
    place.endpoint === '/Users' ? { userName: `probe${made++}` } : { displayName: `Probe ${made++}` };
  const core = `urn:ietf:params:scim:schemas:core:2.0:${place.endpoint === '/Users' ? 'User' : 'Group'}`;
  if (place.urn === null) return { schemas: [core], ...start, ...own };
  return { schemas: [core, place.urn], ...start, [place.urn]: { ...place.beside, ...own } };
}

export function held(place: Place, resource: JsonObject): Json | undefined {
  const holder = place.urn === null ? resource : resource[place.urn];
  return (holder as JsonObject | undefined)?.[place.attribute.name];
}

export function pathOf(place: Place): string {
  return place.urn === null ? place.attribute.name : `${place.urn}:${place.attribute.name}`;
}

export function refused(reply: Reply, scimType: string, what: string): void {
  expect({ what, status: reply.status, scimType: reply.body['scimType'] }).toEqual({
    what,
    status: 400,
    scimType,
  });
}

export async function create(scim: ScimUnderTest, place: Place, value: Json | undefined) {
  const reply = await scim.call('POST', place.endpoint, body(place, value));
  expect({ at: pathOf(place), status: reply.status, detail: reply.body['detail'] }).toEqual({
    at: pathOf(place),
    status: 201,
    detail: undefined,
  });
  return { reply, at: `${place.endpoint}/${String(reply.body['id'])}` };
}

export function patchTo(scim: ScimUnderTest, at: string, path: string, value: Json): Promise<Reply> {
  return scim.call('PATCH', at, patchBody({ op: 'replace', path, value }));
}
