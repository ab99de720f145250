/**
 * From attributes as somebody sent them to attributes as we keep them: names of the registry in any case, types
 * checked, limits kept, nulls and empty strings left out (RFC 7643 §2.5). Driven by the schema registry: a name that
 * is not in it is ignored with a note, an unknown extension URN is kept as it came (okta.md 1.8).
 *
 * Trusts nothing but the JSON shape. Not here: uniqueness and references, which need the database.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import {
  type AttributeDef,
  findAttribute,
  findExtension,
  findExtensionAttribute,
  findSubAttribute,
  type ResourceTypeName,
  resourceSchemas,
  type SchemaDef,
} from '../../../shared/domain/scim-schema.ts';
import { AppFault } from '../base/app-fault.ts';

const longest = 65_536;
const mostElements = 100;
/** Characters, where they are fewer than the general limit. */
const limits: ReadonlyMap<string, number> = new Map([
  ['userName', 1024],
  ['displayName', 1024],
  ['externalId', 1024],
  ['password', 1024],
]);
const oneLine: ReadonlySet<string> = new Set(['userName', 'externalId']);
const derived: ReadonlySet<string> = new Set(['id', 'meta', 'groups', 'members', 'schemas']);
const control = /\p{Cc}/u;

export interface Accepted {
  /** Without `active`, `password` and everything derived. With `keepNull`, null marks what is to be taken away. */
  readonly attributes: JsonObject;
  readonly active: boolean | undefined;
  readonly password: boolean;
}

export interface AcceptOptions {
  /** Plain sentences about what was ignored or read leniently are added here. */
  readonly notes?: string[] | undefined;
  /** For merging: null is kept, where it would be left out. */
  readonly keepNull?: boolean;
}

/** @throws AppFault `invalid-input` with `details.scimType` and the field's name */
export function invalid(field: string, message: string, scimType = 'invalidValue'): AppFault {
  return new AppFault('invalid-input', message, { fields: { [field]: message }, details: { scimType } });
}

/** Accepts the attributes of a whole resource, or of a merge. @throws AppFault `invalid-input` */
export function acceptAttributes(
  type: ResourceTypeName,
  input: JsonObject,
  options: AcceptOptions = {},
): Accepted {
  const out: JsonObject = {};
  let active: boolean | undefined;
  let password = false;
  for (const key of Object.keys(input)) {
    const value = input[key] as Json;
    const def = findAttribute(type, key);
    if (def === undefined) acceptOther(type, key, value, out, options);
    else if (def.name === 'active') active = acceptActive(def, value, options) ?? active;
    else if (def.name === 'password') password = acceptValue(def, value, def.name, options) !== undefined;
    else if (!derived.has(def.name))
      put(out, def.name, acceptValue(def, value, def.name, options), value, options);
  }
  return { attributes: out, active, password };
}

function acceptActive(def: AttributeDef, value: Json, options: AcceptOptions): boolean | undefined {
  return acceptValue(def, value, 'active', options) as boolean | undefined;
}

function put(
  out: JsonObject,
  name: string,
  kept: Json | undefined,
  sent: Json,
  options: AcceptOptions,
): void {
  if (kept !== undefined) out[name] = kept;
  else if (options.keepNull === true && (sent === null || sent === '' || Array.isArray(sent)))
    out[name] = null;
}

function acceptOther(
  type: ResourceTypeName,
  key: string,
  value: Json,
  out: JsonObject,
  options: AcceptOptions,
): void {
  if (derived.has(key)) return;
  const known = findExtension(type, key);
  if (known !== undefined) {
    put(out, known.id, acceptExtension(known, value, options), value, options);
  } else if (/^urn:/i.test(key) && (isObject(value) || value === null)) {
    put(out, key, isObject(value) ? checkFree(key, value) : undefined, value, options);
  } else {
    options.notes?.push(`Ignored unknown attribute "${key.slice(0, 80)}".`);
  }
}

function acceptExtension(schema: SchemaDef, value: Json, options: AcceptOptions): JsonObject | undefined {
  if (value === null) return undefined;
  if (!isObject(value)) throw invalid(schema.id, `${schema.name} must be an object.`);
  const out: JsonObject = {};
  for (const key of Object.keys(value)) {
    const def = findExtensionAttribute(schema.id, key);
    const sent = value[key] as Json;
    if (def === undefined) options.notes?.push(`Ignored unknown attribute "${key.slice(0, 80)}".`);
    else put(out, def.name, acceptValue(def, sent, def.name, options), sent, options);
  }
  return Object.keys(out).length === 0 ? undefined : out;
}

