/** Limits before work (security.md 6): one below and exactly at the limit is served, one above is refused, as promised. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import {
  coreGroup,
  coreUser,
  patchOp,
  type Reply,
  type ScimUnderTest,
  startScim,
  userBody,
} from '../support/scim-start.ts';

let scim: ScimUnderTest;
let userId = '';
let groupId = '';
const memberIds: string[] = [];

beforeAll(async () => {
  scim = await startScim();
  userId = String((await scim.call('POST', '/Users', userBody('limits@acme.example'))).body['id']);
  groupId = String(
    (await scim.call('POST', '/Groups', { schemas: [coreGroup], displayName: 'Limits' })).body['id'],
  );
  scim.directory.inUnit({ kind: 'seed' }, (unit) => {
    for (let i = 0; i < 50_001; i++) memberIds.push(unit.createUser({ userName: `m${i}@acme.example` }).id);
  });
}, 60_000);
afterAll(() => scim.stop());

let made = 0;
const create = (more: JsonObject): Promise<Reply> => {
  made += 1;
  return scim.call('POST', '/Users', userBody(`limit${made}@acme.example`, more));
};
const nested = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
const padded = (bytes: number, text: string) => text.replace('PAD', 'x'.repeat(bytes - (text.length - 3)));
const filter = (text: string) => scim.call('GET', `/Users?count=1&filter=${encodeURIComponent(text)}`);
const search = (text: string) => scim.call('POST', '/Users/.search', { schemas: [], count: 1, filter: text });
const operations = (n: number): Json[] => Array(n).fill({ op: 'replace', path: 'title', value: 'x' });

interface Limit {
  readonly what: string;
  readonly at: number;
  readonly refused: readonly [status: number, scimType: string | undefined];
  ask(n: number): Promise<Reply>;
}

const limits: readonly Limit[] = [
  {
    what: 'levels of JSON',
    at: 32,
    refused: [400, 'invalidSyntax'],
    // the object around it is the first level
    ask: (n) =>
      scim.call(
        'POST',
        '/Users',
        `{"schemas":["${coreUser}"],"userName":"deep${n}@acme.example","x":${nested(n - 1)}}`,
      ),
  },
  {
    what: 'attributes of an object',
    at: 1000,
    refused: [400, 'invalidSyntax'],
    ask: (n) => {
      const filler = Object.fromEntries(Array.from({ length: n - 2 }, (_, i) => [`x${i}`, 1]));
      return scim.call('POST', '/Users', {
        schemas: [coreUser],
        userName: `keys${n}@acme.example`,
        ...filler,
      });
    },
  },
  {
    what: 'bytes of a user',
    at: 2 * 1024 * 1024,
    refused: [413, undefined],
    ask: (n) =>
      scim.call(
        'POST',
        '/Users',
        padded(n, `{"schemas":["${coreUser}"],"userName":"bytes${n}@acme.example","x":"PAD"}`),
      ),
  },
  {
    what: 'bytes of a group',
    at: 8 * 1024 * 1024,
    refused: [413, undefined],
    ask: (n) =>
      scim.call('POST', '/Groups', padded(n, `{"schemas":["${coreGroup}"],"displayName":"Bytes","x":"PAD"}`)),
  },
  {
    what: 'bytes of a search',
    at: 64 * 1024,
    refused: [413, undefined],
    ask: (n) => scim.call('POST', '/Users/.search', padded(n, '{"count":1,"x":"PAD"}')),
  },
  {
    what: 'characters of userName',
    at: 1024,
    refused: [400, 'invalidValue'],
    ask: (n) => create({ userName: `${made}${'u'.repeat(n - String(made).length)}` }),
  },
  {
    what: 'characters of displayName',
    at: 1024,
    refused: [400, 'invalidValue'],
    ask: (n) => create({ displayName: 'd'.repeat(n) }),
  },
  {
    what: 'characters of externalId',
    at: 1024,
    refused: [400, 'invalidValue'],
    ask: (n) => create({ externalId: 'e'.repeat(n) }),
  },
  {
    what: 'characters of password',
    at: 1024,
    refused: [400, 'invalidValue'],
    ask: (n) => create({ password: 'p'.repeat(n) }),
  },
  {
    what: 'bytes of any text',
    at: 65_536,
    refused: [400, 'invalidValue'],
    ask: (n) => create({ title: 't'.repeat(n) }),
  },
  {
    what: 'values of a multi-valued attribute',
    at: 100,
    refused: [400, 'invalidValue'],
    ask: (n) => create({ emails: Array.from({ length: n }, (_, i) => ({ value: `e${i}@acme.example` })) }),
  },
  {
    what: 'levels of a filter in parentheses',
    at: 20,
    refused: [400, 'invalidFilter'],
    ask: (n) => filter(`${'('.repeat(n)}active pr${')'.repeat(n)}`),
  },
  {
    what: 'levels of a filter of not',
    at: 20,
    refused: [400, 'invalidFilter'],
    ask: (n) => filter(`${'not ('.repeat(n)}active pr${')'.repeat(n)}`),
  },
  {
    what: 'conditions of a filter',
    at: 200,
    refused: [400, 'invalidFilter'],
    ask: (n) => search(Array.from({ length: n }, (_, i) => `userName eq "x${i}"`).join(' or ')),
  },
  {
    what: 'characters of a filter value',
    at: 1024,
    refused: [400, 'invalidFilter'],
    ask: (n) => filter(`title eq "${'v'.repeat(n)}"`),
  },
  {
    what: 'operations of a PATCH',
    at: 1000,
    refused: [413, undefined],
    ask: (n) => scim.call('PATCH', `/Users/${userId}`, { schemas: [patchOp], Operations: operations(n) }),
  },
  {
    what: 'members of a request',
    at: 50_000,
    refused: [413, 'tooMany'],
    ask: (n) =>
      scim.call('PATCH', `/Groups/${groupId}`, {
        schemas: [patchOp],
        Operations: [
          { op: 'replace', path: 'members', value: memberIds.slice(0, n).map((value) => ({ value })) },
        ],
      }),
  },
];

describe('limits', () => {
  test.each(limits)('$what: $at', { timeout: 30_000 }, async ({ at, refused, ask }) => {
    for (const n of [at - 1, at]) {
      const reply = await ask(n);
      expect([n, reply.status < 300 || JSON.stringify(reply.body)]).toEqual([n, true]);
    }
    const before = scim.directory.counts().users.all;
    const reply = await ask(at + 1);
    expect([reply.status, reply.body['scimType']]).toEqual(refused);
    expect(scim.directory.counts().users.all).toBe(before);
  });

  test('resources on a page: 1000, however many are asked for', async () => {
    const sizes: number[] = [];
    for (const count of [999, 1000, 1001, 1_000_000_000]) {
      const { body } = await scim.call('GET', `/Users?count=${count}&attributes=id`);
      sizes.push((body['Resources'] as Json[]).length);
    }
    expect(sizes).toEqual([999, 1000, 1000, 1000]);
  });

  test('bytes of a head: 16 KiB', async () => {
    const head = (bytes: number) => scim.call('GET', `/Users?count=1&x=${'x'.repeat(bytes)}`);
    expect((await head(15_000)).status).toBe(200);
    expect((await head(16 * 1024)).status).toBe(431);
  });
});
