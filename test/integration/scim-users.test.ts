/** /Users over real HTTP: what clients rely on beyond Okta's own test. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../shared/domain/json.ts';
import { scaled } from '../support/scale.ts';
import { enterprise, patchBody, type ScimUnderTest, startScim, userBody } from '../support/scim-start.ts';

const races = scaled('races of 8 POSTs', 20, 500);
let scim: ScimUnderTest;
beforeAll(async () => {
  scim = await startScim();
});
afterAll(() => scim.stop());

let n = 0;
async function made(more: JsonObject = {}): Promise<JsonObject & { id: string }> {
  const reply = await scim.call('POST', '/Users', userBody(`user${n++}@x.example`, more));
  expect(reply.status).toBe(201);
  return reply.body as JsonObject & { id: string };
}

describe('create and read', () => {
  test("Okta's create: password dropped, groups [] accepted, schemas follow the extensions", async () => {
    const user = await made({
      locale: 'en-US',
      externalId: '00ujl29u0le5T6Aj10h7',
      groups: [],
      password: '1mz050nq-canary',
      [enterprise]: { department: 'IT', manager: { value: 'm', displayName: 'M' } },
    });
    expect(user).toMatchObject({
      groups: [],
      externalId: '00ujl29u0le5T6Aj10h7',
      [enterprise]: { department: 'IT' },
    });
    expect(user['schemas']).toEqual(['urn:ietf:params:scim:schemas:core:2.0:User', enterprise]);
    expect(user['meta']).toMatchObject({
      resourceType: 'User',
      version: expect.stringMatching(/^W\/"1-[0-9a-f]{8}"$/),
      location: `${scim.baseUrl}/Users/${user.id}`,
    });
    const read = await scim.call('GET', `/Users/${user.id}`);
    expect(read.body).toEqual(user);
    expect(read.headers.get('etag')).toBe((user['meta'] as JsonObject)['version']);
    expect(JSON.stringify(scim.db.all('select * from user_documents'))).not.toContain('canary');
    expect(JSON.stringify(scim.exchanges.map((e) => [e.label, e.notes]))).not.toContain('canary');
  });

  test('location follows a tunnel and repeats nothing that is not a host', async () => {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'abc.ngrok.app' };
    const tunnel = await scim.call('POST', '/Users', userBody('tunnel@x.example'), headers);
    expect(tunnel.headers.get('location')).toMatch(/^https:\/\/abc\.ngrok\.app\/scim\/v2\/Users\//);
    const odd = { 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'a"b/<x>' };
    const reply = await scim.call('POST', '/Users', userBody('odd@x.example'), odd);
    expect(reply.headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/scim\/v2\/Users\//);
  });

  test('a doubled slash after the base is read as one', async () => {
    const { id } = await made();
    expect((await scim.call('GET', `//Users/${id}`)).status).toBe(200);
    expect((await scim.call('GET', '//Users?count=1')).status).toBe(200);
  });

  test('unknown attributes are ignored and noted, unknown extensions kept', async () => {
    const user = await made({ isAdmin: true, 'urn:okta:custom:user:1.0': { tier: 3, tags: ['a'] } });
    expect(user).not.toHaveProperty('isAdmin');
    expect(user['urn:okta:custom:user:1.0']).toEqual({ tier: 3, tags: ['a'] });
    expect(user['schemas']).toContain('urn:okta:custom:user:1.0');
    expect(scim.exchanges.at(-1)?.notes).toContain('Ignored unknown attribute "isAdmin".');
  });

  test('racing POSTs of one userName give exactly one 201', { timeout: 120_000 }, async () => {
    for (let round = 0; round < races; round++) {
      const names = ['race', 'RACE', 'Race', 'rAcE', 'ｒace', 'race', 'RAce', 'racE'];
      const replies = await Promise.all(
        names.map((name) => scim.call('POST', '/Users', userBody(`${name}${round}@x.example`))),
      );
      expect(replies.map((r) => r.status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
    }
  });
});

describe('PUT', () => {
  test("Okta's PUT of what GET gave, with values written over it", async () => {
    const user = await made({ title: 'Old' });
    const { title: _title, active: _active, ...rest } = user;
    const reply = await scim.call('PUT', `/Users/${user.id}`, { ...rest, id: 'other', nickName: 'N' });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      id: user.id,
      nickName: 'N',
      active: true,
      meta: { version: expect.stringMatching(/^W\/"2-/) },
    });
    expect(reply.body).not.toHaveProperty('title');
  });

  test('deactivates and reactivates, and the same PUT twice changes nothing', async () => {
    const user = await made();
    for (const active of [false, true]) {
      expect((await scim.call('PUT', `/Users/${user.id}`, { ...user, active })).body['active']).toBe(active);
    }
    const again = await scim.call('PUT', `/Users/${user.id}`, { ...user, active: true });
    expect(again.headers.get('etag')).toMatch(/^W\/"3-/);
  });

  test('a userName that is taken is 409, also by PUT and PATCH', async () => {
    const [a, b] = [await made(), await made()];
    const put = await scim.call('PUT', `/Users/${b.id}`, {
      ...b,
      userName: String(a['userName']).toUpperCase(),
    });
    const patch = await scim.call(
      'PATCH',
      `/Users/${b.id}`,
      patchBody({ op: 'replace', value: { userName: a['userName'] ?? '' } }),
    );
    expect([put.status, put.body['scimType'], patch.status]).toEqual([409, 'uniqueness', 409]);
  });

  test('If-Match guards, If-None-Match spares', async () => {
    const user = await made();
    const first = String((user['meta'] as JsonObject)['version']);
    const good = await scim.call('PUT', `/Users/${user.id}`, { ...user, title: 'T' }, { 'if-match': first });
    const stale = await scim.call('PUT', `/Users/${user.id}`, { ...user, title: 'U' }, { 'if-match': first });
    expect([good.status, stale.status]).toEqual([200, 412]);
    const second = good.headers.get('etag') ?? '';
    expect((await scim.call('GET', `/Users/${user.id}`, undefined, { 'if-none-match': second })).status).toBe(
      304,
    );
    for (const tag of [first, 'W/"2"', second.replace('-', '-0')])
      expect((await scim.call('DELETE', `/Users/${user.id}`, undefined, { 'if-match': tag })).status).toBe(
        412,
      );
    expect((await scim.call('DELETE', `/Users/${user.id}`, undefined, { 'if-match': '*' })).status).toBe(204);
  });
});

describe('PATCH', () => {
  test('is atomic: a bad second operation leaves resource and ETag as they were', async () => {
    const user = await made();
    const reply = await scim.call(
      'PATCH',
      `/Users/${user.id}`,
      patchBody(
        { op: 'replace', path: 'title', value: 'X' },
        { op: 'replace', path: 'active', value: 'maybe' },
      ),
    );
    expect([reply.status, reply.body['detail']]).toEqual([400, 'Operation 2: active must be true or false.']);
    expect((await scim.call('GET', `/Users/${user.id}`)).body).toEqual(user);
  });

  test('Okta deactivates, sets a password; Entra creates by an absent filter', async () => {
    const user = await made();
    const off = await scim.call(
      'PATCH',
      `/Users/${user.id}`,
      patchBody({ op: 'replace', value: { active: false } }),
      {
        'user-agent': 'Okta SCIM Client 1.0.0',
      },
    );
    expect([off.status, off.body['active']]).toEqual([200, false]);
    expect(scim.directory.history({ offset: 0, limit: 1 }).rows[0]).toMatchObject({
      verb: 'deactivate',
      who: 'Okta, token OIN push',
    });
    const password = await scim.call(
      'PATCH',
      `/Users/${user.id}`,
      patchBody({ op: 'replace', value: { password: 'canary-2' } }),
    );
    expect([password.status, password.text.includes('canary-2')]).toEqual([200, false]);
    const entra = await scim.call(
      'PATCH',
      `/Users/${user.id}`,
      patchBody({ op: 'replace', path: 'phoneNumbers[type eq "mobile"].value', value: '+1' }),
      { 'user-agent': 'Microsoft Azure AD SCIM provisioning 1.0.0' },
    );
    expect(entra.body['phoneNumbers']).toEqual([{ type: 'mobile', value: '+1' }]);
  });
});

describe('lists', () => {
  test('pages are whole, in order, without repeats, in integers', async () => {
    const total = scim.directory.counts().users.all;
    const seen: string[] = [];
    for (let startIndex = 1; startIndex <= total; startIndex += 7) {
      const page = await scim.call('GET', `/Users?startIndex=${startIndex}&count=7`);
      expect(page.body).toMatchObject({ totalResults: total, startIndex });
      const found = page.body['Resources'] as { id: string }[];
      expect(page.body['itemsPerPage']).toBe(found.length);
      seen.push(...found.map((r) => r.id));
    }
    expect(new Set(seen).size).toBe(total);
    const past = await scim.call('GET', '/Users?startIndex=9007199254740993');
    expect(past.body).toMatchObject({ totalResults: total, itemsPerPage: 0, Resources: [] });
    expect((await scim.call('GET', '/Users?count=0')).body).toMatchObject({
      totalResults: total,
      Resources: [],
    });
  });

  test('attributes, excludedAttributes, sorting, .search', async () => {
    const user = await made({ title: 'Zz' });
    const only = await scim.call('GET', `/Users/${user.id}?attributes=userName,emails.value,password`);
    expect(Object.keys(only.body).sort()).toEqual(['emails', 'id', 'schemas', 'userName']);
    expect(only.body['emails']).toEqual([{ value: user['userName'] }]);
    const without = await scim.call('GET', `/Users/${user.id}?excludedAttributes=name.givenName,emails`);
    expect(without.body['name']).toEqual({ familyName: 'User' });
    expect(without.body).not.toHaveProperty('emails');
    const sorted = await scim.call('GET', '/Users?sortBy=userName&sortOrder=descending&count=1000');
    const names = (sorted.body['Resources'] as { userName: string }[]).map((r) =>
      r.userName.normalize('NFKC').toLowerCase(),
    );
    expect(names).toEqual([...names].sort().reverse());
    const search = await scim.call('POST', '/Users/.search', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter: 'title eq "zz"',
      attributes: ['userName'],
      count: 5,
    });
    expect(search.body).toMatchObject({ totalResults: 1, Resources: [{ userName: user['userName'] }] });
  });

  test('filters as Okta and Entra write them, with + for a space too', async () => {
    const user = await made({ externalId: '00uFilter' });
    const email = encodeURIComponent(String(user['userName']));
    for (const filter of [
      `userName+eq+%22${email}%22`,
      `emails%5Btype%20eq%20%22work%22%5D.value%20eq%20%22${email}%22`,
      `emails%20eq%20%22${email}%22`,
      `id%20eq%20%22${user.id}%22`,
      'externalId%20eq%20%2200uFilter%22',
    ]) {
      const reply = await scim.call('GET', `/Users?filter=${filter}&startIndex=1&count=100`);
      expect([reply.body['totalResults'], filter]).toEqual([1, filter]);
    }
    expect(
      (await scim.call('GET', '/Users?filter=externalId%20eq%20%2200ufilter%22')).body['totalResults'],
    ).toBe(0);
  });
});

test('DELETE removes, twice is 404, the log keeps the name', async () => {
  const user = await made();
  expect((await scim.call('DELETE', `/Users/${user.id}`)).status).toBe(204);
  expect(scim.exchanges.at(-1)).toMatchObject({
    label: `/Users/${user['displayName']}`,
    resourceId: user.id,
  });
  expect((await scim.call('DELETE', `/Users/${user.id}`)).status).toBe(404);
});

test('discovery tells what is so', async () => {
  const config = await scim.call('GET', '/ServiceProviderConfig');
  expect(config.body).toMatchObject({
    patch: { supported: true },
    bulk: { supported: false },
    etag: { supported: true },
  });
  const schemas = await scim.call('GET', '/Schemas');
  expect((schemas.body['Resources'] as { id: string }[]).map((s) => s.id)).toEqual([
    'urn:ietf:params:scim:schemas:core:2.0:User',
    enterprise,
    'urn:ietf:params:scim:schemas:core:2.0:Group',
  ]);
  expect((await scim.call('GET', `/Schemas/${enterprise}`)).body['name']).toBe('EnterpriseUser');
  expect((await scim.call('GET', '/ResourceTypes/User')).body['endpoint']).toBe('/Users');
  expect((await scim.call('GET', '/ResourceTypes')).body['totalResults']).toBe(2);
});