/** One attribute's value; undefined where it is unassigned. `label` is its path for messages. */
export function acceptValue(
  def: AttributeDef,
  value: Json,
  label: string,
  options: AcceptOptions = {},
): Json | undefined {
  if (value === null) return undefined;
  if (!def.multiValued) return acceptSingle(def, value, label, options);
  if (!Array.isArray(value)) throw invalid(def.name, `${label} must be a list of objects.`);
  if (value.length > mostElements)
    throw invalid(def.name, `${label} may hold at most ${mostElements} values.`);
  const out: Json[] = [];
  for (const element of value) {
    if (!isObject(element)) throw invalid(def.name, `${label} must be a list of objects.`);
    const kept = acceptSingle(def, element, label, { notes: options.notes });
    if (kept !== undefined) out.push(kept);
  }
  assertOnePrimary(def, out, label);
  return out.length === 0 ? undefined : out;
}

export function assertOnePrimary(def: AttributeDef, elements: readonly Json[], label: string): void {
  let primaries = 0;
  for (const element of elements) if (isObject(element) && element['primary'] === true) primaries++;
  if (primaries > 1) throw invalid(def.name, `${label} may have only one primary value.`);
}

/** One value, or one element of a multi-valued attribute. */
export function acceptSingle(
  def: AttributeDef,
  value: Json,
  label: string,
  options: AcceptOptions = {},
): Json | undefined {
  switch (def.type) {
    case 'boolean':
      return acceptBoolean(def, value, label, options);
    case 'complex':
      return acceptComplex(def, value, label, options);
    case 'dateTime':
    case 'string':
    case 'reference':
    case 'binary':
      return acceptString(def, value, label);
  }
}

function acceptBoolean(def: AttributeDef, value: Json, label: string, options: AcceptOptions): boolean {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word !== 'true' && word !== 'false') throw invalid(def.name, `${label} must be true or false.`);
  options.notes?.push(`Read the text ${JSON.stringify(value)} as a boolean for ${label}.`);
  return word === 'true';
}

function acceptString(def: AttributeDef, value: Json, label: string): string | undefined {
  if (typeof value !== 'string') throw invalid(def.name, `${label} must be a string.`);
  const limit = limits.get(label) ?? longest;
  if (value.length > limit) throw invalid(def.name, `${label} is longer than ${limit} characters.`);
  if (limit === longest && value.length > longest / 4 && Buffer.byteLength(value) > longest)
    throw invalid(def.name, `${label} is longer than ${longest} bytes.`);
  checkText(value, def.name, label, oneLine.has(def.name));
  return value === '' ? undefined : value;
}

function checkText(value: string, field: string, label: string, line: boolean): void {
  if (!value.isWellFormed()) throw invalid(field, `${label} contains invalid Unicode.`);
  if (value.includes('\0') || (line && control.test(value)))
    throw invalid(field, `${label} contains a control character.`);
}

function acceptComplex(
  def: AttributeDef,
  value: Json,
  label: string,
  options: AcceptOptions,
): JsonObject | undefined {
  const whole = typeof value === 'string' ? leniently(def, value, options) : value;
  if (whole === undefined) return undefined;
  if (!isObject(whole)) throw invalid(def.name, `${label} must be an object.`);
  const out: JsonObject = {};
  for (const key of Object.keys(whole)) {
    const sub = findSubAttribute(def, key);
    const sent = whole[key] as Json;
    if (sub === undefined) options.notes?.push(`Ignored unknown attribute "${label}.${key.slice(0, 80)}".`);
    else put(out, sub.name, acceptValue(sub, sent, `${label}.${sub.name}`, options), sent, options);
  }
  return Object.keys(out).length === 0 ? undefined : out;
}

/** Entra sends a manager as its id alone, and "" to take it away (okta.md 6). */
function leniently(def: AttributeDef, value: string, options: AcceptOptions): Json | undefined {
  if (def.multiValued || findSubAttribute(def, 'value') === undefined) return value;
  options.notes?.push(`Read a plain text as ${def.name}.value.`);
  return value === '' ? undefined : { value };
}

/** Free content of an unknown extension: only the text itself is judged. */
function checkFree(label: string, value: Json): Json {
  if (typeof value === 'string') {
    if (value.length > longest) throw invalid(label, `${label} is longer than ${longest} bytes.`);
    checkText(value, label, label, false);
  } else if (Array.isArray(value)) for (const item of value) checkFree(label, item);
  else if (isObject(value)) for (const item of Object.values(value)) checkFree(label, item);
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/** Equal as JSON values: the order of names does not count, the order of lists does. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((x, i) => sameJson(x, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((k) => Object.hasOwn(b, k) && sameJson(a[k], b[k]))
  );
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
