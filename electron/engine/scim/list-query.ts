/** Query parameters of a list (RFC 7644 §3.4.2), from a URL or from a SearchRequest body (§3.4.3). */
import type { Condition } from '../../../shared/domain/condition.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import type { ResourceTypeName } from '../../../shared/domain/scim-schema.ts';
import { invalid } from '../directory/attribute-rules.ts';
import { resolveName } from './attribute-names.ts';
import { bodyField, type ScimCall } from './call.ts';
import { type Cursor, type CursorScope, readCursor, writeCursor } from './cursor.ts';
import { parseFilter } from './filter-parser.ts';
import type { ListPlace } from './messages.ts';
import { type Projection, projectionOf } from './projection.ts';
import { writtenNames } from './written-names.ts';

/** okta.md 1.9: Okta asks for 100 and relies on getting them. */
export const defaultCount = 100;

const parameters = [
  'filter',
  'startIndex',
  'count',
  'cursor',
  'sortBy',
  'sortOrder',
  'attributes',
  'excludedAttributes',
] as const;
type Parameter = (typeof parameters)[number];
export type RawList = Partial<Record<Parameter, string>>;

interface ListPage<Sort> {
  /** 1-based. */
  readonly startIndex: number;
  readonly count: number;
  /** null: pages by index. */
  readonly cursor: Cursor | null;
  readonly sort: Sort;
  readonly descending: boolean;
}

export interface ListRequest<Sort> extends ListPage<Sort> {
  readonly condition: Condition | undefined;
  readonly projection: Projection;
}

type ListName = ResourceTypeName | '.search';

/** `sorts` maps the registry's names to what storage can sort by; '' is the order without `sortBy`. */
export function listRequest<Sort>(
  type: ResourceTypeName,
  raw: RawList,
  sorts: ReadonlyMap<string, Sort>,
  call: ScimCall,
): ListRequest<Sort> {
  return {
    ...pageOf(raw, call.profile.pageCap),
    cursor: cursorOf(type, raw, isSorted(raw)),
    condition: raw.filter === undefined ? undefined : parseFilter(raw.filter, type, call.schemas),
    sort: sortOf(type, raw.sortBy, sorts),
    descending: isDescending(raw.sortOrder),
    projection: projectionFrom(type, raw, call.notes, call.schemas),
  };
}

/** A list of users and groups: one filter read for each type, and what is sent of each. */
export interface MixedRequest<Sort> extends ListPage<Sort> {
  readonly conditions: { readonly User: Condition; readonly Group: Condition } | undefined;
  readonly projections: Readonly<Record<ResourceTypeName, Projection>>;
}

export function mixedRequest<Sort>(
  raw: RawList,
  sorts: ReadonlyMap<string, Sort>,
  call: ScimCall,
): MixedRequest<Sort> {
  const { filter } = raw;
  const read = (type: ResourceTypeName, other: ResourceTypeName) =>
    parseFilter(filter ?? '', type, call.schemas, other);
  // a name that only one of the types has is no mistake, so neither is remarked on
  const projection = (type: ResourceTypeName) => projectionFrom(type, raw, [], call.schemas);
  return {
    ...pageOf(raw, call.profile.pageCap),
    cursor: cursorOf('.search', raw, true),
    conditions:
      filter === undefined ? undefined : { User: read('User', 'Group'), Group: read('Group', 'User') },
    sort: sortOf('User', raw.sortBy, sorts),
    descending: isDescending(raw.sortOrder),
    projections: { User: projection('User'), Group: projection('Group') },
  };
}

/** `startIndex` is 1-based. @throws AppFault `invalid-input` (B54) */
export function pageOf(raw: RawList, most: number): { readonly startIndex: number; readonly count: number } {
  const startIndex = wholeNumber('startIndex', raw.startIndex) ?? 1;
  const count = wholeNumber('count', raw.count) ?? defaultCount;
  return {
    startIndex: Math.max(1, Math.min(startIndex, Number.MAX_SAFE_INTEGER)),
    count: Math.max(0, Math.min(count, most)),
  };
}

function scopeOf(type: ListName, raw: RawList): CursorScope {
  return [type, raw.filter, raw.sortBy, raw.sortOrder];
}

function isSorted(raw: RawList): boolean {
  return (raw.sortBy ?? '') !== '' || isDescending(raw.sortOrder);
}

