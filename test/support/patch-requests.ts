/** Random PATCH requests: structured for the oracle, and in one of many spellings for the server. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { type Filter, type OracleOp, specs, type Target } from './patch-oracle.ts';

export interface RandomRequest {
  readonly ops: readonly OracleOp[];
  readonly sent: readonly JsonObject[];
  /** Capitals in every operation: read as Entra means it. */
  readonly entra: boolean;
}

const texts = ['a', 'A', 'b', 'Straße', 'x y', 'ü', '😀'];
const words = fc.constantFrom(...texts);
const types = fc.constantFrom('work', 'Work', 'home', 'other');
const keyValues = fc.constantFrom('K1', 'k1', 'K2');
const wrong = fc.constantFrom<Json>(5.5, ['x'], { nonsense: 1 });

/** Mostly right values, some empty, few wrong. */
function mostly(right: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.oneof(
    { arbitrary: right, weight: 40 },
    { arbitrary: fc.constant<Json>(null), weight: 4 },
    { arbitrary: wrong, weight: 1 },
  );
}

const bool = fc.constantFrom<Json>(true, false, 'True', 'false');
const int = fc.integer({ min: -3, max: 9 });

function elementOf(name: string): fc.Arbitrary<Json> {
  const value = name === 'keys' ? keyValues : words;
  return fc
    .record(
      {
        value,
        type: types,
        primary: fc.constantFrom<Json>(true, false, 'True'),
        ...(name === 'keys' ? {} : { display: words }),
      },
      { requiredKeys: ['value'] },
    )
    .map((e) => e as JsonObject);
}

function subValue(name: string, sub: string): fc.Arbitrary<Json> {
  if (sub === 'primary') return bool;
  if (sub === 'seat') return int;
  if (sub === 'type') return types;
  return name === 'keys' ? keyValues : words;
}

function rightFor(name: string): fc.Arbitrary<Json> {
  const at = specs[name];
  switch (at?.kind) {
    case 'bool':
      return mostly(bool);
    case 'int':
      return mostly(int);
    case 'complex':
      return mostly(
        fc
          .record(
            Object.fromEntries(
              Object.keys(at.subs).map((s) => [s, fc.oneof(subValue(name, s), fc.constant(null))]),
            ),
            { requiredKeys: [] },
          )
          .filter((o) => Object.keys(o).length > 0)
          .map((o) => o as JsonObject),
      );
    case 'list':
      return mostly(fc.array(elementOf(name), { maxLength: 3 }));
    case 'texts':
      return fc.oneof(
        { arbitrary: fc.array(words, { maxLength: 3 }).map((v) => v as Json), weight: 9 },
        { arbitrary: fc.constant(null), weight: 1 },
      );
    default:
      return fc.oneof(
        { arbitrary: mostly(words), weight: 9 },
        { arbitrary: fc.constant<Json>(''), weight: 1 },
      );
  }
}

function filterFor(name: string): fc.Arbitrary<Filter> {
  const value = name === 'keys' ? keyValues : words;
  const eq = (pairs: [string, string | boolean][]): Filter => ({ kind: 'eq', pairs });
  return fc.oneof(
    types.map((t) => eq([['type', t]])),
    value.map((v) => eq([['value', v]])),
    fc.tuple(types, value).map(([t, v]) =>
      eq([
        ['type', t],
        ['value', v],
      ]),
    ),
    fc.constant(eq([['primary', true]])),
    fc.constantFrom('k', 'a', 'A').map((part): Filter => ({ kind: 'co', sub: 'type', part })),
    types.map((t): Filter => ({ kind: 'not', sub: 'type', value: t })),
    fc.constantFrom('type', 'primary').map((sub): Filter => ({ kind: 'pr', sub })),
  );
}

function filterText(filter: Filter): string {
  switch (filter.kind) {
    case 'eq':
      return filter.pairs.map(([sub, v]) => `${sub} eq ${JSON.stringify(v)}`).join(' and ');
    case 'co':
      return `${filter.sub} co ${JSON.stringify(filter.part)}`;
    case 'not':
      return `not (${filter.sub} eq ${JSON.stringify(filter.value)})`;
    case 'pr':
      return `${filter.sub} pr`;
  }
}

function pathText({ name, sub, filter }: Target): string {
  const urn = specs[name]?.urn;
  const head = urn === null || urn === undefined ? name : `${urn}:${name}`;
  return `${head}${filter === null ? '' : `[${filterText(filter)}]`}${sub === null ? '' : `.${sub}`}`;
}

/** Those with rules that refuse come less often. */
const strictOnes = ['userName', 'grade', 'born'];
const free = Object.keys(specs).filter((n) => n !== 'groups' && n !== 'risk' && !strictOnes.includes(n));
const writable = [...free, ...free, ...free, ...strictOnes];

