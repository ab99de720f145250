/**
 * One operation on one attribute (RFC 7644 §3.5.2.1 to §3.5.2.3). Changes `target`, a copy in canonical spelling;
 * values go through the directory's own rules for types and limits.
 */
import type { Condition } from '../../../shared/domain/condition.ts';
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import type { AttributeDef } from '../../../shared/domain/scim-schema.ts';
import { AppFault } from '../base/app-fault.ts';
import { foldKey } from '../base/fold.ts';
import {
  acceptSingle,
  acceptValue,
  assertOnePrimary,
  invalid,
  isObject,
  sameJson,
} from '../directory/attribute-rules.ts';
import type { ResolvedName } from './attribute-names.ts';
import { elementMatches } from './condition-match.ts';
import type { Operation, PatchOptions } from './patch-operation.ts';

export function applyToAttribute(
  target: JsonObject,
  name: ResolvedName,
  filter: Condition | null,
  operation: Operation,
  options: PatchOptions,
): void {
  const { def } = name;
  if (operation.verb === 'remove' && def.required)
    throw new AppFault('mutability', `${def.name} is required.`);
  if (operation.verb !== 'remove' && operation.value === undefined)
    throw invalid('value', `${operation.verb} needs a value.`);
  const holder = holderOf(target, name.path.extension);
  if (def.multiValued) applyPlural(holder, name, filter, operation, options);
  else if (name.sub !== null) applySub(holder, def, name.sub, operation, options);
  else applySimple(holder, def, operation, options);
  dropEmptyExtension(target, name.path.extension);
}

