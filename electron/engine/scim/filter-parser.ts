/**
 * One grammar for filters and PATCH paths (RFC 7644 §3.4.2.2, §3.5.2): recursive descent over tokens, with limits that
 * come before any work: depth 20, 200 conditions, values of 1,024 characters. The result carries the registry's names
 * only, so that nothing downstream meets a name from outside.
 */
import type { CompareOperator, Condition, Literal } from '../../../shared/domain/condition.ts';
import { coreRegistry, type SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import {
  type AttributeDef,
  findSubAttribute,
  type ResourceTypeName,
  type SchemaDef,
} from '../../../shared/domain/scim-schema.ts';
import { AppFault } from '../base/app-fault.ts';
import { pathTo, type ResolvedName, resolveFiltered, resolveName } from './attribute-names.ts';
import { ownPart } from './entity-tag.ts';
import { type FilterScimType, syntaxFault, type Token, tokenize } from './filter-tokens.ts';

const deepest = 20;
const mostConditions = 200;
const longestPath = 1500;
/** Read as UTC, as it is where it is written (`directory/value-rules.ts`), not as this computer's own time. */
const withoutOffset = /T\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/i;
const operators: ReadonlySet<string> = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);

interface Cursor {
  readonly type: ResourceTypeName;
  readonly registry: SchemaRegistry;
  readonly scimType: FilterScimType;
  readonly tokens: readonly Token[];
  readonly length: number;
  index: number;
  depth: number;
  conditions: number;
  /** A type whose names are read too, as attributes without a value here (RFC 7644 §3.4.2.1). */
  readonly other: ResourceTypeName | undefined;
  /** Set inside a value path: names are then sub-attributes of it. */
  within: AttributeDef | null;
}

/** @throws AppFault `invalid-input` with scimType `invalidFilter`; `not-allowed` with `sensitive` (B51) */
export function parseFilter(
  text: string,
  type: ResourceTypeName,
  registry: SchemaRegistry = coreRegistry,
  other?: ResourceTypeName,
): Condition {
  const cursor = { ...cursorOver(text, type, registry, 'invalidFilter'), other };
  const condition = parseOr(cursor);
  const extra = cursor.tokens[cursor.index];
  if (extra !== undefined) throw syntaxFault('invalidFilter', extra.at + 1, 'unexpected text');
  return condition;
}

/** A PATCH path: attribute, sub-attribute, value filter, or a whole extension. */
export type PatchPath =
  | { readonly kind: 'extension'; readonly extension: string; readonly schema: SchemaDef }
  | { readonly kind: 'attribute'; readonly name: ResolvedName; readonly filter: Condition | null };

/** @throws AppFault `invalid-input` with scimType `invalidPath` (B63, B64) */
export function parsePath(
  text: string,
  type: ResourceTypeName,
  registry: SchemaRegistry = coreRegistry,
): PatchPath {
  if (text.length > longestPath) throw syntaxFault('invalidPath', longestPath, 'the path is too long');
  const cursor = cursorOver(text, type, registry, 'invalidPath');
  const head = next(cursor, 'an attribute');
  if (head.kind !== 'word') throw syntaxFault('invalidPath', head.at + 1, 'an attribute was expected');
  const resolved = resolve(cursor, head);
  if ('extension' in resolved) {
    assertEnd(cursor);
    return { kind: 'extension', ...resolved };
  }
  if (cursor.tokens[cursor.index]?.kind !== '[') {
    assertEnd(cursor);
    return { kind: 'attribute', name: resolved, filter: null };
  }
  const filter = parseElement(cursor, resolved, head.at);
  const name = parseSub(cursor, resolved);
  assertEnd(cursor);
  return { kind: 'attribute', name, filter };
}

/** `.value` after a value filter. */
function parseSub(cursor: Cursor, name: ResolvedName): ResolvedName {
  const token = cursor.tokens[cursor.index];
  if (token === undefined) return name;
  if (token.kind !== 'word' || !token.text.startsWith('.')) return name;
  const sub = findSubAttribute(name.def, token.text.slice(1));
  if (sub === undefined) throw unknown('invalidPath');
  cursor.index++;
  return { path: pathTo(name.path.extension, name.def, sub), def: name.def, sub };
}

function cursorOver(
  text: string,
  type: ResourceTypeName,
  registry: SchemaRegistry,
  scimType: FilterScimType,
): Cursor {
  const tokens = tokenize(text, scimType);
  const at = { index: 0, depth: 0, conditions: 0, within: null, other: undefined };
  return { type, registry, scimType, tokens, length: text.length, ...at };
}

