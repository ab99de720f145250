/**
 * PATCH (RFC 7644 §3.5.2): applies operations in order to a copy. All or nothing: a fault leaves the
 * caller's resource as it was. The walk is driven by the schema registry, so no name from outside reaches an object.
 * A group's members are not in the resource: operations on them come out as `MemberStep`s, so that moving one member
 * never reads the others.
 *
 * Client shapes read here on purpose: Okta's path-less objects with `id` (okta.md 1.8), Entra's capitals, text
 * booleans, dotted and URN keys, value lists in remove, creation by an absent value filter (okta.md 6). Whatever the
 * shape, an operation becomes `Change`s first (`patch-change.ts`); only those are judged.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { coreRegistry, type SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import { type ResourceTypeName, resourceSchemas } from '../../../shared/domain/scim-schema.ts';
import { AppFault } from '../base/app-fault.ts';
import { invalid, isObject } from '../directory/value-rules.ts';
import { isUrn, type ResolvedExtension, type ResolvedName, resolveName } from './attribute-names.ts';
import { parsePath } from './filter-parser.ts';
import { applyChange } from './patch-apply.ts';
import { type Change, changesOf, type MemberStep } from './patch-change.ts';
import type { Operation, PatchOptions } from './patch-operation.ts';

export type { MemberStep };

export interface Patched {
  readonly resource: JsonObject;
  readonly members: readonly MemberStep[];
}

interface Reading {
  readonly type: ResourceTypeName;
  readonly registry: SchemaRegistry;
  /** The resource so far, read for the extensions it has. */
  readonly target: JsonObject;
  readonly creates: boolean;
  readonly notes: string[];
}

/** @throws AppFault `invalid-input`, `mutability`; with several operations the message names the one that failed */
export function applyOperations(
  type: ResourceTypeName,
  resource: JsonObject,
  operations: readonly Operation[],
  options: PatchOptions,
): Patched {
  // what a change writes into is copied by it: the rest is shared with the caller's resource
  const target = { ...resource };
  const members: MemberStep[] = [];
  const { notes, registry = coreRegistry } = options;
  // one capital tells who asks: the whole request is read as Entra means it
  const entra = options.createOnReplace || operations.some((o) => o.capitalised);
  operations.forEach((operation, i) => {
    const creates = operation.verb === 'add' || entra;
    try {
      for (const change of read(operation, { type, registry, target, creates, notes }))
        if (change.kind === 'members') members.push(change.step);
        else applyChange(target, change, notes);
    } catch (error) {
      throw operations.length > 1 ? numbered(error, i + 1) : error;
    }
  });
  return { resource: target, members };
}

function numbered(error: unknown, position: number): unknown {
  if (!(error instanceof AppFault)) return error;
  const { fields, details } = error;
  return new AppFault(error.code, `Operation ${position}: ${error.message}`, {
    ...(fields ? { fields } : {}),
    ...(details ? { details } : {}),
  });
}

/** One change after the other: what is wrong with the second is not known before the first is applied. */
function* read(operation: Operation, reading: Reading): Generator<Change> {
  const { verb, path, value } = operation;
  const { target } = reading;
  if (path === null) {
    yield* readPathless(operation, reading);
    return;
  }
  if (path.trim().toLowerCase() === 'schemas') {
    reading.notes.push('Ignored schemas: they follow from what a resource holds.');
    return;
  }
  const urn = freeExtension(path.trim(), reading);
  if (urn !== undefined) {
    const held = verb === 'add' ? target[urn] : undefined;
    yield freeChange(urn, verb === 'remove' ? null : value, held);
    return;
  }
  const parsed = parsePath(path, reading.type, reading.registry);
  const { creates, notes } = reading;
  if (parsed.kind === 'extension') yield* extensionChanges(parsed, operation, reading);
  else yield* changesOf({ verb, at: parsed.name, filter: parsed.filter, value, creates, notes });
}

function* readPathless(operation: Operation, reading: Reading): Generator<Change> {
  const { verb, value } = operation;
  if (verb === 'remove') throw invalid('path', 'remove needs a path.', 'noTarget');
  if (!isObject(value))
    throw invalid('value', 'Without a path, value must be an object of attributes.', 'invalidValue');
  for (const key of Object.keys(value)) yield* readKey(key, { ...operation, value: value[key] }, reading);
}

