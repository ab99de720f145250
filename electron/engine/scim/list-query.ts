/** Query parameters of a list (RFC 7644 §3.4.2), from a URL or from a SearchRequest body (§3.4.3). */
import type { Condition } from '../../../shared/domain/condition.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { ResourceTypeName } from '../../../shared/domain/scim-schema.ts';
import { invalid } from '../directory/attribute-rules.ts';
import { resolveName } from './attribute-names.ts';
import { bodyField, type ScimCall } from './call.ts';
import { parseFilter } from './filter-parser.ts';
import { type Projection, projectionOf } from './projection.ts';

/** okta.md 1.9: Okta asks for 100 and relies on getting them. */
const defaultCount = 100;
const largestCount = 1000;

const parameters = [
  'filter',
  'startIndex',
  'count',
  'sortBy',
  'sortOrder',
  'attributes',
  'excludedAttributes',
] as const;
type Parameter = (typeof parameters)[number];
type Raw = Partial<Record<Parameter, string>>;

export interface ListRequest<Sort> {
  readonly condition: Condition | undefined;
  /** 1-based. */
  readonly startIndex: number;
  readonly count: number;
  readonly sort: Sort;
  readonly descending: boolean;
  readonly projection: Projection;
}

/** `sorts` maps the registry's names to what storage can sort by; '' is the order without `sortBy`. */
export function listRequest<Sort>(
  type: ResourceTypeName,
  raw: Raw,
  sorts: ReadonlyMap<string, Sort>,
  notes: string[],
): ListRequest<Sort> {
  const startIndex = wholeNumber('startIndex', raw.startIndex) ?? 1;
  const count = wholeNumber('count', raw.count) ?? defaultCount;
  return {
    condition: raw.filter === undefined ? undefined : parseFilter(raw.filter, type),
    startIndex: Math.max(1, Math.min(startIndex, Number.MAX_SAFE_INTEGER)),
    count: Math.max(0, Math.min(count, largestCount)),
    sort: sortOf(type, raw.sortBy, sorts),
    descending: isDescending(raw.sortOrder),
    projection: projectionFrom(type, raw, notes),
  };
}

function projectionFrom(type: ResourceTypeName, raw: Raw, notes: string[]): Projection {
  return projectionOf(type, names(raw.attributes), names(raw.excludedAttributes), notes);
}

/** For a single resource: only the projection counts. */
export function projectionOfCall(type: ResourceTypeName, call: ScimCall): Projection {
  return projectionFrom(type, queryParameters(call), call.notes);
}

function names(list: string | undefined): string[] | null {
  if (list === undefined || list.trim() === '') return null;
  return list
    .split(',')
    .map((n) => n.trim())
    .filter((n) => n !== '');
}

/** @throws AppFault `invalid-input` (B56) */
export function queryParameters(call: ScimCall): Raw {
  const raw: Raw = {};
  for (const name of parameters) {
    const values = call.query.getAll(name);
    if (values.length > 1) throw invalid(name, `${name} was given more than once.`, 'invalidSyntax');
    if (values[0] !== undefined) raw[name] = values[0];
  }
  return raw;
}

export function searchParameters(body: JsonObject): Raw {
  const raw: Raw = {};
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
