/**
 * Which parts of a resource go out: `attributes` and `excludedAttributes` (RFC 7644 §3.4.2.5), and what a schema says
 * about returning (RFC 7643 §7): `always` cannot be left out, `never` does not go out, `request` only where it is
 * named, or was written by the request. Only extensions that an admin defined have such attributes; without them, nothing here costs anything.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { coreRegistry, type NameTree, type SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import type { ResourceTypeName } from '../../../shared/domain/scim-schema.ts';
import { invalid, isObject } from '../directory/attribute-rules.ts';
import { resolveName } from './attribute-names.ts';

export interface Projection {
  /** Null: all of it. Keys are attributes or extension URNs, then attributes, then sub-attributes. */
  readonly only: NameTree | null;
  readonly without: NameTree | null;
  /** Does not go out, whatever was asked; its URNs tell which resources are concerned at all. */
  readonly hidden: NameTree | null;
  /** Goes out, whatever was asked. */
  readonly always: NameTree | null;
}

export const wholeResource: Projection = { only: null, without: null, hidden: null, always: null };
const always: ReadonlySet<string> = new Set(['schemas', 'id']);

/** Everything that goes out where nobody asks for less or more. */
export function wholeOf(type: ResourceTypeName, registry: SchemaRegistry): Projection {
  const { never, request } = registry.returned[type];
  return hiding(merged(never, request));
}

function hiding(hidden: NameTree | null): Projection {
  return hidden === null ? wholeResource : { ...wholeResource, hidden };
}

/** `written`: what the request wrote goes out even where it is returned on request. @throws AppFault `invalid-input` where both lists are given (B58) */
export function projectionOf(
  type: ResourceTypeName,
  attributes: readonly string[] | null,
  excluded: readonly string[] | null,
  notes: string[],
  registry: SchemaRegistry = coreRegistry,
  written: readonly string[] = [],
): Projection {
  if (attributes !== null && excluded !== null)
    throw invalid('attributes', 'Use either attributes or excludedAttributes, not both.');
  const rules = registry.returned[type];
  const request = rules.request === null ? null : minus(rules.request, wroteOf(type, written, registry));
  if (attributes === null && excluded === null) return hiding(merged(rules.never, request));
  const select = (names: readonly string[] | null) =>
    names === null ? null : selection(type, names, notes, registry);
  const only = select(attributes);
  return {
    only,
    without: select(excluded),
    hidden: merged(rules.never, minus(request, only)),
    always: rules.always,
  };
}

/** An extension that was sent names its attributes, not all of itself. */
function wroteOf(type: ResourceTypeName, written: readonly string[], registry: SchemaRegistry): Tree {
  const attributes = written.filter((name) => registry.extension(type, name) === undefined);
  return selection(type, attributes, [], registry);
}

type Tree = Map<string, Tree | null>;

function selection(
  type: ResourceTypeName,
  names: readonly string[],
  notes: string[],
  registry: SchemaRegistry,
): Tree {
  const out: Tree = new Map();
  for (const name of names) {
    const found = resolveName(type, name, registry);
    if (found === undefined) {
      if (!always.has(name.toLowerCase())) notes.push(`Ignored unknown attribute "${name.slice(0, 80)}".`);
    } else if ('extension' in found) plant(out, [found.extension]);
    else {
      const { extension, attribute, sub } = found.path;
      plant(
        out,
        [extension, attribute, sub].filter((part) => part !== null),
      );
    }
  }
  return out;
}

/** A name that is there whole stays whole. */
function plant(tree: Tree, steps: readonly string[]): void {
  const [head, ...rest] = steps;
  if (head === undefined || tree.get(head) === null) return;
  if (rest.length === 0) {
    tree.set(head, null);
    return;
  }
  const below = tree.get(head) ?? new Map<string, Tree | null>();
  plant(below, rest);
  tree.set(head, below);
}

