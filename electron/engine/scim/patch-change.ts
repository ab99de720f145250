/**
 * What an operation means, said one way. Clients write the same change with a path or without, with dotted or URN
 * keys, as an object or attribute by attribute, with null or with `remove`: all of them become the same `Change`, and
 * only that is judged (types, mutability, what is required) and applied. So no syntax is a way around a rule.
 *
 * Values in a `Change` are accepted ones: canonical names, types checked.
 */
import type { Condition } from '../../../shared/domain/condition.ts';
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { type AttributeDef, findSubAttribute } from '../../../shared/domain/scim-schema.ts';
import { AppFault } from '../base/app-fault.ts';
import { acceptSingle, acceptValue, invalid, isObject } from '../directory/value-rules.ts';
import { pathTo, type ResolvedName } from './attribute-names.ts';
import { memberIds } from './member-values.ts';
import type { PatchVerb } from './patch-operation.ts';

export type MemberStep =
  | { readonly kind: 'add' | 'remove' | 'set'; readonly ids: readonly string[] }
  | { readonly kind: 'remove-where'; readonly condition: Condition };

export type Change =
  /** A single value, or one sub-attribute of it; undefined takes it away. */
  | { readonly kind: 'set'; readonly at: ResolvedName; readonly value: Json | undefined }
  | {
      /** `list`: exactly these; `append`: these too; `without`: all but these. */
      readonly kind: 'list' | 'append' | 'without';
      readonly at: ResolvedName;
      readonly elements: readonly Json[];
    }
  /** Writes into the elements that match; sub-attributes that are null go. A plain value replaces them. */
  | {
      readonly kind: 'write';
      readonly at: ResolvedName;
      readonly filter: Condition | null;
      readonly element: Json;
      readonly creates: boolean;
    }
  /** Takes the elements that match, or one sub-attribute of them. */
  | { readonly kind: 'drop'; readonly at: ResolvedName; readonly filter: Condition | null }
  | { readonly kind: 'members'; readonly step: MemberStep }
  /** An extension nobody declared: kept as it comes; null takes it away. */
  | { readonly kind: 'free'; readonly urn: string; readonly value: JsonObject | null };

/** One target of an operation, before its value is looked at. */
export interface Wish {
  readonly verb: PatchVerb;
  readonly at: ResolvedName;
  readonly filter: Condition | null;
  readonly value: Json | undefined;
  /** An element that a filter describes and that is not there is made (okta.md 6). */
  readonly creates: boolean;
  readonly notes: string[];
}

/** @throws AppFault `invalid-input`, `mutability` */
export function changesOf(wish: Wish): Change[] {
  if (wish.verb !== 'remove' && wish.value === undefined)
    throw invalid('value', `${wish.verb} needs a value.`);
  assertWritable(wish.at);
  if (wish.at.path.extension === null && wish.at.def.name === 'members') return [memberChange(wish)];
  return wish.at.def.multiValued ? pluralChanges(wish) : singleChanges(wish);
}

function assertWritable({ def, sub }: ResolvedName): void {
  if (def.mutability === 'readOnly' || (sub?.mutability === 'readOnly' && def.name !== 'members'))
    throw new AppFault('mutability', `${def.name} is read-only.`);
}

function isText(def: AttributeDef): boolean {
  switch (def.type) {
    case 'string':
    case 'reference':
    case 'binary':
    case 'dateTime':
      return true;
    case 'complex':
      return findSubAttribute(def, 'value') !== undefined;
    case 'boolean':
    case 'integer':
    case 'decimal':
      return false;
  }
}

/** Null and empty text are "unassigned" (RFC 7643 §2.5). */
function isUnassigned(wish: Wish, def: AttributeDef): boolean {
  return wish.verb === 'remove' || wish.value === null || (wish.value === '' && isText(def));
}

function withSub(wish: Wish, sub: AttributeDef, value: Json): Wish {
  const { def, path } = wish.at;
  return { ...wish, at: { path: pathTo(path.extension, def, sub), def, sub }, value };
}

/** Sub-attributes named are written, the others stay: for add and replace alike (§3.5.2.3). */
function singleChanges(wish: Wish): Change[] {
  const { at, value } = wish;
  const leaf = at.sub ?? at.def;
  if (isUnassigned(wish, leaf)) {
    assertNotRequired(leaf);
    return [{ kind: 'set', at, value: undefined }];
  }
  if (leaf.type === 'complex' && at.sub === null) {
    if (isObject(value)) return eachSub(wish, value);
    const main = findSubAttribute(leaf, 'value');
    if (typeof value === 'string' && main !== undefined) {
      wish.notes.push(`Read a plain text as ${leaf.name}.value.`);
      return singleChanges(withSub(wish, main, value));
    }
  }
  const label = at.sub === null ? at.def.name : `${at.def.name}.${at.sub.name}`;
  return [{ kind: 'set', at, value: acceptValue(leaf, value ?? null, label, { notes: wish.notes }) }];
}