/** One key of a path-less value: an attribute, a dotted or URN name, a whole extension, or a path of its own. */
function readKey(key: string, operation: Operation, reading: Reading): Iterable<Change> {
  const { type, registry, creates, notes } = reading;
  if (key.toLowerCase() === 'schemas') return [];
  if (key.includes('[')) return read({ ...operation, path: key }, reading);
  const name = resolveName(type, key, registry);
  if (name === undefined) return unknownKey(key, operation.value, reading);
  if ('extension' in name) return extensionChanges(name, operation, reading);
  if (describesResource(name)) {
    notes.push(`Ignored the read-only attribute "${name.def.name}".`);
    return [];
  }
  return changesOf({ verb: operation.verb, at: name, filter: null, value: operation.value, creates, notes });
}

/** `id`, `meta`, `groups` in a path-less value say which resource it is, not what is to change (okta.md 1.8). */
function describesResource({ path, def }: ResolvedName): boolean {
  return path.extension === null && def.mutability === 'readOnly';
}

function unknownKey(key: string, value: Json | undefined, reading: Reading): Change[] {
  if (isUrn(key) && !isInKnownSchema(key, reading) && (isObject(value) || value === null))
    return [freeKey(freeExtension(key, reading) ?? key, value, reading.target)];
  if (key.includes('.') || key.includes(':')) throw invalid('path', 'Unknown attribute.', 'invalidPath');
  reading.notes.push(`Ignored unknown attribute "${key.slice(0, 80)}".`);
  return [];
}

/** `urn:…:User:nonsense` names an attribute that a known schema does not have. */
function isInKnownSchema(key: string, { type, registry }: Reading): boolean {
  const urn = key.slice(0, key.lastIndexOf(':'));
  return (
    registry.extension(type, urn) !== undefined ||
    urn.toLowerCase() === resourceSchemas[type].core.id.toLowerCase()
  );
}

/** An extension that the resource has and no schema declares, as it is spelled there. */
function freeExtension(name: string, { type, registry, target }: Reading): string | undefined {
  if (!isUrn(name) || registry.extension(type, name) !== undefined) return undefined;
  const key = name.toLowerCase();
  return Object.keys(target).find((k) => isUrn(k) && k.toLowerCase() === key);
}

function freeKey(urn: string, value: JsonObject | null, target: JsonObject): Change {
  return freeChange(urn, value, target[urn]);
}

/** What is named is written and the rest of what is `held` stays, as of any complex value (RFC 7644 §3.5.2.1). */
function freeChange(urn: string, value: Json | undefined, held: Json | undefined): Change {
  if (value === null) return { kind: 'free', urn, value };
  if (!isObject(value)) throw invalid('value', 'An extension must be an object.');
  const merged = { ...(isObject(held) ? held : {}), ...value };
  const left = Object.fromEntries(Object.entries(merged).filter(([, item]) => item !== null));
  return { kind: 'free', urn, value: Object.keys(left).length === 0 ? null : left };
}

function* extensionChanges(
  { extension, schema }: ResolvedExtension,
  operation: Operation,
  reading: Reading,
): Generator<Change> {
  const { verb, value } = operation;
  if (verb === 'remove' || value === null) {
    yield* takenAway(schema.id, reading);
    return;
  }
  if (!isObject(value)) throw invalid('value', 'An extension must be an object.');
  for (const key of Object.keys(value)) {
    const name = `${extension}:${key}`;
    if (resolveName(reading.type, name, reading.registry) === undefined)
      reading.notes.push(`Ignored unknown attribute "${key.slice(0, 80)}".`);
    else yield* readKey(name, { ...operation, value: value[key] }, reading);
  }
}

/** All of an extension but what clients may not write. */
function takenAway(urn: string, { type, registry, target }: Reading): Change[] {
  const held = target[urn];
  const schema = registry.extension(type, urn);
  if (!isObject(held) || schema === undefined) return [];
  const stays = schema.attributes.filter((a) => a.mutability === 'readOnly' && held[a.name] !== undefined);
  const left = Object.fromEntries(stays.map((a) => [a.name, held[a.name] ?? null]));
  return [{ kind: 'free', urn, value: stays.length === 0 ? null : left }];
}
