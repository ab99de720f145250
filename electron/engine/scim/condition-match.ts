/**
 * Whether an element, or a whole resource, meets a condition: PATCH value filters use it, and the tests hold it
 * against the SQL. Names were resolved by the parser: a path brings its definitions. Comparison is by folded text, or exact where the schema says so, in code points as SQLite does.
 */
import type { AttributePath, CompareOperator, Condition, Literal } from '../../../shared/domain/condition.ts';
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { type AttributeDef, findSubAttribute } from '../../../shared/domain/scim-schema.ts';
import { foldKey } from '../base/fold.ts';
import { isResourceLink, linkTail } from '../base/resource-link.ts';

/** `element` is one value of a multi-valued attribute; a plain one answers to the name `value`. */
export function elementMatches(element: Json, condition: Condition): boolean {
  return evaluate(condition, (path) => {
    if (isObject(element)) return { def: path.def, values: valuesOf(element[path.attribute]) };
    return { def: path.def, values: path.attribute === 'value' ? valuesOf(element) : [] };
  });
}

/** A whole resource in canonical spelling, `meta` included. */
export function resourceMatches(resource: JsonObject, condition: Condition): boolean {
  return evaluate(condition, (path) => lookup(resource, path));
}

interface Found {
  readonly def: AttributeDef;
  readonly values: readonly Json[];
  readonly plural?: boolean;
}

function valuesOf(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function lookup(resource: JsonObject, path: AttributePath): Found {
  const { def, subDef } = path;
  const holder = path.extension === null ? resource : resource[path.extension];
  const values = valuesOf(isObject(holder) ? holder[def.name] : undefined);
  if (subDef === null) return { def, values, plural: def.multiValued };
  const inner = values.map((v) => (isObject(v) ? (v[subDef.name] ?? null) : plainValue(def, v)));
  return { def: subDef, values: inner, plural: def.multiValued };
}

function plainValue(def: AttributeDef, value: Json): Json {
  return def.type === 'complex' ? null : value;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function evaluate(condition: Condition, find: (path: AttributePath) => Found): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.terms.every((t) => evaluate(t, find));
    case 'or':
      return condition.terms.some((t) => evaluate(t, find));
    case 'not':
      return !evaluate(condition.term, find);
    case 'present':
      return find(condition.path).values.some((v) => v !== null);
    case 'element':
      return find(condition.path).values.some((e) => elementMatches(e, condition.condition));
    case 'compare': {
      const found = find(condition.path);
      const def = found.def.type === 'complex' ? findSubAttribute(found.def, 'value') : found.def;
      const values = found.plural === true ? found.values : [found.values[0] ?? null];
      return values.some((v) => compare(def ?? found.def, v, condition.operator, condition.value));
    }
  }
}

function comparable(def: AttributeDef, value: Json | Literal): string | number | boolean | null {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  if (def.type === 'dateTime') return Date.parse(value);
  if (isResourceLink(def)) return linkTail(value);
  return def.caseExact ? value : foldKey(value);
}

function compare(def: AttributeDef, actual: Json, operator: CompareOperator, wanted: Literal): boolean {
  const a = comparable(def, actual);
  const b = comparable(def, wanted);
  if (operator === 'eq') return a === b;
  if (operator === 'ne') return a !== b;
  if (a === null || b === null) return false;
  if (typeof a === 'number' && typeof b === 'number') return ordered(operator, a - b);
  const [x, y] = [String(a), String(b)];
  if (operator === 'co') return x.includes(y);
  if (operator === 'sw') return x.startsWith(y);
  if (operator === 'ew') return x.endsWith(y);
  return ordered(operator, Buffer.compare(Buffer.from(x), Buffer.from(y)));
}

function ordered(operator: CompareOperator, difference: number): boolean {
  switch (operator) {
    case 'gt':
      return difference > 0;
    case 'ge':
      return difference >= 0;
    case 'lt':
      return difference < 0;
    default:
      return operator === 'le' && difference <= 0;
  }
}
