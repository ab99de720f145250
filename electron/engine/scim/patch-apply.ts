/**
 * One change laid over a resource (RFC 7644 §3.5.2.1 to §3.5.2.3). Writes the attributes of `target`, in canonical
 * spelling, and copies what it changes below them: values may be shared with the resource as it was. What a change
 * holds was judged when it was made (`patch-change.ts`).
 */
import type { Condition } from '../../../shared/domain/condition.ts';
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { type AttributeDef, findSubAttribute } from '../../../shared/domain/scim-schema.ts';
import { foldKey } from '../base/fold.ts';
import { sameJson } from '../directory/same-json.ts';
import { assertFew, assertOnePrimary, invalid, isObject } from '../directory/value-rules.ts';
import { elementMatches } from './condition-match.ts';
import type { Change } from './patch-change.ts';

type Resourceful = Exclude<Change, { kind: 'members' }>;

/** @throws AppFault `invalid-input` where a filter matches nothing that could be written */
export function applyChange(target: JsonObject, change: Resourceful, notes: string[]): void {
  if (change.kind === 'free') {
    if (change.value === null) delete target[change.urn];
    else target[change.urn] = change.value;
    return;
  }
  const { extension } = change.at.path;
  const holder = holderOf(target, extension);
  if (change.kind === 'set') applySet(holder, change);
  else applyToList(holder, change, notes);
  dropEmptyExtension(target, extension);
}

function holderOf(target: JsonObject, extension: string | null): JsonObject {
  if (extension === null) return target;
  const holder = target[extension];
  const own: JsonObject = isObject(holder) ? { ...holder } : {};
  target[extension] = own;
  return own;
}

function dropEmptyExtension(target: JsonObject, extension: string | null): void {
  if (extension === null) return;
  const holder = target[extension];
  if (isObject(holder) && Object.keys(holder).length === 0) delete target[extension];
}

function put(holder: JsonObject, name: string, value: Json | undefined): void {
  if (value === undefined || (isObject(value) && Object.keys(value).length === 0)) delete holder[name];
  else holder[name] = value;
}

function applySet(holder: JsonObject, { at, value }: Change & { kind: 'set' }): void {
  const { def, sub } = at;
  if (sub === null) {
    put(holder, def.name, value);
    return;
  }
  const old = holder[def.name];
  const whole: JsonObject = isObject(old) ? { ...old } : {};
  put(whole, sub.name, value);
  put(holder, def.name, whole);
}

type ListChange = Exclude<Resourceful, { kind: 'free' | 'set' }>;

function applyToList(holder: JsonObject, change: ListChange, notes: string[]): void {
  const { def } = change.at;
  const value = holder[def.name];
  const elements = Array.isArray(value) ? value : [];
  const after = changed(elements, change, notes).filter((e) => !isObject(e) || Object.keys(e).length > 0);
  assertFew(def, after, def.name);
  assertOnePrimary(def, after, def.name);
  if (after.length === 0) delete holder[def.name];
  else holder[def.name] = after;
}

function changed(elements: readonly Json[], change: ListChange, notes: string[]): Json[] {
  const { def, sub } = change.at;
  switch (change.kind) {
    case 'list':
      return [...change.elements];
    case 'append':
      return appended(def, elements, change.elements);
    case 'without':
      return elements.filter((e) => !change.elements.some((gone) => names(def, gone, e)));
    case 'drop': {
      const chosen = (e: Json) => change.filter === null || elementMatches(e, change.filter);
      if (sub === null) return elements.filter((e) => !chosen(e));
      return elements.map((e) => (chosen(e) ? overlaid(e, { [sub.name]: null }) : e));
    }
    case 'write':
      return written(def, elements, change, notes);
  }
}