function holderOf(target: JsonObject, extension: string | null): JsonObject {
  if (extension === null) return target;
  const holder = target[extension];
  if (isObject(holder)) return holder;
  const fresh: JsonObject = {};
  target[extension] = fresh;
  return fresh;
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

function acceptFor(def: AttributeDef, operation: Operation, label: string, options: PatchOptions) {
  if (operation.verb === 'remove') return undefined;
  return acceptValue(def, operation.value ?? null, label, { notes: options.notes });
}

/** Sub-attributes named are written, the others stay: for add and replace alike (§3.5.2.3). */
function applySimple(
  holder: JsonObject,
  def: AttributeDef,
  operation: Operation,
  options: PatchOptions,
): void {
  const value = acceptFor(def, operation, def.name, options);
  if (value === undefined && def.required) throw invalid(def.name, `${def.name} is required.`);
  const old = holder[def.name];
  if (isObject(value) && isObject(old)) put(holder, def.name, { ...old, ...value });
  else put(holder, def.name, value);
}

function applySub(
  holder: JsonObject,
  def: AttributeDef,
  sub: AttributeDef,
  operation: Operation,
  options: PatchOptions,
): void {
  const value = acceptFor(sub, operation, `${def.name}.${sub.name}`, options);
  const old = holder[def.name];
  const whole: JsonObject = isObject(old) ? { ...old } : {};
  put(whole, sub.name, value);
  put(holder, def.name, whole);
}

function elementsOf(holder: JsonObject, def: AttributeDef): JsonObject[] {
  const value = holder[def.name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function putElements(holder: JsonObject, def: AttributeDef, elements: readonly JsonObject[]): void {
  const kept = elements.filter((e) => Object.keys(e).length > 0);
  assertOnePrimary(def, kept, def.name);
  if (kept.length === 0) delete holder[def.name];
  else holder[def.name] = acceptValue(def, kept, def.name) ?? [];
}

function applyPlural(
  holder: JsonObject,
  name: ResolvedName,
  filter: Condition | null,
  operation: Operation,
  options: PatchOptions,
): void {
  const { def, sub } = name;
  const elements = elementsOf(holder, def);
  if (filter === null && sub === null) {
    if (operation.verb === 'add') putElements(holder, def, appended(def, elements, operation, options));
    else if (operation.verb === 'replace') putElements(holder, def, sent(def, operation, options));
    else putElements(holder, def, without(def, elements, operation, options));
    return;
  }
  const chosen = elements.filter((e) => filter === null || elementMatches(e, filter, def));
  if (operation.verb === 'remove') {
    removeChosen(holder, def, sub, elements, chosen);
    return;
  }
  if (chosen.length === 0) {
    const fresh = freshElement(def, filter, operation, options);
    elements.push(fresh);
    chosen.push(fresh);
  }
  for (const element of chosen) writeElement(def, sub, element, operation, options);
  keepOnePrimary(elements, chosen);
  putElements(holder, def, elements);
}

function removeChosen(
  holder: JsonObject,
  def: AttributeDef,
  sub: AttributeDef | null,
  elements: readonly JsonObject[],
  chosen: readonly JsonObject[],
): void {
  if (sub === null) {
    putElements(
      holder,
      def,
      elements.filter((e) => !chosen.includes(e)),
    );
    return;
  }
  for (const element of chosen) delete element[sub.name];
  putElements(holder, def, elements);
}

function sent(def: AttributeDef, operation: Operation, options: PatchOptions): JsonObject[] {
  const value = operation.value ?? null;
  const list = isObject(value) ? [value] : value;
  const kept = acceptValue(def, list, def.name, { notes: options.notes });
  return Array.isArray(kept) ? kept.filter(isObject) : [];
}

/** A value that is there already is not added again; one with the same value and type is completed. */
function appended(
  def: AttributeDef,
  elements: readonly JsonObject[],
  operation: Operation,
  options: PatchOptions,
): JsonObject[] {
  const out = [...elements];
  const added: JsonObject[] = [];
  for (const element of sent(def, operation, options)) {
    const twin = out.findIndex((e) => sameElement(e, element));
    const merged = twin === -1 ? element : { ...out[twin], ...element };
    if (twin === -1) out.push(merged);
    else out[twin] = merged;
    added.push(merged);
  }
  keepOnePrimary(out, added);
  return out;
}

function sameElement(a: JsonObject, b: JsonObject): boolean {
  if (sameJson(a, b)) return true;
  const key = (value: Json | undefined) => (typeof value === 'string' ? foldKey(value) : null);
  const value = key(a['value']);
  return value !== null && value === key(b['value']) && key(a['type']) === key(b['type']);
}

/** Without a value all go; with a list, those that are in it (Entra, okta.md 6). */
function without(
  def: AttributeDef,
  elements: readonly JsonObject[],
  operation: Operation,
  options: PatchOptions,
): JsonObject[] {
  if (operation.value === undefined || operation.value === null) return [];
  const gone = sent(def, operation, options);
  return elements.filter((e) => !gone.some((g) => Object.keys(g).every((k) => sameJson(e[k], g[k]))));
}

function writeElement(
  def: AttributeDef,
  sub: AttributeDef | null,
  element: JsonObject,
  operation: Operation,
  options: PatchOptions,
): void {
  if (sub !== null) {
    put(element, sub.name, acceptFor(sub, operation, `${def.name}.${sub.name}`, options));
    return;
  }
  const value = acceptSingle(def, operation.value ?? null, def.name, { notes: options.notes });
  if (isObject(value)) Object.assign(element, value);
}

/** What was just made primary takes it from the others (RFC 7644 §3.5.2). */
function keepOnePrimary(elements: readonly JsonObject[], written: readonly JsonObject[]): void {
  const last = written.filter((e) => e['primary'] === true).at(-1);
  if (last === undefined) return;
  for (const element of elements)
    if (element !== last && element['primary'] === true) delete element['primary'];
}

/**
 * The element a value filter describes, where it describes one: `emails[type eq "work"].value` on a user without a
 * work address. For replace only Entra means that; RFC 7644 §3.5.2.3 wants noTarget.
 */
function freshElement(
  def: AttributeDef,
  filter: Condition | null,
  operation: Operation,
  options: PatchOptions,
): JsonObject {
  const mayCreate =
    filter === null || operation.verb === 'add' || operation.capitalised || options.createOnReplace;
  const element: JsonObject = {};
  if (!mayCreate || (filter !== null && !describes(filter, element)))
    throw invalid(def.name, 'No value matches the path.', 'noTarget');
  if (filter !== null) options.notes.push(`Created the ${def.name} value that the path describes.`);
  return element;
}

function describes(filter: Condition, element: JsonObject): boolean {
  if (filter.kind === 'and') return filter.terms.every((t) => describes(t, element));
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.value === null) return false;
  element[filter.path.attribute] = filter.value;
  return true;
}
