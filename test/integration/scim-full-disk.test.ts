/** What a client may still do while the disk is full: take away, in whatever syntax. The disk itself: `full-disk.test.ts`. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../shared/domain/json.ts';
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
let full = false;
let names = 0;
let id = '';
let body: JsonObject;
const profile = { ...usualProfile, bulk: true };

beforeAll(async () => {
  scim = await startScim({ full: () => full, profile: () => profile });
});
afterAll(() => scim.stop());
beforeEach(() => {
  full = false;
  body = userBody(`full${++names}@x.example`, { title: 'Boss', [enterprise]: { department: 'IT' } });
  id = scim.directory.inUnit({ kind: 'seed' }, (unit) => unit.createUser(body)).id;
  full = true;
});

const replace = (path: string, value: JsonObject[string]) => ({ op: 'replace', path, value });
const isActive = () => scim.directory.findUser(id)?.active;

describe('deactivating goes on', () => {
  it.each<[string, () => readonly [string, JsonObject]]>([
    ['PATCH with a path', () => ['PATCH', patchBody(replace('active', false))]],
    [
      'PATCH without one, as Okta sends it',
      () => ['PATCH', patchBody({ op: 'replace', value: { active: false } })],
    ],
    [
      "PATCH in Entra's spelling",
      () => ['PATCH', patchBody({ op: 'Replace', path: 'active', value: 'False' })],
    ],
    ['PUT of the same user', () => ['PUT', { ...body, active: false }]],
    [
      'PATCH that names what is so already',
      () => ['PATCH', patchBody(replace('title', 'Boss'), replace('active', false))],
    ],
  ])('%s', async (_what, request) => {
    const [method, sent] = request();
    const reply = await scim.call(method, `/Users/${id}`, sent);
    expect([reply.status, reply.body['active'], isActive()]).toEqual([200, false, false]);
    expect((await scim.call(method, `/Users/${id}`, sent)).status).toBe(200);
  });

  it('in a Bulk', async () => {
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
    const data = patchBody(replace('active', false));
    const Operations = [
      { method: 'PATCH', path: `/Users/${id}`, data },
      { method: 'POST', path: '/Users', bulkId: 'x', data: userBody('no@x.example') },
    ];
    const reply = await scim.call('POST', '/Bulk', { schemas, Operations });
    expect(reply.body['Operations']).toMatchObject([{ status: '200' }, { status: '429' }]);
    expect(isActive()).toBe(false);
  });
});

describe('what adds or changes is told to wait, and changes nothing', () => {
  it.each<[string, () => readonly [string, JsonObject]]>([
    ['PATCH that changes more', () => ['PATCH', patchBody(replace('active', false), replace('title', 'x'))]],
    [
      'PATCH of an extension',
      () => ['PATCH', patchBody(replace('active', false), replace(`${enterprise}:department`, 'x'))],
    ],
    [
      'PATCH that takes away',
      () => ['PATCH', patchBody(replace('active', false), { op: 'remove', path: 'title' })],
    ],
    ['PUT of another user', () => ['PUT', { ...body, active: false, title: 'x' }]],
  ])('%s', async (_what, request) => {
    const [method, sent] = request();
    const before = scim.directory.findUser(id);
    const reply = await scim.call(method, `/Users/${id}`, sent);
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '30']);
    expect(scim.directory.findUser(id)).toEqual(before);
  });

  it('activating again', async () => {
    await scim.call('PATCH', `/Users/${id}`, patchBody(replace('active', false)));
    expect((await scim.call('PATCH', `/Users/${id}`, patchBody(replace('active', true)))).status).toBe(429);
    expect(isActive()).toBe(false);
  });
});

it('members are taken away, and not added', async () => {
  full = false;
  const made = await scim.call('POST', '/Groups', {
    schemas: [coreGroup],
    displayName: 'Team',
    members: [{ value: id }],
  });
  full = true;
  const path = `/Groups/${String(made.body['id'])}`;
  const added = await scim.call(
    'PATCH',
    path,
    patchBody({ op: 'add', path: 'members', value: [{ value: id }] }),
  );
  const renamed = await scim.call('PATCH', path, patchBody(replace('displayName', 'x')));
  expect([added.status, renamed.status]).toEqual([429, 429]);
  const both = patchBody(
    { op: 'remove', path: `members[value eq "${id}"]` },
    { op: 'add', path: 'members', value: [{ value: id }] },
  );
  expect((await scim.call('PATCH', path, both)).status).toBe(429);
  expect((await scim.call('GET', path)).body['members']).toHaveLength(1);
  const removed = await scim.call(
    'PATCH',
    path,
    patchBody({ op: 'remove', path: `members[value eq "${id}"]` }),
  );
  expect([removed.status, removed.body['members']]).toEqual([200, []]);
});
