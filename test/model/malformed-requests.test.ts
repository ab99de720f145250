/**
 * P10: no input crashes the server. Requests grown from a grammar of wrong turns (paths, queries, filters, headers,
 * JSON that is nearly right, bytes that are nothing) over real sockets: no 5xx but the 501 of what is not there, each
 * refusal a SCIM Error, prototypes and other users as they were, and nobody waits long for an answer.
 */
import fc from 'fast-check';
import { Pool } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualProfile } from '../../shared/domain/server-profile.ts';
import { scaled, seedOf } from '../support/scale.ts';
import {
  coreGroup,
  coreUser,
  patchOp,
  type ScimUnderTest,
  startScim,
  userBody,
  writeToken,
} from '../support/scim-start.ts';

const requests = scaled('malformed requests', 4000, 100_000);
const seed = seedOf('malformed requests');
const together = 16;

let scim: ScimUnderTest;
let pool: Pool;
let userId = '';
let groupId = '';

beforeAll(async () => {
  scim = await startScim({ profile: () => ({ ...usualProfile, bulk: true }) });
  pool = new Pool(new URL(scim.baseUrl).origin, { connections: together });
  userId = String((await scim.call('POST', '/Users', userBody('target@acme.example'))).body['id']);
  groupId = String(
    (await scim.call('POST', '/Groups', { schemas: [coreGroup], displayName: 'Target' })).body['id'],
  );
});
afterAll(async () => {
  await pool.close();
  await scim.stop();
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

const names = fc.constantFrom(
  'userName',
  'USERNAME',
  'emails',
  'emails.value',
  'name.givenName',
  'active',
  'members',
  'groups',
  'id',
  'meta.created',
  'password',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'schemas',
  `${coreUser}:userName`,
  'urn:x:y:z',
  'emails[type eq "work"].value',
  'emails[',
  'a..b',
  '.',
  '',
  'x'.repeat(300),
  '\u0000',
  '💥',
  'nickName',
  'externalId',
);
const oddTexts = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '"',
    '\\',
    "' OR 1=1 --",
    '%',
    '_',
    '\u0000',
    '\ud800',
    '\u202e',
    'Ａ',
    'ß',
    'K',
    'null',
    'true',
    '1e999',
    '$'.concat('{7*7}'),
    '{{7*7}}',
    '%s%n',
    '../../etc/passwd',
    '<script>',
    '\r\nX: y',
    'x'.repeat(2000),
    'é'.repeat(600),
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const operators = fc.constantFrom(
  'eq',
  'NE',
  'co',
  'sw',
  'ew',
  'gt',
  'ge',
  'lt',
  'le',
  'pr',
  'zz',
  '',
  'and',
  'or',
  'not',
);
const values = fc.oneof(
  oddTexts.map((t) => JSON.stringify(t)),
  oddTexts,
  fc.constantFrom('true', 'null', '1', '-1', '1.5', '"2024-01-01T00:00:00Z"', '"', '""', '{}', '[]'),
);
const filters = fc.oneof(
  fc.tuple(names, operators, values).map((parts) => parts.join(' ')),
  fc
    .array(
      fc.tuple(names, operators, values).map((parts) => parts.join(' ')),
      { maxLength: 8 },
    )
    .map((a) => a.join(' and ')),
  fc.nat(60).map((n) => `${'('.repeat(n)}userName pr${')'.repeat(n)}`),
  fc.nat(60).map((n) => `${'not ('.repeat(n)}userName pr`),
  fc.nat(400).map((n) => Array(n).fill('active eq true').join(' or ')),
  oddTexts,
);
const numbers = fc.constantFrom(
  '0',
  '-1',
  '1',
  'abc',
  '1.5',
  '1e3',
  '99999999999999999999',
  '',
  '٣',
  '+5',
  ' 5',
);
const query = fc
  .array(
    fc.oneof(
      filters.map((f) => `filter=${encodeURIComponent(f.toWellFormed())}`),
      numbers.map((n) => `count=${encodeURIComponent(n)}`),
      numbers.map((n) => `startIndex=${encodeURIComponent(n)}`),
      names.map((n) => `sortBy=${encodeURIComponent(n)}`),
      names.map((n) => `attributes=${encodeURIComponent(n)}`),
      names.map((n) => `excludedAttributes=${encodeURIComponent(n)}`),
      oddTexts.map((t) => `cursor=${encodeURIComponent(t.toWellFormed())}`),
      fc.constantFrom('sortOrder=sideways', 'filter', '%', '%zz', '=', '&&', 'filter=%00', 'filter=%ff%fe'),
    ),
    { maxLength: 4 },
  )
  .map((parts) => (parts.length === 0 ? '' : `?${parts.join('&')}`));

const segments = fc.oneof(
  fc.constantFrom(
    'USER',
    'GROUP',
    'nobody',
    '%00',
    '..%2f..',
    '%ff',
    '1',
    '__proto__',
    '.search',
    'x'.repeat(600),
  ),
  oddTexts.map((t) => encodeURIComponent(t.toWellFormed())),
);
const paths = fc.oneof(
  fc.constantFrom(
    '/Users',
    '/Groups',
    '/Users/.search',
    '/Groups/.search',
    '/Bulk',
    '/Me',
    '/Schemas',
    '/ResourceTypes',
    '/ServiceProviderConfig',
    '/Entitlements',
    '/Roles',
    '/',
    '',
    '/nothing',
    '//Users',
    '/users',
    '/.search',
  ),
  fc
    .tuple(fc.constantFrom('/Users/', '/Groups/', '/Schemas/', '/ResourceTypes/'), segments)
    .map(([a, b]) => a + b),
  fc.array(segments, { maxLength: 4 }).map((s) => `/${s.join('/')}`),
);

const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    oddTexts,
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e21, 'True', 'False'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 5 }).map((pairs) => {
      const out: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
      for (const [key, value] of pairs) out[key] = value;
      return out;
    }),
  ),
})).value;

