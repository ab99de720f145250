/** `bulkId:x` wherever it may stand in a Bulk request (RFC 7644 §3.7.2): values, addresses, and paths of a PATCH. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { referencesIn, withIds } from '../../electron/engine/scim/bulk-references.ts';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { usualProfile } from '../../shared/domain/server-profile.ts';
import {
  coreGroup,
  enterprise,
  patchBody,
  type ScimUnderTest,
  startScim,
  userBody,
} from '../support/scim-start.ts';

let scim: ScimUnderTest;
const profile = { ...usualProfile, bulk: true };
let names = 0;

beforeAll(async () => {
  scim = await startScim({ profile: () => profile });
});
afterAll(() => scim.stop());

async function bulk(...operations: JsonObject[]) {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  const reply = await scim.call('POST', '/Bulk', { schemas, Operations: operations });
  return (reply.body['Operations'] ?? []) as { status: string; location: string; response?: JsonObject }[];
}

const idOf = (result: { location: string } | undefined) => result?.location.split('/').at(-1) ?? '';
const person = (bulkId: string, more: JsonObject = {}): JsonObject => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: userBody(`ref${++names}@x.example`, more),
});
const patch = (path: string, ...operations: JsonObject[]): JsonObject => ({
  method: 'PATCH',
  path,
  data: patchBody(...operations),
});
const membersOf = (id: string) =>
  scim.directory.memberRows(id, { offset: 0, limit: 10 }).rows.map((r) => r.id);

describe('a value path in a PATCH', () => {
  it.each([
    ['in a path', { op: 'remove', path: 'members[value eq "bulkId:a"]' }],
    ['of another case', { op: 'remove', Path: 'members[VALUE EQ "bulkId:a"]' }],
    ['joined by or', { op: 'remove', path: 'members[value eq "bulkId:a" or value eq "nobody"]' }],
    ['asked of the members', { op: 'remove', path: 'members[not (value ne "bulkId:a")]' }],
    ['in a value', { op: 'remove', path: 'members', value: [{ value: 'bulkId:a' }] }],
  ] satisfies [string, JsonObject][])('%s names what an operation creates', async (_what, operation) => {
    const made = await bulk(
      patch('/Groups/bulkId:g', operation),
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'g',
        data: {
          schemas: [coreGroup],
          displayName: `G${++names}`,
          members: [{ value: 'bulkId:a' }, { value: 'bulkId:b' }],
        },
      },
      person('a'),
      person('b'),
    );
    expect(made.map((r) => r.status)).toEqual(['200', '201', '201', '201']);
    expect(membersOf(idOf(made[1]))).toEqual([idOf(made[3])]);
  });

  it('may be a key, and fails in words where nothing has the bulkId', async () => {
    const [a, b] = await bulk(person('a'), person('b'));
    const value = { 'emails[value eq "bulkId:mail"].display': 'x' };
    const results = await bulk(
      patch(`/Users/${idOf(a)}`, { op: 'add', value }),
      patch(`/Users/${idOf(b)}`, { op: 'remove', path: 'emails[value eq "bulkId:nowhere"]' }),
      person('mail'),
    );
    expect(results.map((r) => r.status)).toEqual(['200', '400', '201']);
    expect(results[1]?.response?.['detail']).toBe('No operation has the bulkId "nowhere".');
    const emails = scim.directory.findUser(idOf(a))?.attributes['emails'];
    expect(emails).toContainEqual({ value: idOf(results[2]), display: 'x' });
  });
});

it('a manager by value and by address', async () => {
  const $ref = '../Users/bulkId:boss';
  const made = await bulk(
    person('one', { [enterprise]: { manager: { value: 'bulkId:boss', $ref } } }),
    person('two'),
    patch('/Users/bulkId:two', { op: 'add', path: `${enterprise}:manager.value`, value: 'bulkId:boss' }),
    person('boss'),
  );
  expect(made.map((r) => r.status)).toEqual(['201', '201', '200', '201']);
  const boss = idOf(made[3]);
  for (const of of [made[0], made[1]]) {
    const { body } = await scim.call('GET', `/Users/${idOf(of)}`);
    expect(body[enterprise]).toMatchObject({ manager: { value: boss } });
  }
  const { body } = await scim.call('GET', `/Users/${idOf(made[0])}`);
  expect(JSON.stringify(body[enterprise])).not.toContain('bulkId');
});

describe('what is a reference and what is text', () => {
  const ids = new Map([
    ['a', '1'],
    ['q"b', '2'],
  ]);
  const put = (value: Json, isPatch = true) =>
    withIds(value, { idOf: (bulkId) => ids.get(bulkId), patch: isPatch });

  it.each<[Json, Json]>([
    ['bulkId:a', '1'],
    ['/Users/bulkId:a', '/Users/1'],
    ['https://x.example/scim/v2/Groups/bulkId:a', 'https://x.example/scim/v2/Groups/1'],
    [{ path: 'members[value eq "bulkId:q\\"b"]' }, { path: 'members[value eq "2"]' }],
    [{ path: 'members[$ref eq "../Users/bulkId:a"].value' }, { path: 'members[$ref eq "../Users/1"].value' }],
    [{ path: 'bulkId:a' }, { path: 'bulkId:a' }],
    ['see bulkId:a', 'see bulkId:a'],
    ['members[value eq "bulkId:a"]', 'members[value eq "bulkId:a"]'],
    ['/Schemas/bulkId:a', '/Schemas/bulkId:a'],
    ['bulkId:other', 'bulkId:other'],
    [{ path: 'members[value eq "bulkId:a' }, { path: 'members[value eq "bulkId:a' }],
    [{ path: 'members[value eq "\\x"]' }, { path: 'members[value eq "\\x"]' }],
  ])('%j becomes %j', (value, expected) => {
    expect(put(value)).toEqual(expected);
  });

  it('paths are read in a PATCH only, and needed is what is put in', () => {
    const value = { path: 'x[value eq "bulkId:a"]', 'emails[value eq "bulkId:a"]': 'bulkId:z' };
    expect(put(value, false)).toEqual(value);
    expect([...referencesIn(value, false)]).toEqual(['z']);
    expect([...referencesIn(value, true)]).toEqual(['a', 'z']);
  });

  it('looks over a text that is never closed once, whatever it is made of', () => {
    const rest = (path: string) => ({ Operations: [{ op: 'add', path, value: { [`x[${path}`]: 1 } }] });
    for (const path of [
      `"${'\\"'.repeat(500_000)}`,
      `"${'\\'.repeat(500_001)}`,
      `"a\n\\\n${'"\\'.repeat(300_000)}`,
    ]) {
      const value = rest(path);
      const began = process.cpuUsage();
      expect([...referencesIn(value, true)]).toEqual([]);
      expect(withIds(value, { idOf: () => 'id', patch: true })).toEqual(value);
      const { user } = process.cpuUsage(began);
      // quadratic, it took minutes
      expect(user / 1e6).toBeLessThan(5);
    }
  });
});
