/**
 * PATCH once more, written plainly from RFC 7644 §3.5.2 and the choices in docs, to hold the engine against. It works
 * on structured operations, knows nothing of the engine's registry, parser or types, and is slow on purpose.
 *
 * Choices that the RFC leaves open: adding a value with the same `value` and `type` completes the one that is there;
 * replace with a filter that matches nothing is noTarget, except for Entra; null and "" mean "take away".
 */
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { badge, strict } from './badge-schema.ts';
import { enterprise } from './scim-start.ts';

type Kind = 'text' | 'bool' | 'int' | 'complex' | 'list' | 'texts';

interface Spec {
  readonly urn: string | null;
  readonly kind: Kind;
  readonly subs: Readonly<Record<string, 'text' | 'exact' | 'bool' | 'int'>>;
  readonly required: boolean;
  readonly rule: 'free' | 'readOnly' | 'immutable';
}

function spec(kind: Kind, more: Partial<Spec> = {}): Spec {
  return { urn: null, kind, subs: {}, required: false, rule: 'free', ...more };
}

const mail = { value: 'text', type: 'text', display: 'text', primary: 'bool' } as const;
export const specs: Readonly<Record<string, Spec>> = {
  userName: spec('text', { required: true }),
  title: spec('text'),
  nickName: spec('text'),
  active: spec('bool'),
  name: spec('complex', { subs: { givenName: 'text', familyName: 'text', middleName: 'text' } }),
  emails: spec('list', { subs: mail }),
  roles: spec('list', { subs: mail }),
  groups: spec('list', { rule: 'readOnly' }),
  department: spec('text', { urn: enterprise }),
  manager: spec('complex', { urn: enterprise, subs: { value: 'exact', displayName: 'text' } }),
  level: spec('int', { urn: badge }),
  vip: spec('bool', { urn: badge }),
  tags: spec('texts', { urn: badge }),
  desk: spec('complex', { urn: badge, subs: { building: 'text', seat: 'int' } }),
  keys: spec('list', { urn: badge, subs: { value: 'exact', type: 'text', primary: 'bool' } }),
  grade: spec('text', { urn: strict, required: true }),
  born: spec('text', { urn: strict, rule: 'immutable' }),
  risk: spec('text', { urn: strict, rule: 'readOnly' }),
  pin: spec('text', { urn: strict }),
};

export type Filter =
  | { readonly kind: 'eq'; readonly pairs: readonly (readonly [string, string | boolean])[] }
  | { readonly kind: 'co'; readonly sub: string; readonly part: string }
  | { readonly kind: 'not'; readonly sub: string; readonly value: string }
  | { readonly kind: 'pr'; readonly sub: string };

export interface Target {
  readonly name: string;
  readonly sub: string | null;
  readonly filter: Filter | null;
}

export type OracleOp =
  | {
      readonly kind: 'one';
      readonly verb: 'add' | 'replace' | 'remove';
      readonly target: Target;
      readonly value: Json | undefined;
    }
  /** One path-less operation. */
  | {
      readonly kind: 'many';
      readonly verb: 'add' | 'replace';
      readonly parts: readonly { target: Target; value: Json }[];
    }
  | { readonly kind: 'bad'; readonly scimType: string };

export class Refusal extends Error {
  readonly scimType: string;
  constructor(scimType: string) {
    super(scimType);
    this.scimType = scimType;
  }
}

/** Attributes by name, the extensions' too: names are unique in this test. */
export type State = Record<string, Json>;

const low = (v: Json | undefined) => (typeof v === 'string' ? v.toLowerCase().replaceAll('ß', 'ß') : v);

/** All operations of one request, or a refusal and nothing. `start` is never changed. */
export function patched(start: State, ops: readonly OracleOp[], entra: boolean): State {
  const state = structuredClone(start);
  for (const op of ops) {
    if (op.kind === 'bad') throw new Refusal(op.scimType);
    if (op.kind === 'one') applyOne(state, op.verb, op.target, op.value, entra);
    else for (const part of op.parts) applyOne(state, op.verb, part.target, part.value, entra);
  }
  atTheEnd(start, state);
  return state;
}