const userLike = fc.dictionary(
  fc.constantFrom(
    'userName',
    'name',
    'emails',
    'active',
    'groups',
    'roles',
    'addresses',
    'password',
    'schemas',
    'id',
    'meta',
    'externalId',
    'displayName',
    'members',
  ),
  json,
  { maxKeys: 6 },
);
const operation = fc.record(
  {
    op: fc.oneof(fc.constantFrom('add', 'Replace', 'remove', 'move', 5, null), json),
    path: fc.oneof(names, oddTexts, json),
    value: fc.oneof(json, userLike),
  },
  { requiredKeys: [] },
);
const documents = fc.oneof(
  json,
  userLike.map((u) => ({ schemas: [coreUser], userName: 'target@acme.example', ...u })),
  userLike.map((u) => ({ schemas: [coreGroup], displayName: 'x', ...u })),
  fc.array(operation, { maxLength: 4 }).map((ops) => ({ schemas: [patchOp], Operations: ops })),
  fc
    .array(fc.record({ method: names, path: paths, bulkId: oddTexts, data: json }, { requiredKeys: [] }), {
      maxLength: 3,
    })
    .map((ops) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: ops })),
);
const bodies: fc.Arbitrary<string | Buffer | null> = fc.oneof(
  { weight: 6, arbitrary: documents.map((d) => JSON.stringify(d) ?? '') },
  {
    weight: 2,
    arbitrary: fc.tuple(documents, fc.nat()).map(([d, n]) => cutShort(JSON.stringify(d) ?? '', n)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.nat(6000).map((n) => '['.repeat(n)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"a":1,"a":2}',
      '{"__proto__":{"x":1}}',
      '{"constructor":{"prototype":{"x":1}}}',
      '\ufeff{}',
      '{}{}',
      'null',
    ),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);

function cutShort(text: string, n: number): string {
  const at = text.length === 0 ? 0 : n % text.length;
  return n % 2 === 0 ? text.slice(0, at) : text.slice(0, at) + text.slice(at + 1);
}

const headers = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ 'content-type': 'application/scim+json' }) },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        'content-type': fc.constantFrom(
          'text/plain',
          'application/json;charset=utf-16',
          'application/json',
          'multipart/form-data',
          ';',
        ),
        'if-match': fc.constantFrom('W/"1"', '"', '*', 'W/"', '1,2', ''),
        'if-none-match': fc.constantFrom('*', 'W/"1"', ','),
        'content-encoding': fc.constantFrom('gzip', 'identity'),
        'x-forwarded-proto': fc.constantFrom('https', 'javascript'),
        'x-forwarded-host': fc.constantFrom('evil.example', '<script>', 'a b', 'x'.repeat(300)),
        authorization: fc.constantFrom(
          '',
          'Bearer',
          'Bearer null',
          'Basic !!!',
          `bearer ${writeToken}`,
          writeToken,
          'x'.repeat(600),
        ),
      },
      { requiredKeys: [] },
    ),
  },
);

const sent: fc.Arbitrary<Sent> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'POST', 'PUT', 'PATCH', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
    path: paths,
    query,
    headers,
    body: bodies,
  })
  .map(({ method, path, query: asked, headers: given, body }) => ({
    method,
    path: `/scim/v2${path.replace('USER', userId).replace('GROUP', groupId)}${asked}`,
    headers: { authorization: `Bearer ${writeToken}`, ...(body === null ? {} : given) },
    body: method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? null : body,
  }));

async function send(one: Sent): Promise<{ status: number; text: string; ms: number }> {
  const began = performance.now();
  const answer = await pool.request({ ...one, method: one.method as 'GET' });
  return { status: answer.statusCode, text: await answer.body.text(), ms: performance.now() - began };
}

function assertAnswered(one: Sent, { status, text }: { status: number; text: string }): void {
  const what = `${one.method} ${one.path} ${JSON.stringify(one.headers)} ${String(one.body).slice(0, 500)} -> ${status} ${text.slice(0, 300)}`;
  expect(status === 501 || status < 500, what).toBe(true);
  if (status < 400 || one.method === 'HEAD' || (one.method === 'OPTIONS' && text === '')) return;
  const error = JSON.parse(text) as { schemas: string[]; status: string; detail: string };
  expect([error.schemas, error.status], what).toEqual([
    ['urn:ietf:params:scim:api:messages:2.0:Error'],
    String(status),
  ]);
  expect(error.detail, what).not.toMatch(/sqlite|select |at .*\.(?:ts|js):\d/i);
}

test('no malformed request gets a 5xx, harms anybody or hangs', { timeout: 1_200_000 }, async () => {
  const keys = [Object, Array, Function].map((of) => Reflect.ownKeys(of.prototype).length);
  const times: number[] = [];
  for (let done = 0, round = 0; done < requests; done += 500, round++) {
    const batch = fc.sample(sent, { numRuns: 500, seed: seed + round });
    let next = 0;
    const worker = async () => {
      for (let one = batch[next++]; one !== undefined; one = batch[next++]) {
        const answer = await send(one);
        times.push(answer.ms);
        assertAnswered(one, answer);
      }
    };
    await Promise.all(Array.from({ length: together }, worker));
    expect((await scim.call('GET', '/Users?count=1')).status).toBe(200);
  }
  expect([Object, Array, Function].map((of) => Reflect.ownKeys(of.prototype).length)).toEqual(keys);
  expect(scim.errors).toEqual([]);
  times.sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)] ?? 0;
  process.stdout.write(`malformed requests: ${times.length} sent, p99 ${p99.toFixed(1)} ms\n`);
});
