/**
 * From attributes as somebody sent them to attributes as we keep them: names of the registry in any case, types
 * checked, limits kept, nulls and empty strings left out (RFC 7643 §2.5). Driven by the schema registry: a name that
 * is not in it is ignored with a note, an unknown extension URN is kept as it came (okta.md 1.8).
 *
 * Trusts nothing but the JSON shape. Not here: single values (`value-rules.ts`), what an extension may do to values
 * that are there (`extension-rules.ts`), uniqueness and references, which need the database.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { coreRegistry, type SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import {
  type AttributeDef,
  findAttribute,
  type ResourceTypeName,
  resourceSchemas,
} from '../../../shared/domain/scim-schema.ts';
import { type AcceptOptions, acceptExtension, carryOver } from './extension-rules.ts';
import { sameJson } from './same-json.ts';
import { acceptValue, checkFree, invalid, isObject, putAccepted } from './value-rules.ts';

export { invalid, isObject, sameJson };

const derived: ReadonlySet<string> = new Set(['id', 'meta', 'groups', 'members', 'schemas']);

export interface Accepted {
  /** Without `active`, `password` and everything derived. With `keepNull`, null marks what is to be taken away. */
  readonly attributes: JsonObject;
  readonly active: boolean | undefined;
  readonly password: boolean;
}

/** Accepts the attributes of a whole resource, or of a merge. @throws AppFault `invalid-input`, `mutability` */
export function acceptAttributes(
  type: ResourceTypeName,
  input: JsonObject,
  options: AcceptOptions = {},
): Accepted {
  const out: JsonObject = {};
  const registry = options.registry ?? coreRegistry;
  let active: boolean | undefined;
  let password = false;
  for (const key of Object.keys(input)) {
    const value = input[key] as Json;
    const def = findAttribute(type, key);
    if (def === undefined) acceptOther(type, key, value, out, registry, options);
    else if (def.name === 'active') active = acceptActive(def, value, options) ?? active;
    else if (def.name === 'password') password = acceptValue(def, value, def.name, options) !== undefined;
    else if (!derived.has(def.name)) acceptCore(def, value, out, options);
  }
  if (registry.custom.length > 0 && options.kept !== undefined && options.keepNull !== true)
    carryOver(registry.extensions[type], input, out, options);
  return { attributes: out, active, password };
}

function acceptCore(def: AttributeDef, value: Json, out: JsonObject, options: AcceptOptions): void {
  const { kept } = options;
  if (kept !== undefined && Object.hasOwn(kept, def.name) && sameJson(kept[def.name], value))
    out[def.name] = value;
  else putAccepted(out, def.name, acceptValue(def, value, def.name, options), value, options);
}

function acceptActive(def: AttributeDef, value: Json, options: AcceptOptions): boolean | undefined {
  return acceptValue(def, value, 'active', options) as boolean | undefined;
}

function acceptOther(
  type: ResourceTypeName,
  key: string,
  value: Json,
  out: JsonObject,
  registry: SchemaRegistry,
  options: AcceptOptions,
): void {
  if (derived.has(key)) return;
  const known = registry.extension(type, key);
  if (known !== undefined) {
    const accepted = acceptExtension(known, registry, value, options);
    putAccepted(out, known.id, accepted, value, options);
  } else if (/^urn:/i.test(key) && (isObject(value) || value === null)) {
    putAccepted(out, key, isObject(value) ? checkFree(key, value) : undefined, value, options);
  } else {
    options.notes?.push(`Ignored unknown attribute "${key.slice(0, 80)}".`);
  }
}

/** The `schemas` of a resource: its core schema and the extensions that have values (RFC 7643 §3.1). */
export function schemasOf(type: ResourceTypeName, attributes: JsonObject): string[] {
  const extensions = Object.keys(attributes).filter((key) => key.length > 4 && key[3] === ':');
  return [resourceSchemas[type].core.id, ...extensions];
}

/**
 * Lays a merge over attributes: what is named is written, null takes away, the rest stays. Objects merge one level
 * (`name`, extensions), lists are replaced.
 */
export function mergeAttributes(base: JsonObject, merge: JsonObject): JsonObject {
  const out: JsonObject = { ...base };
  for (const [key, value] of Object.entries(merge)) {
    const old = out[key];
    if (value === null) delete out[key];
    else if (isObject(value)) {
      const merged = mergeAttributes(isObject(old) ? old : {}, value);
      if (Object.keys(merged).length === 0) delete out[key];
      else out[key] = merged;
    } else out[key] = value;
  }
  return out;
}

/** Names of the attributes that differ, in words for the journal: "title, department". */
export function changedNames(before: JsonObject, after: JsonObject): string[] {
  const names: string[] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[key], after[key]];
    if (sameJson(old, now)) continue;
    const extension = key[3] === ':' && (isObject(old) || isObject(now));
    if (extension) names.push(...changedNames(isObject(old) ? old : {}, isObject(now) ? now : {}));
    else names.push(key);
  }
  return names;
}
