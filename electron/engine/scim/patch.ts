/**
 * PATCH (RFC 7644 §3.5.2): applies operations in order to a copy. All or nothing: a fault leaves the
 * caller's resource as it was. The walk is driven by the schema registry, so no name from outside reaches an object.
 * A group's members are not in the resource: operations on them come out as `MemberStep`s, so that moving one member
 * never reads the others.
 *
 * Client shapes read here on purpose: Okta's path-less objects with `id` (okta.md 1.8), Entra's capitals, text
 * booleans, dotted and URN keys, value lists in remove, creation by an absent value filter (okta.md 6).
 */
import type { Condition } from '../../../shared/domain/condition.ts';
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import type { ResourceTypeName } from '../../../shared/domain/scim-schema.ts';
import { AppFault } from '../base/app-fault.ts';
import { invalid, isObject } from '../directory/attribute-rules.ts';
import { type ResolvedName, resolveName } from './attribute-names.ts';
import { parsePath } from './filter-parser.ts';
import { memberIds } from './member-values.ts';
import { applyToAttribute } from './patch-attribute.ts';
import type { Operation, PatchOptions } from './patch-operation.ts';

export type MemberStep =
  | { readonly kind: 'add' | 'remove' | 'set'; readonly ids: readonly string[] }
  | { readonly kind: 'remove-where'; readonly condition: Condition };

export interface Patched {
  readonly resource: JsonObject;
  readonly members: readonly MemberStep[];
}

/** @throws AppFault `invalid-input`, `mutability`; with several operations the message names the one that failed */
export function applyOperations(
  type: ResourceTypeName,
  resource: JsonObject,
  operations: readonly Operation[],
  options: PatchOptions,
): Patched {
  const target = structuredClone(resource);
  const members: MemberStep[] = [];
  operations.forEach((operation, i) => {
    try {
      applyOne(type, target, operation, members, options);
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

function applyOne(
  type: ResourceTypeName,
  target: JsonObject,
  operation: Operation,
  members: MemberStep[],
  options: PatchOptions,
): void {
  if (operation.path === null) {
    applyPathless(type, target, operation, members, options);
    return;
  }
  const path = parsePath(operation.path, type);
  if (path.kind === 'extension') {
    applyExtension(type, target, path.extension, operation, members, options);
  } else if (path.name.def.name === 'members') {
    takeMembers(path.filter, path.name, operation, members, options);
  } else {
    assertWritable(path.name);
    applyToAttribute(target, path.name, path.filter, operation, options);
  }
}

function assertWritable(name: ResolvedName): void {
  const leaf = name.sub ?? name.def;
  if (name.def.mutability === 'readOnly' || leaf.mutability === 'readOnly')
    throw new AppFault('mutability', `${name.def.name} is read-only.`);
}

function applyPathless(
  type: ResourceTypeName,
  target: JsonObject,
  operation: Operation,
  members: MemberStep[],
  options: PatchOptions,
): void {
  if (operation.verb === 'remove') throw invalid('path', 'remove needs a path.', 'noTarget');
  if (!isObject(operation.value))
    throw invalid('value', 'Without a path, value must be an object of attributes.', 'invalidValue');
  for (const key of Object.keys(operation.value))
    applyKey(type, target, key, { ...operation, value: operation.value[key] }, members, options);
}

/** One key of a path-less value: an attribute, a dotted or URN name, a whole extension, or a path of its own. */
function applyKey(
  type: ResourceTypeName,
  target: JsonObject,
  key: string,
  operation: Operation,
  members: MemberStep[],
  options: PatchOptions,
): void {
  if (key.toLowerCase() === 'schemas') return;
  if (key.includes('[')) {
    applyOne(type, target, { ...operation, path: key }, members, options);
    return;
  }
  const name = resolveName(type, key);
  if (name === undefined) applyUnknown(target, key, operation.value, options);
  else if ('extension' in name) applyExtension(type, target, name.extension, operation, members, options);
  else if (name.def.mutability === 'readOnly') {
    options.notes.push(`Ignored the read-only attribute "${name.def.name}".`);
  } else if (name.def.name === 'members') takeMembers(null, name, operation, members, options);
  else applyToAttribute(target, name, null, operation, options);
}

function applyUnknown(target: JsonObject, key: string, value: Json | undefined, options: PatchOptions): void {
  if (/^urn:/i.test(key) && isObject(value)) target[key] = value;
  else if (key.includes('.') || key.includes(':')) throw invalid('path', 'Unknown attribute.', 'invalidPath');
  else options.notes.push(`Ignored unknown attribute "${key.slice(0, 80)}".`);
}

function applyExtension(
  type: ResourceTypeName,
  target: JsonObject,
  extension: string,
  operation: Operation,
  members: MemberStep[],
  options: PatchOptions,
): void {
  if (operation.verb === 'remove' || operation.value === null) {
    delete target[extension];
    return;
  }
  if (!isObject(operation.value)) throw invalid('value', 'An extension must be an object.');
  for (const key of Object.keys(operation.value)) {
    const value = operation.value[key];
    if (resolveName(type, `${extension}:${key}`) === undefined)
      options.notes.push(`Ignored unknown attribute "${key.slice(0, 80)}".`);
    else applyKey(type, target, `${extension}:${key}`, { ...operation, value }, members, options);
  }
}

function takeMembers(
  filter: Condition | null,
  name: ResolvedName,
  operation: Operation,
  members: MemberStep[],
  options: PatchOptions,
): void {
  if (name.sub !== null) {
    options.notes.push('Ignored a change to a member; members are added and removed whole.');
    return;
  }
  if (filter !== null && operation.verb === 'remove') members.push(removal(filter));
  else if (filter !== null) throw invalid('members', 'Members are added without a filter.', 'invalidPath');
  else if (operation.verb !== 'remove') {
    const ids = memberIds(operation.value, options.notes);
    members.push({ kind: operation.verb === 'add' ? 'add' : 'set', ids });
  } else if (operation.value === undefined || operation.value === null)
    members.push({ kind: 'set', ids: [] });
  else members.push({ kind: 'remove', ids: memberIds(operation.value, options.notes) });
}

/** `members[value eq "x"]`, alone or joined by `or`, names ids; anything else has to be asked of the members. */
function removal(filter: Condition): MemberStep {
  const terms = filter.kind === 'or' ? filter.terms : [filter];
  const ids: string[] = [];
  for (const term of terms) {
    const named = term.kind === 'compare' && term.operator === 'eq' && term.path.attribute === 'value';
    if (!named) return { kind: 'remove-where', condition: filter };
    ids.push(String(term.value));
  }
  return { kind: 'remove', ids };
}