function cursorOf(type: ListName, raw: RawList, sorted: boolean): Cursor | null {
  if (raw.cursor === undefined) return null;
  if (raw.startIndex !== undefined)
    throw invalid('cursor', 'Use either startIndex or cursor, not both.', 'invalidValue');
  return readCursor(raw.cursor, scopeOf(type, raw), sorted);
}

/** What to read for the page: one more than asked tells whether there is a next one. */
export function windowOf(request: ListPage<unknown>) {
  const { cursor, count } = request;
  if (cursor === null) return { offset: request.startIndex - 1, limit: count };
  const limit = count === 0 ? 0 : count + 1;
  return cursor.kind === 'offset'
    ? { offset: cursor.offset, limit }
    : { offset: 0, limit, after: cursor.seq };
}

/** Splits what was read for a cursor into the page and the cursor of the next one; a page by index has none. */
export function cutPage<Row extends { readonly seq: number }>(
  type: ListName,
  raw: RawList,
  request: ListPage<unknown>,
  rows: readonly Row[],
): { readonly rows: readonly Row[]; readonly next: string | null } {
  const { cursor, count } = request;
  if (cursor === null || rows.length <= count) return { rows, next: null };
  const page = rows.slice(0, count);
  const next: Cursor =
    cursor.kind === 'offset'
      ? { kind: 'offset', offset: cursor.offset + count }
      : { kind: 'after', seq: page.at(-1)?.seq ?? 0 };
  return { rows: page, next: writeCursor(next, scopeOf(type, raw)) };
}

/** Where a page stands among all, for its message. */
export function placeOf(request: ListPage<unknown>, next: string | null): ListPlace {
  return request.cursor === null ? { startIndex: request.startIndex } : { next };
}

function projectionFrom(
  type: ResourceTypeName,
  raw: RawList,
  notes: string[],
  registry: SchemaRegistry,
): Projection {
  return projectionOf(type, names(raw.attributes), names(raw.excludedAttributes), notes, registry);
}

/** For a single resource: only the projection counts. */
export function projectionOfCall(type: ResourceTypeName, call: ScimCall): Projection {
  const { attributes, excludedAttributes } = queryParameters(call);
  const written = call.schemas.returned[type].request === null ? [] : namesWritten(call);
  return projectionOf(type, names(attributes), names(excludedAttributes), call.notes, call.schemas, written);
}

/** A GET has no body to read, and wrote nothing. */
function namesWritten(call: ScimCall): string[] {
  try {
    return writtenNames(call.body());
  } catch {
    return [];
  }
}

function names(list: string | undefined): string[] | null {
  if (list === undefined || list.trim() === '') return null;
  return list
    .split(',')
    .map((n) => n.trim())
    .filter((n) => n !== '');
}

/** @throws AppFault `invalid-input` (B56) */
export function queryParameters(call: ScimCall): RawList {
  const raw: RawList = {};
  for (const name of parameters) {
    const value = call.query[name];
    if (value === undefined) continue;
    if (typeof value !== 'string') throw invalid(name, `${name} was given more than once.`, 'invalidSyntax');
    raw[name] = value;
  }
  return raw;
}

export function searchParameters(body: JsonObject): RawList {
  const raw: RawList = {};
  for (const name of parameters) {
    const value = bodyField(body, name);
    if (typeof value === 'string' || typeof value === 'number') raw[name] = String(value);
    else if (Array.isArray(value)) raw[name] = value.map(String).join(',');
    else if (value !== undefined && value !== null) throw invalid(name, `${name} is not readable.`);
  }
  return raw;
}

function wholeNumber(name: Parameter, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[+-]?\d{1,30}$/.test(text.trim())) throw invalid(name, `${name} must be a whole number.`);
  return Number(text);
}

function sortOf<Sort>(
  type: ResourceTypeName,
  sortBy: string | undefined,
  sorts: ReadonlyMap<string, Sort>,
): Sort {
  const name = sortBy === undefined || sortBy === '' ? undefined : resolveName(type, sortBy);
  const path = name === undefined || 'extension' in name ? undefined : name.path;
  const key = path === undefined ? '?' : path.sub === null ? path.attribute : `${path.attribute}.${path.sub}`;
  const sort = sorts.get(sortBy === undefined || sortBy === '' ? '' : key);
  if (sort === undefined) throw invalid('sortBy', 'Cannot sort by this attribute.');
  return sort;
}

function isDescending(order: string | undefined): boolean {
  const word = (order ?? 'ascending').toLowerCase();
  if (word !== 'ascending' && word !== 'descending')
    throw invalid('sortOrder', 'Cannot sort by this attribute.');
  return word === 'descending';
}