function targetAndValue(names: readonly string[]): fc.Arbitrary<{ target: Target; value: Json }> {
  return fc.constantFrom(...names).chain((name) => {
    const at = specs[name];
    const subs = Object.keys(at?.subs ?? {});
    const whole = rightFor(name).map((value) => ({
      target: { name, sub: null, filter: null } as Target,
      value,
    }));
    if (subs.length === 0) return whole;
    const bySub = fc.constantFrom(...subs).chain((sub) =>
      mostly(subValue(name, sub)).map((value) => ({
        target: { name, sub, filter: null } as Target,
        value,
      })),
    );
    if (at?.kind !== 'list') return fc.oneof(whole, bySub);
    const filtered = fc
      .tuple(filterFor(name), fc.constantFrom(...subs))
      .chain(([filter, sub]) =>
        mostly(subValue(name, sub)).map((value) => ({ target: { name, sub, filter } as Target, value })),
      );
    const element = fc.tuple(filterFor(name), elementOf(name)).map(([filter, value]) => ({
      target: { name, sub: null, filter } as Target,
      value,
    }));
    return fc.oneof(whole, whole, bySub, filtered, filtered, element);
  });
}

interface Both {
  readonly op: OracleOp;
  readonly sent: JsonObject;
}

const one = fc
  .tuple(
    targetAndValue(writable),
    fc.constantFrom('add' as const, 'replace' as const),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([{ target, value }, verb, spelling]): Both => {
    const path = pathText(target);
    const op: OracleOp = { kind: 'one', verb, target, value };
    if (spelling === 0) return { op, sent: { op: verb, value: { [path]: value } } };
    if (spelling === 1 && specs[target.name]?.urn !== null && target.filter === null && target.sub === null)
      return { op, sent: { op: verb, path: specs[target.name]?.urn ?? '', value: { [target.name]: value } } };
    return { op, sent: { op: verb, path, value } };
  });

const removal = targetAndValue(writable).chain(({ target, value }) =>
  fc.boolean().map((listed): Both => {
    const list = listed && target.sub === null && target.filter === null && Array.isArray(value);
    const sent = { op: 'remove', path: pathText(target), ...(list ? { value } : {}) };
    return { op: { kind: 'one', verb: 'remove', target, value: list ? value : undefined }, sent };
  }),
);

const many = fc
  .tuple(
    fc.uniqueArray(targetAndValue(writable), {
      selector: (p) => pathText(p.target).toLowerCase(),
      minLength: 1,
      maxLength: 4,
    }),
    fc.constantFrom('add' as const, 'replace' as const),
  )
  .map(
    ([parts, verb]): Both => ({
      op: { kind: 'many', verb, parts },
      sent: {
        op: verb,
        value: {
          id: 'x',
          isAdmin: true,
          ...Object.fromEntries(parts.map((p) => [pathText(p.target), p.value])),
        },
      },
    }),
  );

const bad = fc.constantFrom<Both>(
  { op: { kind: 'bad', scimType: 'noTarget' }, sent: { op: 'remove' } },
  { op: { kind: 'bad', scimType: 'invalidPath' }, sent: { op: 'replace', path: 'nonsense', value: 1 } },
  { op: { kind: 'bad', scimType: 'invalidPath' }, sent: { op: 'add', path: 'emails[type eq', value: 'x' } },
  { op: { kind: 'bad', scimType: 'mutability' }, sent: { op: 'replace', path: 'id', value: 'x' } },
  {
    op: { kind: 'bad', scimType: 'mutability' },
    sent: { op: 'add', path: 'groups', value: [{ value: 'x' }] },
  },
  {
    op: { kind: 'bad', scimType: 'mutability' },
    sent: { op: 'replace', path: `${specs['risk']?.urn}:risk`, value: 'x' },
  },
  { op: { kind: 'bad', scimType: 'invalidValue' }, sent: { op: 'add', value: 'text' } },
);

const operation = fc.oneof(
  { arbitrary: one, weight: 24 },
  { arbitrary: removal, weight: 10 },
  { arbitrary: many, weight: 9 },
  { arbitrary: bad, weight: 1 },
);

function capitals(sent: JsonObject): JsonObject {
  const verb = String(sent['op']);
  return { ...sent, op: `${verb.charAt(0).toUpperCase()}${verb.slice(1)}` };
}

export const randomRequest: fc.Arbitrary<RandomRequest> = fc
  .tuple(fc.array(operation, { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([both, entra]) => ({
    ops: both.map((b) => b.op),
    sent: both.map((b) => (entra ? capitals(b.sent) : b.sent)),
    entra,
  }));