function atTheEnd(start: State, state: State): void {
  if (start['born'] !== undefined && state['born'] !== start['born']) throw new Refusal('mutability');
  const changed = ['grade', 'born', 'risk', 'pin'].some((n) => start[n] !== state[n]);
  if (changed && state['grade'] === undefined && state['grade'] !== start['grade'])
    throw new Refusal('invalidValue');
  // active cannot be absent: it stays what it was
  state['active'] ??= start['active'] ?? true;
}

function applyOne(state: State, verb: string, target: Target, value: Json | undefined, entra: boolean): void {
  const at = specs[target.name];
  if (at === undefined) throw new Error(`no spec for ${target.name}`);
  if (at.rule === 'readOnly') throw new Refusal('mutability');
  switch (at.kind) {
    case 'text':
    case 'bool':
    case 'int':
      setPlain(state, target.name, at.kind, at.required, verb === 'remove' ? null : value);
      return;
    case 'complex':
      applyComplex(state, verb, target, value);
      return;
    case 'list':
    case 'texts':
      applyList(state, verb, target, value, entra);
  }
}

/** What a value becomes; undefined: nothing. */
function read(kind: 'text' | 'exact' | 'bool' | 'int', value: Json | undefined): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (kind === 'bool') {
    const word = String(value).toLowerCase();
    if (typeof value !== 'boolean' && typeof value !== 'string') throw new Refusal('invalidValue');
    if (word !== 'true' && word !== 'false') throw new Refusal('invalidValue');
    return word === 'true';
  }
  if (kind === 'int') {
    if (typeof value !== 'number' || !Number.isInteger(value)) throw new Refusal('invalidValue');
    return value;
  }
  if (typeof value !== 'string') throw new Refusal('invalidValue');
  return value === '' ? undefined : value;
}

function setPlain(
  state: State,
  name: string,
  kind: 'text' | 'bool' | 'int',
  required: boolean,
  value: Json | undefined,
): void {
  const kept = read(kind, value);
  if (kept !== undefined) state[name] = kept;
  else if (required) throw new Refusal('mutability');
  else delete state[name];
}

function subsOf(name: string, sent: Json): JsonObject {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) throw new Refusal('invalidValue');
  const out: JsonObject = {};
  const { subs } = specs[name] as Spec;
  for (const [sub, value] of Object.entries(sent)) {
    const kind = subs[sub];
    if (kind !== undefined) out[sub] = read(kind, value) ?? null;
  }
  return out;
}

function laidOver(base: JsonObject, over: JsonObject): JsonObject {
  const out = { ...base, ...over };
  for (const name of Object.keys(out)) if (out[name] === null) delete out[name];
  return out;
}

function applyComplex(state: State, verb: string, target: Target, value: Json | undefined): void {
  const { name, sub } = target;
  const old = (state[name] ?? {}) as JsonObject;
  let now: JsonObject;
  if (sub !== null) now = laidOver(old, subsOf(name, { [sub]: verb === 'remove' ? null : (value ?? null) }));
  else if (verb === 'remove' || value === null || (value === '' && name === 'manager')) now = {};
  else if (typeof value === 'string' && name === 'manager') now = laidOver(old, { value });
  else now = laidOver(old, subsOf(name, value ?? null));
  if (Object.keys(now).length === 0) delete state[name];
  else state[name] = now;
}

function holds(filter: Filter | null, element: Json): boolean {
  if (filter === null) return true;
  const exact = (sub: string, value: Json | undefined) => (isKeysValue(element, sub) ? value : low(value));
  const of = (sub: string) => (isRecord(element) ? element[sub] : sub === 'value' ? element : undefined);
  switch (filter.kind) {
    case 'eq':
      return filter.pairs.every(([sub, value]) => exact(sub, of(sub)) === exact(sub, value));
    case 'co': {
      const actual = exact(filter.sub, of(filter.sub));
      return typeof actual === 'string' && actual.includes(String(exact(filter.sub, filter.part)));
    }
    case 'not':
      return exact(filter.sub, of(filter.sub)) !== exact(filter.sub, filter.value);
    case 'pr':
      return of(filter.sub) !== undefined;
  }
}

/** Elements of `keys` are marked by the generator with values that begin with K: those are compared exactly. */
function isKeysValue(element: Json, sub: string): boolean {
  return sub === 'value' && isRecord(element) && /^k/i.test(String(element['value'] ?? ''));
}

