/**
 * What the attributes of an extension may become (RFC 7643 §7): readOnly ones are the administrator's, immutable ones
 * are written once, required ones must be there. Values stored before the schema was what it is now stay as they are
 * until somebody writes them.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import type { SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import type { AttributeDef, ResourceTypeName, SchemaDef } from '../../../shared/domain/scim-schema.ts';
import { AppFault } from '../base/app-fault.ts';
import { sameJson } from './same-json.ts';
import { acceptValue, invalid, isObject, putAccepted, type ValueOptions } from './value-rules.ts';

export interface AcceptOptions extends ValueOptions {
  /** The schemas in force; the standard ones where nobody says. */
  readonly registry?: SchemaRegistry | undefined;
  /**
   * What is stored: a value that is the same is not judged again, so that values from before a schema was changed do
   * not stand in the way of other changes; `immutable` and unreturned values are held against it.
   */
  readonly kept?: JsonObject | undefined;
  /** A provisioning client asks: it may not write what its schema calls readOnly. */
  readonly client?: boolean | undefined;
  /** The input is what is stored with changes laid over it: what is not in it was taken away on purpose. */
  readonly patched?: boolean | undefined;
}

/** @throws AppFault `invalid-input`, `mutability` */
export function acceptExtension(
  schema: SchemaDef,
  registry: SchemaRegistry,
  value: Json,
  options: AcceptOptions,
): JsonObject | undefined {
  if (value === null) return undefined;
  if (!isObject(value)) throw invalid(schema.id, `${schema.name} must be an object.`);
  const stored = options.kept?.[schema.id];
  const kept = isObject(stored) ? stored : {};
  const out: JsonObject = {};
  for (const key of Object.keys(value)) {
    const sent = value[key] as Json;
    const def = registry.extensionAttribute(schema, key);
    const name = def?.name ?? key;
    if (Object.hasOwn(kept, name) && sameJson(kept[name], sent)) out[name] = sent;
    else if (def === undefined) options.notes?.push(`Ignored unknown attribute "${key.slice(0, 80)}".`);
    else acceptNamed(def, sent, kept, out, options);
  }
  return Object.keys(out).length === 0 ? undefined : out;
}

function acceptNamed(
  def: AttributeDef,
  sent: Json,
  kept: JsonObject,
  out: JsonObject,
  options: AcceptOptions,
): void {
  if (def.mutability === 'readOnly' && options.client === true) {
    options.notes?.push(`Ignored the read-only attribute "${def.name}".`);
    return;
  }
  const accepted = acceptValue(def, sent, def.name, options);
  const old = kept[def.name];
  if (def.mutability === 'immutable' && old !== undefined && !sameJson(old, accepted))
    throw new AppFault('mutability', `${def.name} cannot be changed once it is set.`);
  putAccepted(out, def.name, accepted, sent, options);
}

/**
 * What a client that replaces a whole resource cannot have sent back stays: readOnly values, and values that are never
 * returned where it does not name them. Immutable ones stay too (RFC 7644 §3.5.1). @throws AppFault `mutability`
 */
export function carryOver(
  schemas: readonly SchemaDef[],
  input: JsonObject,
  out: JsonObject,
  options: AcceptOptions,
): void {
  for (const schema of schemas) {
    const stored = options.kept?.[schema.id];
    if (!isObject(stored)) continue;
    const sent = input[schema.id];
    for (const def of schema.attributes) {
      const value = stored[def.name];
      const now = out[schema.id];
      if (value === undefined || (isObject(now) && now[def.name] !== undefined)) continue;
      if (options.patched === true) assertNotImmutable(def);
      else if (stays(def, sent, options.client === true))
        out[schema.id] = { ...(isObject(now) ? now : {}), [def.name]: value };
    }
  }
}

function assertNotImmutable(def: AttributeDef): void {
  if (def.mutability === 'immutable')
    throw new AppFault('mutability', `${def.name} cannot be changed once it is set.`);
}

function stays(def: AttributeDef, sent: Json | undefined, client: boolean): boolean {
  if (def.mutability === 'immutable') return true;
  if (!client) return false;
  if (def.mutability === 'readOnly') return true;
  const key = def.name.toLowerCase();
  const named = sent === null || (isObject(sent) && Object.keys(sent).some((k) => k.toLowerCase() === key));
  return def.returned === 'never' && !named;
}

/**
 * Required attributes of the extensions that a resource has, and required sub-attributes of the values they hold.
 * Only what differs from `before` is judged, and only where more is left than what clients cannot take away.
 * @throws AppFault `invalid-input`
 */
export function assertComplete(
  type: ResourceTypeName,
  before: JsonObject,
  after: JsonObject,
  registry: SchemaRegistry,
): void {
  if (registry.custom.length === 0) return;
  for (const schema of registry.custom) {
    const now = after[schema.id];
    const old = before[schema.id];
    if (schema.resourceType !== type || !isObject(now) || sameJson(old, now)) continue;
    if (!schema.attributes.some((def) => now[def.name] !== undefined && isClients(def))) continue;
    for (const def of schema.attributes) {
      const value = now[def.name];
      if (value === undefined && def.required) throw invalid(def.name, `${def.name} is required.`);
      const unchanged = isObject(old) && sameJson(old[def.name], value);
      if (value !== undefined && !unchanged) assertSubAttributes(def, value);
    }
  }
}

function isClients(def: AttributeDef): boolean {
  return def.mutability !== 'readOnly' && def.mutability !== 'immutable' && def.returned !== 'never';
}

function assertSubAttributes(def: AttributeDef, value: Json): void {
  const required = def.subAttributes.filter((s) => s.required);
  if (required.length === 0) return;
  for (const element of Array.isArray(value) ? value : [value])
    for (const sub of required)
      if (!isObject(element) || element[sub.name] === undefined)
        throw invalid(def.name, `${def.name}.${sub.name} is required.`);
}