/** A value that is there already is not added again; one with the same value and type is completed. */
function appended(def: AttributeDef, elements: readonly Json[], added: readonly Json[]): Json[] {
  const out = [...elements];
  const fresh: number[] = [];
  for (const element of added) {
    const twin = out.findIndex((e) => sameElement(def, e, element));
    if (twin === -1) fresh.push(out.push(element) - 1);
    else {
      if (isObject(element)) out[twin] = overlaid(out[twin] ?? null, element);
      fresh.push(twin);
    }
  }
  return keepOnePrimary(out, fresh);
}

function sameElement(def: AttributeDef, a: Json, b: Json): boolean {
  if (sameJson(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return sameText(findSubAttribute(def, 'value'), a, b);
  const value = findSubAttribute(def, 'value');
  if (value === undefined || typeof a['value'] !== 'string') return false;
  return (
    sameText(value, a['value'], b['value']) && sameText(findSubAttribute(def, 'type'), a['type'], b['type'])
  );
}

function sameText(def: AttributeDef | undefined, a: Json | undefined, b: Json | undefined): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return sameJson(a, b);
  return def?.caseExact === true ? a === b : foldKey(a) === foldKey(b);
}

/** Whether `element` is what `gone` says: each sub-attribute that `gone` has is the same. */
function names(def: AttributeDef, gone: Json, element: Json): boolean {
  if (!isObject(gone) || !isObject(element)) return sameElement(def, gone, element);
  return Object.keys(gone).every((k) => sameText(findSubAttribute(def, k), gone[k], element[k]));
}

/** Null in `over` takes a sub-attribute away; a plain value replaces the plain value. */
function overlaid(element: Json, over: Json): Json {
  if (!isObject(element) || !isObject(over)) return over;
  const out: JsonObject = { ...element };
  for (const [name, value] of Object.entries(over)) {
    if (value === null) delete out[name];
    else out[name] = value;
  }
  return out;
}

function written(
  def: AttributeDef,
  elements: readonly Json[],
  change: Change & { kind: 'write' },
  notes: string[],
): Json[] {
  const { filter, element } = change;
  const out = [...elements];
  const chosen = out.flatMap((e, i) => (filter === null || elementMatches(e, filter) ? [i] : []));
  if (chosen.length === 0) {
    chosen.push(out.push(freshElement(def, change)) - 1);
    if (filter !== null) notes.push(`Created the ${def.name} value that the path describes.`);
  }
  for (const i of chosen) out[i] = overlaid(out[i] ?? null, element);
  return keepOnePrimary(out, chosen);
}

/** What was just made primary takes it from the others (RFC 7644 §3.5.2). */
function keepOnePrimary(elements: readonly Json[], written: readonly number[]): Json[] {
  const isPrimary = (e: Json | undefined) => isObject(e) && e['primary'] === true;
  const last = written.filter((i) => isPrimary(elements[i])).at(-1);
  if (last === undefined) return [...elements];
  return elements.map((e, i) => (i !== last && isPrimary(e) ? overlaid(e, { primary: null }) : e));
}

/**
 * The element a value filter describes, where it describes one: `emails[type eq "work"].value` on a user without a
 * work address. RFC 7644 §3.5.2.3 wants noTarget for a replace, Entra wants it made.
 */
function freshElement(def: AttributeDef, change: Change & { kind: 'write' }): Json {
  const element: JsonObject = {};
  if (change.filter === null) return element;
  if (!change.creates || !describes(change.filter, element))
    throw invalid(def.name, 'No value matches the path.', 'noTarget');
  return def.type === 'complex' ? element : (element['value'] ?? null);
}

function describes(filter: Condition, element: JsonObject): boolean {
  if (filter.kind === 'and') return filter.terms.every((t) => describes(t, element));
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.value === null) return false;
  // a date was parsed to milliseconds: it is written as it is kept
  const { value } = filter;
  const isDate = filter.path.def.type === 'dateTime' && typeof value === 'number';
  element[filter.path.attribute] = isDate ? new Date(value).toISOString() : value;
  return true;
}
