/** `attributes` and `excludedAttributes` (RFC 7644 §3.4.2.5): which parts of a resource go out. */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import type { ResourceTypeName } from '../../../shared/domain/scim-schema.ts';
import { invalid, isObject } from '../directory/attribute-rules.ts';
import { resolveName } from './attribute-names.ts';

/** Key → sub-attributes; null: all of it. Extension URNs are keys, their attributes the subs. */
type Selection = ReadonlyMap<string, ReadonlySet<string> | null>;

export interface Projection {
  readonly only: Selection | null;
  readonly without: Selection | null;
}

export const wholeResource: Projection = { only: null, without: null };
const always: ReadonlySet<string> = new Set(['schemas', 'id']);

/** @throws AppFault `invalid-input` where both are given (B58) */
export function projectionOf(
  type: ResourceTypeName,
  attributes: readonly string[] | null,
  excluded: readonly string[] | null,
  notes: string[],
): Projection {
  if (attributes !== null && excluded !== null)
    throw invalid('attributes', 'Use either attributes or excludedAttributes, not both.');
  if (attributes === null && excluded === null) return wholeResource;
  const select = (names: readonly string[] | null) => (names === null ? null : selection(type, names, notes));
  return { only: select(attributes), without: select(excluded) };
}

function selection(type: ResourceTypeName, names: readonly string[], notes: string[]): Selection {
  const out = new Map<string, Set<string> | null>();
  for (const name of names) {
    const found = resolveName(type, name);
    if (found === undefined) {
      if (!always.has(name.toLowerCase())) notes.push(`Ignored unknown attribute "${name.slice(0, 80)}".`);
    } else if ('extension' in found) out.set(found.extension, null);
    else {
      const { extension, attribute, sub } = found.path;
      const key = extension ?? attribute;
      const part = extension === null ? sub : attribute;
      if (part === null) out.set(key, null);
      else if (out.get(key) !== null) out.set(key, (out.get(key) ?? new Set()).add(part));
    }
  }
  return out;
}

/** Whether any of `key` can go out: what cannot need not be read. */
export function includes(projection: Projection, key: string): boolean {
  if (projection.only !== null) return projection.only.has(key);
  return projection.without?.get(key) !== null;
}

export function isWhole(projection: Projection): boolean {
  return projection.only === null && (projection.without === null || projection.without.size === 0);
}

/** Only members are left out: the text can be put together without parsing it. */
export function leavesOutOnly(projection: Projection, key: string): boolean {
  return projection.only === null && projection.without?.size === 1 && projection.without.get(key) === null;
}

export function project(resource: JsonObject, projection: Projection): JsonObject {
  const out: JsonObject = {};
  for (const [key, value] of Object.entries(resource)) {
    const kept = always.has(key) ? value : projectValue(key, value, projection);
    if (kept !== undefined) out[key] = kept;
  }
  return out;
}

function projectValue(key: string, value: Json, projection: Projection): Json | undefined {
  if (projection.only !== null) {
    const subs = projection.only.get(key);
    if (subs === undefined) return undefined;
    return subs === null ? value : pick(value, (sub) => subs.has(sub));
  }
  const subs = projection.without?.get(key);
  if (subs === undefined) return value;
  return subs === null ? undefined : pick(value, (sub) => !subs.has(sub));
}

function pick(value: Json, keep: (sub: string) => boolean): Json {
  if (Array.isArray(value)) return value.map((element) => pick(element, keep));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([sub]) => keep(sub)));
}