function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function elementsSent(target: Target, value: Json | undefined): Json[] {
  const plain = specs[target.name]?.kind === 'texts';
  const list = Array.isArray(value) ? value : isRecord(value) || plain ? [value as Json] : null;
  if (list === null) throw new Refusal('invalidValue');
  const out = list.flatMap((e) => {
    if (plain) return read('text', isRecord(e) ? e['value'] : e) ?? [];
    const kept = laidOver({}, subsOf(target.name, e));
    return Object.keys(kept).length === 0 ? [] : [kept];
  });
  if (out.filter((e) => isRecord(e) && e['primary'] === true).length > 1) throw new Refusal('invalidValue');
  return out;
}

function same(a: Json, b: Json): boolean {
  if (!isRecord(a) || !isRecord(b)) return low(a) === low(b);
  if (JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())) return true;
  const exact = isKeysValue(a, 'value') || isKeysValue(b, 'value');
  const value = (e: JsonObject) => (exact ? e['value'] : low(e['value']));
  return typeof a['value'] === 'string' && value(a) === value(b) && low(a['type']) === low(b['type']);
}

function onePrimary(list: Json[], written: readonly number[]): void {
  const last = written.filter((i) => isRecord(list[i]) && (list[i] as JsonObject)['primary'] === true).at(-1);
  if (last === undefined) return;
  list.forEach((e, i) => {
    if (i !== last && isRecord(e) && e['primary'] === true) list[i] = laidOver(e, { primary: null });
  });
}

function applyList(
  state: State,
  verb: string,
  target: Target,
  value: Json | undefined,
  entra: boolean,
): void {
  const { name, sub, filter } = target;
  const list = [...((state[name] ?? []) as Json[])];
  const empty = value === undefined || value === null || value === '';
  let now: Json[];
  if (sub === null && filter === null) now = wholeList(list, verb, target, value, empty);
  else if (verb === 'remove' || empty) now = taken(list, sub, filter);
  else now = writtenInto(list, verb, target, value as Json, entra);
  now = now.filter((e) => !isRecord(e) || Object.keys(e).length > 0);
  if (now.length === 0) delete state[name];
  else state[name] = now;
}

function wholeList(
  list: Json[],
  verb: string,
  target: Target,
  value: Json | undefined,
  empty: boolean,
): Json[] {
  if (verb === 'add' && empty) return list;
  if (empty) return [];
  const sent = elementsSent(target, value);
  if (verb === 'replace') return sent;
  if (verb === 'remove') return list.filter((e) => !sent.some((gone) => names(gone, e)));
  const written: number[] = [];
  for (const element of sent) {
    const twin = list.findIndex((e) => same(e, element));
    if (twin === -1) written.push(list.push(element) - 1);
    else {
      const there = list[twin] as Json;
      if (isRecord(there) && isRecord(element)) list[twin] = laidOver(there, element);
      written.push(twin);
    }
  }
  onePrimary(list, written);
  return list;
}

function names(gone: Json, element: Json): boolean {
  if (!isRecord(gone) || !isRecord(element)) return low(gone) === low(element);
  return Object.keys(gone).every((k) =>
    isKeysValue(gone, k) || isKeysValue(element, k)
      ? gone[k] === element[k]
      : low(gone[k]) === low(element[k]),
  );
}

function taken(list: Json[], sub: string | null, filter: Filter | null): Json[] {
  if (sub === null) return list.filter((e) => !holds(filter, e));
  return list.map((e) => (holds(filter, e) && isRecord(e) ? laidOver(e, { [sub]: null }) : e));
}

function writtenInto(list: Json[], verb: string, target: Target, value: Json, entra: boolean): Json[] {
  const { name, sub, filter } = target;
  const over = subsOf(name, sub === null ? value : { [sub]: value });
  const chosen = list.flatMap((e, i) => (holds(filter, e) ? [i] : []));
  if (chosen.length === 0) {
    const may = filter === null || verb === 'add' || entra;
    if (!may || (filter !== null && filter.kind !== 'eq')) throw new Refusal('noTarget');
    const fresh: JsonObject =
      filter === null ? {} : Object.fromEntries((filter as Filter & { kind: 'eq' }).pairs);
    chosen.push(list.push(fresh) - 1);
  }
  for (const i of chosen) list[i] = laidOver(list[i] as JsonObject, over);
  onePrimary(list, chosen);
  // what was not written may hold a second primary only if it was there before, which cannot be
  return list;
}
