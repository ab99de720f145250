import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBody, parseBody } from '../../electron/engine/scim/json-guard.ts';

const refused: readonly (readonly [string, string, string])[] = [
  ['{"a":', 'invalidSyntax', 'Request body is not valid JSON (near character 5).'],
  ['{"a":1}}', 'invalidSyntax', 'Request body is not valid JSON (near character 7).'],
  ['', 'invalidSyntax', 'Request body must be a JSON object.'],
  ['[]', 'invalidSyntax', 'Request body must be a JSON object.'],
  ['{"a":1,"A":2}', 'invalidSyntax', 'Attribute A appears more than once.'],
  ['{"x":{"a":1,"\\u0061":2}}', 'invalidSyntax', 'Attribute a appears more than once.'],
  ['{"x":[{"__proto__":1}]}', 'invalidSyntax', 'Attribute name not allowed.'],
  ['{"x":{"Prototype":1}}', 'invalidSyntax', 'Attribute name not allowed.'],
  ['{"t":["ok","\\udc00"]}', 'invalidValue', 't contains invalid Unicode.'],
  [`${'['.repeat(33)}`, 'invalidSyntax', 'JSON is nested deeper than 32 levels.'],
];

describe('refuses', () => {
  test.each(refused)('%s', (text, scimType, message) => {
    expect(() => parseBody(text)).toThrow(
      expect.objectContaining({ message, details: expect.objectContaining({ scimType }) }),
    );
  });
  test('ten rows', () => expect(refused.length).toBe(10));
});

test('finds a name that repeats among many, and lets a thousand names pass', () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `"n${i}":${i}`).join();
  for (const [first, last] of [
    ['n0', 'N0'],
    ['n15', 'N15'],
    ['n16', 'N16'],
    ['n39', 'n39'],
  ])
    expect(() => parseBody(`{${names(40)},"${last}":1}`), first).toThrow(
      `Attribute ${last} appears more than once.`,
    );
  expect(Object.keys(parseBody(`{${names(1000)}}`))).toHaveLength(1000);
  expect(() => parseBody(`{${names(1001)}}`)).toThrow('Too many attributes (limit 1000).');
});

test('names may repeat across elements, and large member lists pass', () => {
  const members = Array.from({ length: 20_000 }, (_, i) => ({ value: `id-${i}`, display: null }));
  expect(parseBody(JSON.stringify({ members }))['members']).toHaveLength(20_000);
});

test('whatever JSON.stringify makes of plain objects comes back the same', () => {
  const key = fc
    .string({ unit: 'binary' })
    .filter((k) => !/^(__proto__|constructor|prototype)$/i.test(k) && k.isWellFormed());
  const object = fc.dictionary(key, fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }), {
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(object, (value) => {
      const text = JSON.stringify(value);
      const folded = (v: unknown): boolean =>
        typeof v !== 'object' ||
        v === null ||
        ((Array.isArray(v) ||
          new Set(Object.keys(v).map((k) => k.toLowerCase())).size === Object.keys(v).length) &&
          Object.values(v).every(folded));
      fc.pre(folded(value) && !/"(__proto__|constructor|prototype)":/i.test(text));
      expect(parseBody(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

test('decodes UTF-8 strictly and drops a byte order mark', () => {
  expect(decodeBody(new TextEncoder().encode('\ufeff{}'))).toBe('{}');
  expect(() => decodeBody(new Uint8Array([0xc3]))).toThrow('Request body is not valid UTF-8.');
});
