/**
 * One value against its definition (RFC 7643 §2.3): its type, its limits, what clients write differently. Null, empty
 * text and empty lists are "unassigned" (§2.5) and come back as undefined.
 *
 * Trusts nothing but the JSON shape. Not here: which attributes there are and who may write them (`attribute-rules.ts`).
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { type AttributeDef, findSubAttribute } from '../../../shared/domain/scim-schema.ts';
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
const control = /\p{Cc}/u;
const notInReference = /[\s\p{Cc}]/u;
/** base64 or base64url, padded or not (RFC 7643 §2.3.6). */
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** xsd:dateTime (RFC 7643 §2.3.5); without an offset it is read as UTC. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,12})?(Z|[+-]\d\d:\d\d)?$/;

export interface ValueOptions {
  /** Plain sentences about what was ignored or read leniently are added here. */
  readonly notes?: string[] | undefined;
  /** For merging: null is kept, where it would be left out. */
  readonly keepNull?: boolean;
}

/** @throws AppFault `invalid-input` with `details.scimType` and the field's name */
export function invalid(field: string, message: string, scimType = 'invalidValue'): AppFault {
  return new AppFault('invalid-input', message, { fields: { [field]: message }, details: { scimType } });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One attribute's value; undefined where it is unassigned. `label` is its path for messages. */
export function acceptValue(
  def: AttributeDef,
  value: Json,
  label: string,
  options: ValueOptions = {},
): Json | undefined {
  if (value === null) return undefined;
  if (!def.multiValued) return acceptSingle(def, value, label, options);
  const what = def.type === 'complex' ? 'a list of objects' : 'a list';
  if (!Array.isArray(value)) throw invalid(def.name, `${label} must be ${what}.`);
  assertFew(def, value, label);
  const out: Json[] = [];
  for (const element of value) {
    if (def.type === 'complex' && !isObject(element)) throw invalid(def.name, `${label} must be ${what}.`);
    const kept = element === null ? undefined : acceptSingle(def, element, label, { notes: options.notes });
    if (kept !== undefined) out.push(kept);
  }
  assertOnePrimary(def, out, label);
  return out.length === 0 ? undefined : out;
}

export function assertFew(def: AttributeDef, elements: readonly Json[], label: string): void {
  if (elements.length > mostElements)
    throw invalid(def.name, `${label} may hold at most ${mostElements} values.`);
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
  options: ValueOptions = {},
): Json | undefined {
  switch (def.type) {
    case 'boolean':
      return acceptBoolean(def, value, label, options);
    case 'complex':
      return acceptComplex(def, value, label, options);
    case 'integer':
      if (!Number.isSafeInteger(value)) throw invalid(def.name, `${label} must be a whole number.`);
      return value;
    case 'decimal':
      if (!Number.isFinite(value)) throw invalid(def.name, `${label} must be a number.`);
      return value;
    case 'string':
      return acceptString(def, value, label);
    case 'dateTime':
      return acceptDateTime(def, value, label);
    case 'reference':
      return acceptForm(def, value, label, (text) => !notInReference.test(text), 'a URI without spaces');
    case 'binary':
      return acceptForm(def, value, label, (text) => base64.test(text), 'base64 text');
  }
}

function acceptBoolean(def: AttributeDef, value: Json, label: string, options: ValueOptions): boolean {
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

function acceptForm(
  def: AttributeDef,
  value: Json,
  label: string,
  fits: (text: string) => boolean,
  what: string,
): string | undefined {
  const text = acceptString(def, value, label);
  if (text !== undefined && !fits(text)) throw invalid(def.name, `${label} must be ${what}.`);
  return text;
}

/** Kept as UTC with milliseconds, so that equal instants are equal texts. */
function acceptDateTime(def: AttributeDef, value: Json, label: string): string | undefined {
  const text = acceptString(def, value, label);
  if (text === undefined) return undefined;
  const found = dateTime.exec(text);
  const time = found === null ? Number.NaN : Date.parse(found[1] === undefined ? `${text}Z` : text);
  if (Number.isNaN(time))
    throw invalid(def.name, `${label} must be a date and time, as 2026-01-31T08:00:00Z.`);
  return new Date(time).toISOString();
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
  options: ValueOptions,
): JsonObject | undefined {
  const whole = typeof value === 'string' ? leniently(def, value, options) : value;
  if (whole === undefined) return undefined;
  if (!isObject(whole)) throw invalid(def.name, `${label} must be an object.`);
  const out: JsonObject = {};
  for (const key of Object.keys(whole)) {
    const sub = findSubAttribute(def, key);
    const sent = whole[key] as Json;
    if (sub === undefined) options.notes?.push(`Ignored unknown attribute "${label}.${key.slice(0, 80)}".`);
    else putAccepted(out, sub.name, acceptValue(sub, sent, `${label}.${sub.name}`, options), sent, options);
  }
  return Object.keys(out).length === 0 ? undefined : out;
}

/** Entra sends a manager as its id alone, and "" to take it away (okta.md 6). */
function leniently(def: AttributeDef, value: string, options: ValueOptions): Json | undefined {
  if (def.multiValued || findSubAttribute(def, 'value') === undefined) return value;
  options.notes?.push(`Read a plain text as ${def.name}.value.`);
  return value === '' ? undefined : { value };
}

/** `kept` is what became of `sent`; unassigned values leave nothing, or null where a merge has to know. */
export function putAccepted(
  out: JsonObject,
  name: string,
  kept: Json | undefined,
  sent: Json,
  options: ValueOptions,
): void {
  if (kept !== undefined) out[name] = kept;
  else if (options.keepNull === true && (sent === null || sent === '' || Array.isArray(sent)))
    out[name] = null;
}

/** Free content of an unknown extension: only the text itself is judged. */
export function checkFree(label: string, value: Json): Json {
  if (typeof value === 'string') {
    if (value.length > longest) throw invalid(label, `${label} is longer than ${longest} bytes.`);
    checkText(value, label, label, false);
  } else if (Array.isArray(value)) for (const item of value) checkFree(label, item);
  else if (isObject(value)) for (const item of Object.values(value)) checkFree(label, item);
  return value;
}
