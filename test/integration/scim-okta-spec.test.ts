/** Okta's SCIM 2.0 SPEC test, restated (okta-suite.md A), over real HTTP with its own headers. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headerIn } from '../../electron/engine/base/exchange-capture.ts';
import { type ScimUnderTest, startScim, userBody, writeToken } from '../support/scim-start.ts';

let scim: ScimUnderTest;
const getHeaders = {
  accept: 'application/scim+json',
  'accept-charset': 'utf-8',
  'content-type': 'application/scim+json; charset=utf-8',
  'user-agent': 'OKTA SCIM Integration',
};
const postHeaders = {
  ...getHeaders,
  'content-type': 'application/json',
  accept: 'application/scim+json; charset=utf-8',
};
const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
const randomEmail = 'Runscope417Xkjdheur912@atko.com';

beforeAll(async () => {
  scim = await startScim();
  scim.directory.inUnit({ kind: 'seed' }, (unit) => unit.createUser(userBody('first@atko.com')));
});
afterAll(() => scim.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  scim.call('GET', path, undefined, { ...getHeaders, ...headers });
const filter = (name: string) => `/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`;

test('all twelve steps pass in order', async () => {
  const first = await get('/Users?count=1&startIndex=1');
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({
    schemas: [listSchema],
    totalResults: 1,
    itemsPerPage: 1,
    startIndex: 1,
    Resources: [
      {
        id: expect.any(String),
        userName: 'first@atko.com',
        name: { givenName: 'Test', familyName: 'User' },
        active: true,
        emails: [{ value: 'first@atko.com' }],
      },
    ],
  });
  const [{ id }] = first.body['Resources'] as [{ id: string }];
  expect((await get(`/Users/${id}`)).body).toMatchObject({ id, active: true });
  expect((await get(filter('abcdefgh@atko.com'))).body).toMatchObject({
    schemas: [listSchema],
    totalResults: 0,
  });
  const missing = await get('/Users/010101001010101011001010101011');
  expect([missing.status, missing.body['schemas'], missing.body['detail']]).toEqual([
    404,
    [errorSchema],
    'Resource not found.',
  ]);
  expect((await get(filter(randomEmail))).body).toMatchObject({ schemas: [listSchema], totalResults: 0 });

  const created = await scim.call('POST', '/Users', userBody(randomEmail), postHeaders);
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    active: true,
    userName: randomEmail,
    name: { givenName: 'Test', familyName: 'User' },
  });
  expect(created.headers.get('location')).toBe(`${scim.baseUrl}/Users/${created.body['id']}`);
  const read = await get(`/Users/${created.body['id']}`);
  expect([read.status, read.body['userName']]).toEqual([200, randomEmail]);
  const again = await scim.call('POST', '/Users', userBody(randomEmail), postHeaders);
  expect([again.status, again.body['scimType'], again.body['status']]).toEqual([409, 'uniqueness', '409']);
  const upper = await get(filter(randomEmail.toUpperCase()));
  expect([upper.status, upper.body['totalResults']]).toEqual([200, 1]);
  const started = performance.now();
  expect((await get('/Groups')).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(600);
  const stranger = await get(filter(randomEmail), { authorization: 'non-token' });
  expect([stranger.status, stranger.body]).toEqual([
    401,
    { schemas: [errorSchema], status: '401', detail: 'The API token is not valid.' },
  ]);
  const last = await get('/Users/00919288221112222');
  expect([last.status, last.body['status'], last.body['schemas']]).toEqual([404, '404', [errorSchema]]);
  expect(scim.exchanges.length).toBe(12);
  expect(scim.exchanges.every((e) => headerIn(e.requestHeaders, 'authorization'))).toBe(true);
});

test('a bare token is a token, and the exchange is labelled by name', async () => {
  const list = await get('/Users?count=1', { authorization: writeToken });
  const [{ id }] = list.body['Resources'] as [{ id: string }];
  await get(`/Users/${id}`, { authorization: `bEaReR ${writeToken}` });
  expect(scim.exchanges.at(-1)).toMatchObject({
    label: '/Users/Test first@atko.com',
    resourceId: id,
    actor: 'OIN push',
    actorId: 't1',
    status: 200,
  });
});