function eachSub(wish: Wish, value: JsonObject): Change[] {
  const { def } = wish.at;
  return Object.keys(value).flatMap((key) => {
    const sub = findSubAttribute(def, key);
    if (sub !== undefined) return singleChanges(withSub(wish, sub, value[key] ?? null));
    wish.notes.push(`Ignored unknown attribute "${def.name}.${key.slice(0, 80)}".`);
    return [];
  });
}

function assertNotRequired(def: AttributeDef): void {
  if (def.required) throw new AppFault('mutability', `${def.name} is required.`);
}

function pluralChanges(wish: Wish): Change[] {
  const { at, filter } = wish;
  if (at.sub !== null) return [subChange(wish, at.sub)];
  return [filter === null ? listChange(wish) : elementChange(wish, filter)];
}

function listChange(wish: Wish): Change {
  const { at, verb } = wish;
  const { def } = at;
  const value = wish.value ?? null;
  const all = isUnassigned(wish, def) && (value === null || value === '');
  if (all && verb !== 'add') {
    assertNotRequired(def);
    return { kind: 'list', at, elements: [] };
  }
  const list = all ? [] : isOneElement(def, value) ? [value] : value;
  const plain = def.type === 'complex' ? list : unwrapped(list);
  const accepted = acceptValue(def, plain, def.name, { notes: wish.notes });
  const elements = Array.isArray(accepted) ? accepted : [];
  if (verb === 'replace' && elements.length === 0) assertNotRequired(def);
  const kind = verb === 'add' ? 'append' : verb === 'replace' ? 'list' : 'without';
  return { kind, at, elements };
}

/** An element may come without the list around it. */
function isOneElement(def: AttributeDef, value: Json): boolean {
  return isObject(value) || (def.type !== 'complex' && !Array.isArray(value));
}

/** Plain values may come as `{ value: x }`, as elements of complex attributes do. */
function unwrapped(list: Json): Json {
  return Array.isArray(list) ? list.map(unwrappedOne) : list;
}

function unwrappedOne(element: Json): Json {
  const wrapped = isObject(element) && Object.keys(element).length === 1 && Object.hasOwn(element, 'value');
  return wrapped ? (element['value'] ?? null) : element;
}

/** The whole of the elements that match. */
function elementChange(wish: Wish, filter: Condition): Change {
  const { at, value } = wish;
  const { def } = at;
  if (wish.verb === 'remove' || value === null) return { kind: 'drop', at, filter };
  const one = Array.isArray(value) && value.length === 1 ? (value[0] ?? null) : (value ?? null);
  const sent = def.type === 'complex' ? one : unwrappedOne(one);
  const element = acceptSingle(def, sent, def.name, { notes: wish.notes, keepNull: true });
  if (element === undefined && def.type !== 'complex') return { kind: 'drop', at, filter };
  return { kind: 'write', at, filter, element: element ?? {}, creates: wish.creates };
}

/** One sub-attribute of the elements that match, or of all. */
function subChange(wish: Wish, sub: AttributeDef): Change {
  const { at, filter } = wish;
  const { def } = at;
  // of a plain value, `value` is the value itself
  if (def.type !== 'complex') {
    const whole: Wish = { ...wish, at: { path: pathTo(at.path.extension, def, null), def, sub: null } };
    return filter === null ? listChange(whole) : elementChange(whole, filter);
  }
  if (isUnassigned(wish, sub)) {
    assertNotRequired(sub);
    return { kind: 'drop', at, filter };
  }
  const value = acceptValue(sub, wish.value ?? null, `${def.name}.${sub.name}`, { notes: wish.notes });
  const element = { [sub.name]: value ?? null };
  return { kind: 'write', at, filter, element, creates: wish.creates };
}

function memberChange({ verb, at, filter, value, notes }: Wish): Change {
  if (at.sub !== null)
    throw new AppFault('mutability', 'A member cannot be changed; remove it and add another.');
  const step = (made: MemberStep): Change => ({ kind: 'members', step: made });
  if (filter !== null && verb === 'remove') return step(removal(filter));
  if (filter !== null) throw invalid('members', 'Members are added without a filter.', 'invalidPath');
  if (verb !== 'remove') return step({ kind: verb === 'add' ? 'add' : 'set', ids: memberIds(value, notes) });
  if (value === undefined || value === null) return step({ kind: 'set', ids: [] });
  return step({ kind: 'remove', ids: memberIds(value, notes) });
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
