/** POST /Bulk (RFC 7644 §3.7): references, order, failOnErrors, limits, and that it allows nothing more. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../shared/domain/json.ts';
import { usualProfile } from '../../shared/domain/server-profile.ts';
import {
  coreGroup,
  patchBody,
  readToken,
  type ScimUnderTest,
  startScim,
  userBody,
} from '../support/scim-start.ts';

let scim: ScimUnderTest;
const profile = { ...usualProfile, bulk: true };

beforeAll(async () => {
  scim = await startScim({ profile: () => profile });
});
afterAll(() => scim.stop());

interface Result {
  method: string;
  bulkId?: string;
  location?: string;
  version?: string;
  status: string;
  response?: { scimType?: string; detail: string };
}

async function bulk(operations: readonly JsonObject[], more: JsonObject = {}) {
  const reply = await scim.call('POST', '/Bulk', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: [...operations],
    ...more,
  });
  return { reply, results: (reply.body['Operations'] ?? []) as unknown as Result[] };
}

const post = (path: string, bulkId: string, data: JsonObject): JsonObject => ({
  method: 'POST',
  path,
  bulkId,
  data,
});
const group = (displayName: string, members: string[]): JsonObject => ({
  schemas: [coreGroup],
  displayName,
  members: members.map((value) => ({ value })),
});

describe('a bulk request', () => {
  it('creates, refers to what it creates whatever the order, changes and deletes', async () => {
    const { reply, results } = await bulk([
      post('/Groups', 'g', group('Bulk group', ['bulkId:b', 'bulkId:a'])),
      post('/Users', 'a', userBody('bulk.a@acme.example')),
      post('/Users', 'b', userBody('bulk.b@acme.example')),
      {
        method: 'PATCH',
        path: '/Users/bulkId:a',
        data: patchBody({ op: 'replace', path: 'active', value: false }),
      },
      post('/Users', 'c', userBody('bulk.c@acme.example')),
      { method: 'DELETE', path: '/Users/bulkId:c' },
    ]);
    expect(reply.status).toBe(200);
    expect(reply.body['schemas']).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
    expect(results.map((r) => [r.method, r.bulkId, r.status])).toEqual([
      ['POST', 'g', '201'],
      ['POST', 'a', '201'],
      ['POST', 'b', '201'],
      ['PATCH', undefined, '200'],
      ['POST', 'c', '201'],
      ['DELETE', undefined, '204'],
    ]);
    const made = await fetchAs(results[0]?.location ?? '');
    expect(made['members']).toHaveLength(2);
    const ana = await fetchAs(results[1]?.location ?? '');
    expect(ana['active']).toBe(false);
    expect((ana['meta'] as JsonObject)['version']).toBe(results[3]?.version);
  });

  it('answers each failure in its place and goes on', async () => {
    const { results } = await bulk([
      post('/Users', 'x', userBody('bulk.x@acme.example')),
      post('/Users', 'y', userBody('BULK.X@acme.example')),
      { method: 'PUT', path: '/Users/nobody', data: userBody('z@acme.example') },
      post('/Users', 'z', userBody('bulk.z@acme.example')),
    ]);
    expect(results.map((r) => r.status)).toEqual(['201', '409', '404', '201']);
    expect(results[1]?.response).toMatchObject({ scimType: 'uniqueness', status: '409' });
  });

  it('stops after as many failures as failOnErrors says', async () => {
    const before = scim.directory.counts().users.all;
    const { results } = await bulk(
      [
        { method: 'DELETE', path: '/Users/nobody' },
        { method: 'DELETE', path: '/Users/nobody-else' },
        post('/Users', 'never', userBody('bulk.never@acme.example')),
      ],
      { failOnErrors: 2 },
    );
    expect(results.map((r) => r.status)).toEqual(['404', '404']);
    expect(scim.directory.counts().users.all).toBe(before);
  });

  it('says of a circle that it is one, and of a reference to nothing or to a failure what it is', async () => {
    const circle = await bulk([
      post('/Groups', 'one', group('Circle one', ['bulkId:two'])),
      post('/Groups', 'two', group('Circle two', ['bulkId:one'])),
    ]);
    expect(circle.results.map((r) => r.status)).toEqual(['409', '409']);
    expect(circle.results[0]?.response?.detail).toBe('The bulkIds refer to each other in a circle.');
    const missing = await bulk([post('/Groups', 'm', group('Missing', ['bulkId:nowhere']))]);
    expect(missing.results[0]?.response?.detail).toBe('No operation has the bulkId "nowhere".');
    const failed = await bulk([
      post('/Users', 'f', { ...userBody('bulk.f@acme.example'), userName: '' }),
      post('/Groups', 'h', group('After a failure', ['bulkId:f'])),
    ]);
    expect(failed.results.map((r) => r.status)).toEqual(['400', '400']);
    expect(failed.results[1]?.response?.detail).toBe('The operation "f" failed.');
  });

  it('honours version as If-Match', async () => {
    const made = await scim.call('POST', '/Users', userBody('bulk.version@acme.example'));
    const path = `/Users/${String(made.body['id'])}`;
    const data = patchBody({ op: 'replace', path: 'title', value: 'Boss' });
    const { results } = await bulk([
      { method: 'PATCH', path, version: 'W/"999"', data },
      { method: 'PATCH', path, version: made.headers.get('etag'), data },
    ]);
    expect(results.map((r) => r.status)).toEqual(['412', '200']);
  });
});

async function fetchAs(location: string): Promise<JsonObject> {
  const path = location.slice(scim.baseUrl.length);
  return (await scim.call('GET', path)).body;
}

describe('what bulk refuses as a whole', () => {
  const operation = { method: 'DELETE', path: '/Users/nobody' };

  it.each([
    ['1000 operations pass', Array(1000).fill(operation), {}, 200],
    ['1001 do not', Array(1001).fill(operation), {}, 413],
    ['none', [], {}, 400],
    ['failOnErrors 0', [operation], { failOnErrors: 0 }, 400],
    ['GET inside', [{ method: 'GET', path: '/Users' }], {}, 400],
    ['a POST without bulkId', [{ method: 'POST', path: '/Users', data: {} }], {}, 400],
    ['a bulkId used twice', [post('/Users', 'd', {}), post('/Users', 'd', {})], {}, 400],
    ['no data', [{ method: 'PATCH', path: '/Users/x' }], {}, 400],
    ['wrong schemas', [operation], { schemas: ['x'] }, 400],
  ] as const)('%s', async (_what, operations, more, status) => {
    const { reply } = await bulk(operations as readonly JsonObject[], more as JsonObject);
    expect(reply.status).toBe(status);
  });

  it('a payload of more than its limit, and a token that may only read', async () => {
    const limit = 1024 * 1024;
    const sized = (bytes: number) => {
      const body = JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: [operation],
        pad: '',
      });
      return body.replace('"pad":""', `"pad":"${'x'.repeat(bytes - body.length)}"`);
    };
    // one text may have 64 KiB only where it is kept: padding is not
    expect((await scim.call('POST', '/Bulk', sized(limit))).status).toBe(200);
    expect((await scim.call('POST', '/Bulk', sized(limit + 1))).status).toBe(413);
    const refused = await scim.call('POST', '/Bulk', sized(2000), { authorization: `Bearer ${readToken}` });
    expect(refused.status).toBe(403);
  });

  it('a path that Bulk does not serve', async () => {
    const { results } = await bulk([
      { method: 'DELETE', path: '/Schemas/x' },
      { method: 'PUT', path: '/Users', data: {} },
      { method: 'DELETE', path: '/Users/a/b' },
      { method: 'DELETE', path: 'Users/a' },
    ]);
    expect(results.map((r) => r.status)).toEqual(['404', '404', '404', '404']);
  });

  it('advertises the limits it keeps', async () => {
    const config = (await scim.call('GET', '/ServiceProviderConfig')).body;
    expect(config['bulk']).toEqual({ supported: true, maxOperations: 1000, maxPayloadSize: 1024 * 1024 });
  });
});