function merged(a: NameTree | null, b: NameTree | null): NameTree | null {
  if (a === null || b === null) return a ?? b;
  const out = new Map<string, NameTree | null>(a);
  for (const [key, below] of b) {
    const mine = out.get(key);
    out.set(key, mine === undefined ? below : mine === null || below === null ? null : merged(mine, below));
  }
  return out;
}

/** `request` attributes that are named themselves do not stay hidden; naming what holds them is not enough. */
function minus(request: NameTree | null, only: NameTree | null): NameTree | null {
  if (request === null || only === null) return request;
  const out = new Map<string, NameTree | null>();
  for (const [key, below] of request) {
    const named = only.get(key);
    if (below === null) {
      if (!only.has(key)) out.set(key, null);
    } else {
      const left = named === undefined || named === null ? below : minus(below, named);
      if (left !== null) out.set(key, left);
    }
  }
  return out.size === 0 ? null : out;
}

/** Whether any of `key` can go out: what cannot need not be read. */
export function includes(projection: Projection, key: string): boolean {
  if (projection.only !== null) return projection.only.has(key);
  return projection.without?.get(key) !== null;
}

/** `schemas` is the resource's, as JSON text: what is hidden concerns only resources with that extension. */
export function isWhole(projection: Projection, schemas = ''): boolean {
  if (projection.only !== null) return false;
  if (projection.without !== null && projection.without.size > 0) return false;
  return !hides(projection, schemas);
}

function hides({ hidden }: Projection, schemas: string): boolean {
  if (hidden === null) return false;
  for (const urn of hidden.keys()) if (schemas.includes(urn)) return true;
  return false;
}

/** Only members are left out: the text can be put together without parsing it. */
export function leavesOutOnly(projection: Projection, key: string, schemas = ''): boolean {
  const { only, without } = projection;
  return only === null && without?.size === 1 && without.get(key) === null && !hides(projection, schemas);
}

export function project(resource: JsonObject, projection: Projection): JsonObject {
  const out: JsonObject = {};
  for (const [key, value] of Object.entries(resource)) {
    const kept = always.has(key) ? value : projectValue(key, value, projection);
    if (kept !== undefined) out[key] = kept;
  }
  return out;
}

function projectValue(key: string, value: Json, projection: Projection): Json | undefined {
  const { only, without, hidden, always: kept } = projection;
  const open = hidden?.has(key) === true ? cut(value, hidden.get(key) ?? null) : value;
  if (open === undefined) return undefined;
  const asked = chosen(key, open, only, without);
  const must = kept?.get(key);
  return must === undefined ? asked : together(asked, pick(open, must));
}

function chosen(key: string, value: Json, only: NameTree | null, without: NameTree | null): Json | undefined {
  if (only !== null) return only.has(key) ? pick(value, only.get(key) ?? null) : undefined;
  return without?.has(key) === true ? cut(value, without.get(key) ?? null) : value;
}

/** Only what the tree names; null: all of it. An object without any of it is nothing. */
function pick(value: Json, tree: NameTree | null): Json | undefined {
  if (tree === null) return value;
  if (Array.isArray(value)) return value.map((element) => pick(element, tree) ?? {});
  if (!isObject(value)) return value;
  const out: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const kept = tree.has(key) ? pick(inner, tree.get(key) ?? null) : undefined;
    if (kept !== undefined) out[key] = kept;
  }
  return out;
}

/** All but what the tree names; null: nothing is left. */
function cut(value: Json, tree: NameTree | null): Json | undefined {
  if (tree === null) return undefined;
  if (Array.isArray(value)) return value.map((element) => cut(element, tree) ?? {});
  if (!isObject(value)) return value;
  const out: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const kept = tree.has(key) ? cut(inner, tree.get(key) ?? null) : inner;
    if (kept !== undefined) out[key] = kept;
  }
  return Object.keys(out).length === 0 ? undefined : out;
}

/** What was asked for and what goes out anyway: attributes of one extension, so one level. */
function together(asked: Json | undefined, must: Json | undefined): Json | undefined {
  if (!isObject(must) || Object.keys(must).length === 0) return asked;
  return isObject(asked) ? { ...must, ...asked } : must;
}
