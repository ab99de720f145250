/** What the server once got wrong, one test each. */
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assertAffordable } from '../../electron/engine/directory/filter-cost.ts';
import { parseFilter } from '../../electron/engine/scim/filter-parser.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { type ServerProfile, usualProfile } from '../../shared/domain/server-profile.ts';
import {
  coreGroup,
  coreUser,
  patchBody,
  type ScimUnderTest,
  startScim,
  userBody,
  writeToken,
} from '../support/scim-start.ts';

const bulkUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
let scim: ScimUnderTest;
let profile: ServerProfile = usualProfile;

beforeAll(async () => {
  scim = await startScim({ profile: () => profile });
});
afterAll(() => scim.stop());
beforeEach(() => {
  profile = usualProfile;
});

const give = async (more: JsonObject = {}) =>
  String((await scim.call('POST', '/Users', userBody(`${Math.random()}@x`, more))).body['id']);

describe('the log', () => {
  it('has requests whose client went away, and those a fault rule left without an answer', async () => {
    profile = {
      ...usualProfile,
      faults: [{ id: 'r', on: true, method: 'GET', path: '/Users', every: 1, effect: { kind: 'drop' } }],
    };
    const before = scim.exchanges.length;
    await expect(scim.call('GET', '/Users')).rejects.toThrow();
    await expect.poll(() => scim.exchanges.length).toBe(before + 1);
    expect(scim.exchanges.at(-1)).toMatchObject({ status: 0, error: 'the connection ended first' });
    expect(scim.exchanges.at(-1)?.notes.join()).toMatch(/fault rule/i);
    profile = { ...usualProfile, latencyMs: 300 };
    const headers = { authorization: `Bearer ${writeToken}` };
    await expect(
      fetch(`${scim.baseUrl}/Users`, { headers, signal: AbortSignal.timeout(60) }),
    ).rejects.toThrow();
    await expect.poll(() => scim.exchanges.length).toBe(before + 2);
    const gone = { status: 0, actor: 'OIN push', responseBody: null, responseBytes: 0, responseHeaders: [] };
    expect(scim.exchanges.at(-1)).toMatchObject(gone);
  });

  it('has an answer that was sent in part, once, and nothing stays open behind it', async () => {
    const id = scim.directory.inUnit({ kind: 'seed' }, (unit) => {
      const ids = Array.from({ length: 20_000 }, (_, i) => unit.createUser({ userName: `part${i}` }).id);
      return unit.createGroup({ displayName: 'Part' }, ids).id;
    });
    const before = scim.exchanges.length;
    const socket = connect(scim.port, '127.0.0.1');
    socket.write(
      `GET /scim/v2/Groups/${id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${writeToken}\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    await expect.poll(() => scim.exchanges.length).toBe(before + 1);
    const exchange = scim.exchanges.at(-1);
    expect(exchange).toMatchObject({ status: 200, error: null });
    expect(exchange?.notes).toEqual(['The connection ended before the whole answer was sent.']);
    await scim.call('GET', `/Users/${await give()}`);
    // a reader that is still there would keep the journal from being emptied
    const [left] = scim.db.all<{ busy: number; log: number }>('pragma wal_checkpoint(truncate)');
    expect(left).toMatchObject({ busy: 0, log: 0 });
  });
});

describe('a strict server', () => {
  it('is strict with groups too', async () => {
    const member = await give();
    profile = { ...usualProfile, strict: true };
    const before = scim.directory.counts().groups;
    expect((await scim.call('POST', '/Groups', { displayName: 'Lenient' })).status).toBe(400);
    const texts = { schemas: [coreGroup], displayName: 'Lenient', members: [member] };
    expect((await scim.call('POST', '/Groups', texts)).status).toBe(400);
    expect(scim.directory.counts().groups).toBe(before);
    const group = await scim.call('POST', '/Groups', { schemas: [coreGroup], displayName: 'Strict' });
    const put = await scim.call('PUT', `/Groups/${group.body['id']}`, texts);
    expect(put.status).toBe(400);
    expect((await scim.call('GET', `/Groups/${group.body['id']}`)).body).toMatchObject({
      displayName: 'Strict',
    });
  });

  it('refuses an operation of a Bulk for its own reasons only', async () => {
    profile = { ...usualProfile, strict: true, bulk: true };
    const Operations = [
      { method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'lenient@bulk' } },
      { method: 'POST', path: '/Users', bulkId: 'b', data: userBody('strict@bulk') },
    ];
    const { body } = await scim.call('POST', '/Bulk', { schemas: [bulkUrn], Operations });
    expect((body['Operations'] as JsonObject[]).map((o) => o['status'])).toEqual(['400', '201']);
  });
});

describe('what a profile switches off', () => {
  it('PATCH is off in a Bulk as well', async () => {
    const id = await give();
    profile = { ...usualProfile, patch: false, bulk: true };
    const data = patchBody({ op: 'replace', path: 'title', value: 'T' });
    const Operations = [{ method: 'PATCH', path: `/Users/${id}`, data }];
    const { body } = await scim.call('POST', '/Bulk', { schemas: [bulkUrn], Operations });
    expect(body['Operations']).toMatchObject([{ status: '501' }]);
    expect((await scim.call('GET', `/Users/${id}`)).body['title']).toBeUndefined();
    expect((await scim.call('POST', `/Users/${id}`, {})).headers.get('allow')).toBe('GET, HEAD, PUT, DELETE');
  });

  it('has no path, whatever the method; /Me is known and not implemented', async () => {
    expect((await scim.call('POST', '/Entitlements', {})).status).toBe(404);
    expect((await scim.call('DELETE', '/Roles/x')).status).toBe(404);
    profile = { ...usualProfile, entitlements: true };
    expect((await scim.call('POST', '/Entitlements', {})).status).toBe(405);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
      expect((await scim.call(method, '/Me')).status).toBe(501);
  });
});

it('If-None-Match compares weakly and knows the star (RFC 9110 §13.1.2)', async () => {
  const path = `/Users/${await give()}`;
  const tag = (await scim.call('GET', path)).headers.get('etag') ?? '';
  for (const [sent, status] of [
    [tag, 304],
    [tag.slice(2), 304],
    [`"x", ${tag}`, 304],
    ['*', 304],
    ['W/"x"', 200],
  ] as const)
    expect((await scim.call('GET', path, undefined, { 'if-none-match': sent })).status).toBe(status);
});

it('sorting puts those without a value last, and first where it descends (RFC 7644 §3.4.2.3)', async () => {
  for (const title of ['nulls-b', null, 'nulls-a'])
    await give({ externalId: 'nulls', ...(title === null ? {} : { title }) });
  const titles = async (order: string) => {
    const { body } = await scim.call(
      'GET',
      `/Users?filter=externalId%20eq%20%22nulls%22&sortBy=title&sortOrder=${order}`,
    );
    return (body['Resources'] as JsonObject[]).map((r) => r['title']);
  };
  expect(await titles('ascending')).toEqual(['nulls-a', 'nulls-b', undefined]);
  expect(await titles('descending')).toEqual([undefined, 'nulls-b', 'nulls-a']);
});

it('a PATCH that names a part of an unknown extension leaves the rest of it', async () => {
  const urn = 'urn:unknown:ext:2.0:User';
  const id = await give({ schemas: [coreUser, urn], [urn]: { a: 1, b: { c: 2 } } });
  const after = async (...operations: JsonObject[]) =>
    (await scim.call('PATCH', `/Users/${id}`, patchBody(...operations))).body[urn];
  expect(await after({ op: 'add', value: { [urn]: { d: 3 } } })).toEqual({ a: 1, b: { c: 2 }, d: 3 });
  expect(await after({ op: 'add', path: urn, value: { a: 9 } })).toEqual({ a: 9, b: { c: 2 }, d: 3 });
  expect(await after({ op: 'replace', value: { [urn]: { d: null } } })).toEqual({ a: 9, b: { c: 2 } });
  expect(await after({ op: 'replace', path: urn, value: { e: 5 } })).toEqual({ e: 5 });
  expect(await after({ op: 'remove', path: urn })).toBeUndefined();
});

describe('filters', () => {
  it('read a time without an offset as UTC', () => {
    const value = (text: string) =>
      (parseFilter(`meta.created gt "${text}"`, 'User') as { value?: unknown }).value;
    const noon = Date.UTC(2026, 0, 31, 12);
    for (const text of [
      '2026-01-31T12:00:00',
      '2026-01-31T12:00:00.000',
      '2026-01-31T13:00:00+01:00',
      '2026-01-31T12:00',
    ])
      expect(value(text)).toBe(noon);
  });

  const many = (n: number, one: (i: number) => string) =>
    Array.from({ length: n }, (_, i) => one(i)).join(' or ');

  it('on groups beyond what SQLite takes are refused, not a 500', async () => {
    const small = await startScim();
    for (const one of [(i: number) => `groups.display eq "x${i}"`, () => 'groups.type eq "direct"']) {
      const ask = (n: number) => small.call('POST', '/Users/.search', { schemas: [], filter: many(n, one) });
      expect((await ask(50)).status).toBe(200);
      expect((await ask(200)).body).toMatchObject({ status: '400', scimType: 'tooMany' });
    }
    expect(small.errors).toEqual([]);
    await small.stop();
  });

  it.each([
    ['Group', 'members.$ref eq "x"', 1000, 200],
    ['Group', 'members.type eq "user"', 1000, 200],
    ['User', 'emails.display eq "x"', 100_000, 20],
    ['User', 'emails.type eq "x"', 100_000, 20],
    ['User', 'nickName co "x"', 100_000, 20],
    ['User', 'photos.value eq "x"', 100_000, 20],
    ['User', 'emails[type eq "work" and display co "x"]', 100_000, 20],
    ['User', 'title co "x"', 100_000, 101],
  ] as const)('%s: %s costs what it looks at', (type, one, rows, n) => {
    const check = (terms: number) =>
      assertAffordable(
        parseFilter(
          many(terms, () => one),
          type,
        ),
        rows,
        100_000,
      );
    expect(() => check(n)).toThrow(/must look at each/);
    expect(() => check(2)).not.toThrow();
  });

  it.each([
    ['User', 'userName eq "x"'],
    ['User', 'emails.value eq "x"'],
    ['User', 'emails eq "x"'],
    ['Group', 'members.value eq "x"'],
    ['Group', 'members eq "x"'],
  ] as const)('%s: %s is found by an index, at any number', (type, one) => {
    expect(() =>
      assertAffordable(
        parseFilter(
          many(200, () => one),
          type,
        ),
        1_000_000,
      ),
    ).not.toThrow();
  });
});

it('schemas can be asked for, as in the examples of RFC 7644 §3.4.2.2', async () => {
  const department = { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'D' } };
  await give({ externalId: 'schemas', title: 'with', ...department });
  await give({ externalId: 'schemas', title: 'without' });
  const titles = async (filter: string) => {
    const text = encodeURIComponent(`externalId eq "schemas" and (${filter})`);
    const { body } = await scim.call('GET', `/Users?filter=${text}&sortBy=title`);
    return (body['Resources'] as JsonObject[]).map((r) => r['title']);
  };
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  expect(await titles(`schemas eq "${enterprise}"`)).toEqual(['with']);
  expect(await titles(`Schemas eq "${enterprise.toUpperCase()}"`)).toEqual(['with']);
  expect(await titles(`not (schemas eq "${enterprise}")`)).toEqual(['without']);
  expect(await titles(`schemas eq "${coreUser}" and schemas pr`)).toEqual(['with', 'without']);
  const ask = (filter: string) => scim.call('POST', '/.search', { schemas: [], filter });
  const both = await ask(`schemas eq "${coreGroup}" and displayName eq "Strict"`);
  expect(both.body['totalResults']).toBe(1);
  const path = await scim.call(
    'PATCH',
    `/Users/${await give()}`,
    patchBody({ op: 'add', path: 'schemas', value: ['x'] }),
  );
  expect(path.status).toBe(200);
});

it('a Bulk operation that had to wait for another comes right after it', async () => {
  profile = { ...usualProfile, bulk: true };
  const Operations = [
    {
      method: 'POST',
      path: '/Groups',
      bulkId: 'g',
      data: { schemas: [coreGroup], displayName: 'Waited', members: [{ value: 'bulkId:a' }] },
    },
    { method: 'POST', path: '/Users', bulkId: 'a', data: userBody('waited@bulk') },
    { method: 'DELETE', path: '/Users/bulkId:a', version: 'W/"stale"' },
    { method: 'DELETE', path: '/Users/bulkId:a' },
  ];
  const { body } = await scim.call('POST', '/Bulk', { schemas: [bulkUrn], Operations });
  const done = body['Operations'] as JsonObject[];
  expect(done.map((o) => o['status'])).toEqual(['201', '201', '412', '204']);
  expect(done[2]?.['location']).toBe(done[1]?.['location']);
});