function next(cursor: Cursor, what: string): Token {
  const token = cursor.tokens[cursor.index];
  if (token === undefined) throw syntaxFault(cursor.scimType, cursor.length + 1, `${what} was expected`);
  cursor.index++;
  return token;
}

function expect(cursor: Cursor, kind: ')' | ']' | '(' | '['): void {
  const token = next(cursor, `"${kind}"`);
  if (token.kind !== kind) throw syntaxFault(cursor.scimType, token.at + 1, `"${kind}" was expected`);
}

function assertEnd(cursor: Cursor): void {
  const token = cursor.tokens[cursor.index];
  if (token !== undefined) throw syntaxFault(cursor.scimType, token.at + 1, 'unexpected text');
}

function isWord(cursor: Cursor, word: string): boolean {
  const token = cursor.tokens[cursor.index];
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}

function parseOr(cursor: Cursor): Condition {
  return parseChain(cursor, 'or', () => parseChain(cursor, 'and', () => parseTerm(cursor)));
}

function parseChain(cursor: Cursor, kind: 'and' | 'or', parse: () => Condition): Condition {
  const first = parse();
  if (!isWord(cursor, kind)) return first;
  const terms = [first];
  while (isWord(cursor, kind)) {
    cursor.index++;
    terms.push(parse());
  }
  return { kind, terms };
}

function parseTerm(cursor: Cursor): Condition {
  const token = cursor.tokens[cursor.index];
  if (token?.kind === '(') return parseGroup(cursor);
  if (isWord(cursor, 'not') && cursor.tokens[cursor.index + 1]?.kind === '(') {
    cursor.index++;
    return { kind: 'not', term: parseGroup(cursor) };
  }
  return parseExpression(cursor);
}

function parseGroup(cursor: Cursor): Condition {
  cursor.depth++;
  if (cursor.depth > deepest) throw limit(cursor, `is nested deeper than ${deepest} levels`);
  expect(cursor, '(');
  const inner = parseOr(cursor);
  expect(cursor, ')');
  cursor.depth--;
  return inner;
}

function limit(cursor: Cursor, what: string): AppFault {
  const noun = cursor.scimType === 'invalidFilter' ? 'Filter' : 'Path';
  return new AppFault('invalid-input', `${noun} ${what}.`, { details: { scimType: cursor.scimType } });
}

function parseExpression(cursor: Cursor): Condition {
  cursor.conditions++;
  if (cursor.conditions > mostConditions) throw limit(cursor, `has more than ${mostConditions} conditions`);
  const token = next(cursor, 'an attribute');
  if (token.kind !== 'word') throw syntaxFault(cursor.scimType, token.at + 1, 'an attribute was expected');
  const name = resolve(cursor, token);
  if ('extension' in name) throw unknown(cursor.scimType);
  assertNotSensitive(name);
  if (cursor.tokens[cursor.index]?.kind === '[') return parseValuePath(cursor, name, token.at);
  const word = next(cursor, 'an operator');
  const operator = word.kind === 'word' ? word.text.toLowerCase() : '';
  if (operator === 'pr') return { kind: 'present', path: name.path };
  if (!operators.has(operator)) throw syntaxFault(cursor.scimType, word.at + 1, 'unknown operator');
  return comparison(cursor, name, operator as CompareOperator, word.at);
}

function parseValuePath(cursor: Cursor, name: ResolvedName, at: number): Condition {
  const element = parseElement(cursor, name, at);
  const dotted = cursor.tokens[cursor.index];
  if (dotted?.kind !== 'word' || !dotted.text.startsWith('.'))
    return { kind: 'element', path: name.path, condition: element };
  // emails[type eq "work"].value eq "x": both hold for the same element (okta.md 1.4)
  const sub = parseSub(cursor, name).sub as AttributeDef;
  const word = next(cursor, 'an operator');
  const operator = word.kind === 'word' ? word.text.toLowerCase() : '';
  if (operator !== 'pr' && !operators.has(operator))
    throw syntaxFault(cursor.scimType, word.at + 1, 'unknown operator');
  const inner = elementName(sub);
  assertNotSensitive(inner);
  const { path } = inner;
  const second: Condition =
    operator === 'pr'
      ? { kind: 'present', path }
      : comparison(cursor, inner, operator as CompareOperator, word.at);
  return { kind: 'element', path: name.path, condition: { kind: 'and', terms: [element, second] } };
}

function parseElement(cursor: Cursor, name: ResolvedName, at: number): Condition {
  if (!name.def.multiValued || name.sub !== null || cursor.within !== null)
    throw syntaxFault(cursor.scimType, at + 1, 'only a multi-valued attribute takes a value filter');
  expect(cursor, '[');
  cursor.depth++;
  if (cursor.depth > deepest) throw limit(cursor, `is nested deeper than ${deepest} levels`);
  cursor.within = name.def;
  const condition = parseOr(cursor);
  cursor.within = null;
  cursor.depth--;
  expect(cursor, ']');
  return condition;
}

