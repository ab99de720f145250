import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppFault } from '../../electron/engine/base/app-fault.ts';
import { parseFilter, parsePath } from '../../electron/engine/scim/filter-parser.ts';

const at = (attribute: string, sub: string | null = null, extension: string | null = null) => ({
  extension,
  attribute,
  sub,
});

/** What a path was resolved to is the registry's business: here only the names count. */
function withoutDefinitions(condition: unknown): unknown {
  return JSON.parse(
    JSON.stringify(condition, (key, v: unknown) => (key === 'def' || key === 'subDef' ? undefined : v)),
  );
}

describe('filters', () => {
  const rows: readonly (readonly [string, unknown])[] = [
    ['USERNAME Eq "a\\u0062"', { kind: 'compare', path: at('userName'), operator: 'eq', value: 'ab' }],
    ['emails eq "x"', { kind: 'compare', path: at('emails', 'value'), operator: 'eq', value: 'x' }],
    ['active eq "False"', { kind: 'compare', path: at('active'), operator: 'eq', value: false }],
    ['title pr', { kind: 'present', path: at('title') }],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "7"',
      {
        kind: 'compare',
        path: at('manager', 'value', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'),
        operator: 'eq',
        value: '7',
      },
    ],
    [
      'title pr and nickName pr or not (locale pr)',
      {
        kind: 'or',
        terms: [
          {
            kind: 'and',
            terms: [
              { kind: 'present', path: at('title') },
              { kind: 'present', path: at('nickName') },
            ],
          },
          { kind: 'not', term: { kind: 'present', path: at('locale') } },
        ],
      },
    ],
    [
      'emails[type eq "work" and primary eq true]',
      {
        kind: 'element',
        path: at('emails'),
        condition: {
          kind: 'and',
          terms: [
            { kind: 'compare', path: at('type'), operator: 'eq', value: 'work' },
            { kind: 'compare', path: at('primary'), operator: 'eq', value: true },
          ],
        },
      },
    ],
    [
      'meta.lastModified gt "2026-01-01T00:00:00Z"',
      { kind: 'compare', path: at('meta', 'lastModified'), operator: 'gt', value: Date.UTC(2026, 0, 1) },
    ],
  ];
  test.each(rows)('%s', (text, condition) =>
    expect(withoutDefinitions(parseFilter(text, 'User'))).toEqual(condition),
  );
  test('eight rows', () => expect(rows.length).toBe(8));
});

test.each([
  ['displayName', 'displayName', null],
  ['name.familyName', 'name', 'familyName'],
  ['emails[type eq "work"].value', 'emails', 'value'],
  ['EMAILS[ type EQ "work" ]', 'emails', null],
])('path %s', (text, attribute, sub) => {
  expect(parsePath(text, 'User')).toMatchObject({ kind: 'attribute', name: { path: at(attribute, sub) } });
});

test('errors say where, and the limits come first', () => {
  expect(() => parseFilter('userName xx "a"', 'User')).toThrow(
    'Filter error at position 10: unknown operator.',
  );
  expect(() => parseFilter('active gt true', 'User')).toThrow('position 8: a boolean has no order');
  expect(() => parseFilter('name eq "x"', 'User')).toThrow('name needs a sub-attribute');
  expect(() => parseFilter('userName eq 5', 'User')).toThrow('a text in quotes was expected');
  const started = performance.now();
  expect(() => parseFilter('('.repeat(100_000), 'User')).toThrow('nested deeper than 20');
  expect(() => parseFilter(`${'not ('.repeat(100_000)}`, 'User')).toThrow('nested deeper than 20');
  expect(() => parseFilter(Array(20_000).fill('title pr').join(' or '), 'User')).toThrow(
    'more than 200 conditions',
  );
  expect(performance.now() - started).toBeLessThan(1000);
});

test('no text makes it fail in another way than by a fault', () => {
  const piece = fc.constantFrom(
    'userName',
    ' eq ',
    '"x"',
    '(',
    ')',
    '[',
    ']',
    ' and ',
    'not ',
    'emails',
    '.value',
    '"',
    '\\',
    'é',
    '\u0000',
    ' ',
    'urn:x',
    'true',
    '1e9',
    '..',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, path) => {
      try {
        if (path) parsePath(pieces.join(''), 'User');
        else parseFilter(pieces.join(''), 'User');
      } catch (error) {
        expect(error).toBeInstanceOf(AppFault);
      }
    }),
    { numRuns: 5000 },
  );
});