function resolve(cursor: Cursor, token: Token & { kind: 'word' }): ReturnType<typeof resolveName> & object {
  if (cursor.within !== null) {
    const def = findSubAttribute(cursor.within, token.text);
    if (def === undefined) throw unknown(cursor.scimType);
    return elementName(def);
  }
  const dot = token.text.indexOf('..');
  if (dot !== -1) throw syntaxFault(cursor.scimType, token.at + dot + 2, 'an attribute was expected');
  const { type, other, registry } = cursor;
  const find = cursor.scimType === 'invalidFilter' ? resolveFiltered : resolveName;
  const name =
    find(type, token.text, registry) ?? (other === undefined ? undefined : find(other, token.text, registry));
  if (name !== undefined) return name;
  if (cursor.scimType === 'invalidPath' && /^urn:/i.test(token.text))
    throw syntaxFault('invalidPath', token.at + 1, 'unknown schema');
  throw unknown(cursor.scimType);
}

/** The name of a sub-attribute inside an element. */
function elementName(def: AttributeDef): ResolvedName {
  return { path: pathTo(null, def, null), def, sub: null };
}

function unknown(scimType: FilterScimType): AppFault {
  return new AppFault('invalid-input', 'Unknown attribute.', { details: { scimType } });
}

function assertNotSensitive(name: ResolvedName): void {
  if (name.def.returned === 'never' || name.sub?.returned === 'never')
    throw new AppFault('not-allowed', 'This attribute cannot be used in a filter.', {
      details: { scimType: 'sensitive' },
    });
}

function comparison(cursor: Cursor, name: ResolvedName, operator: CompareOperator, at: number): Condition {
  const token = next(cursor, 'a value');
  const value = literal(token);
  if (value === undefined) throw syntaxFault(cursor.scimType, token.at + 1, 'a value was expected');
  const { def, path } = comparedAttribute(cursor, name, token.at);
  const accepted = typed(cursor, def, operator, value, token.at, at);
  const isTag = path.attribute === 'meta' && path.sub === 'version' && typeof accepted === 'string';
  return { kind: 'compare', path, operator, value: isTag ? ownPart(accepted) : accepted };
}

function literal(token: Token): Literal | undefined {
  if (token.kind === 'value') return token.value;
  if (token.kind !== 'word') return undefined;
  switch (token.text.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    default:
      return undefined;
  }
}

/** A complex attribute is compared by its `value` (RFC 7643 §2.4); one without is an error. */
function comparedAttribute(cursor: Cursor, name: ResolvedName, at: number) {
  const leaf = name.sub ?? name.def;
  if (leaf.type !== 'complex') return { def: leaf, path: name.path };
  const value = findSubAttribute(leaf, 'value');
  if (value === undefined || name.sub !== null)
    throw syntaxFault(cursor.scimType, at + 1, `${leaf.name} needs a sub-attribute`);
  return { def: value, path: pathTo(name.path.extension, leaf, value) };
}

function typed(
  cursor: Cursor,
  def: AttributeDef,
  operator: CompareOperator,
  value: Literal,
  at: number,
  operatorAt: number,
): Literal {
  const equality = operator === 'eq' || operator === 'ne';
  if (value === null && equality) return null;
  if (def.type === 'boolean') {
    if (!equality) throw syntaxFault(cursor.scimType, operatorAt + 1, 'a boolean has no order and no parts');
    if (typeof value === 'boolean') return value;
    const word = String(value).toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
    throw syntaxFault(cursor.scimType, at + 1, 'true or false was expected');
  }
  const parts = operator === 'co' || operator === 'sw' || operator === 'ew';
  if (def.type === 'integer' || def.type === 'decimal') {
    if (parts) throw syntaxFault(cursor.scimType, operatorAt + 1, 'a number has no parts');
    if (typeof value === 'number') return value;
    throw syntaxFault(cursor.scimType, at + 1, 'a number was expected');
  }
  if (typeof value !== 'string') throw syntaxFault(cursor.scimType, at + 1, 'a text in quotes was expected');
  if (def.type !== 'dateTime') return value;
  if (parts) throw syntaxFault(cursor.scimType, operatorAt + 1, 'a date has no parts');
  const time = Date.parse(withoutOffset.test(value) ? `${value}Z` : value);
  if (Number.isNaN(time)) throw syntaxFault(cursor.scimType, at + 1, 'a date was expected');
  return time;
}
