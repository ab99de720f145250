/** /Groups over real HTTP: pushes as Okta and Entra make them (okta.md 1.8, 6). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { coreGroup, patchBody, type ScimUnderTest, startScim, userBody } from '../support/scim-start.ts';

let scim: ScimUnderTest;
let users: string[] = [];
beforeAll(async () => {
  scim = await startScim();
  users = scim.directory.inUnit({ kind: 'seed' }, (unit) =>
    Array.from({ length: 6 }, (_, i) => unit.createUser(userBody(`m${i}@x.example`)).id),
  );
});
afterAll(() => scim.stop());

const refs = (...indexes: number[]): Json[] => indexes.map((i) => ({ value: users[i] ?? '', display: null }));
const membersOf = (body: JsonObject) =>
  (body['members'] as { value: string }[]).map((m) => users.indexOf(m.value));

async function made(...members: number[]): Promise<string> {
  const reply = await scim.call('POST', '/Groups', {
    schemas: [coreGroup],
    displayName: 'Team',
    members: refs(...members),
  });
  expect(reply.status).toBe(201);
  return String(reply.body['id']);
}

async function patched(id: string, ...operations: JsonObject[]): Promise<number[]> {
  const reply = await scim.call('PATCH', `/Groups/${id}`, patchBody(...operations));
  expect([reply.status, reply.body['detail']]).toEqual([200, undefined]);
  return membersOf(reply.body);
}

test('create, read, and the member carries name, type and link', async () => {
  const id = await made(0, 1);
  const read = await scim.call('GET', `/Groups/${id}`);
  expect(read.body).toMatchObject({
    id,
    displayName: 'Team',
    members: [
      {
        value: users[0],
        $ref: `${scim.baseUrl}/Users/${users[0]}`,
        display: 'Test m0@x.example',
        type: 'User',
      },
      { value: users[1] },
    ],
    meta: {
      resourceType: 'Group',
      location: `${scim.baseUrl}/Groups/${id}`,
      version: expect.stringMatching(/^W\/"1-[0-9a-f]{8}"$/),
    },
  });
  const user = await scim.call('GET', `/Users/${users[0]}`);
  expect(user.body['groups']).toMatchObject([{ value: id, display: 'Team', type: 'direct' }]);
});

describe('pushes', () => {
  test('remove first, add after, in one request; the rest stays', async () => {
    const id = await made(0, 1, 2);
    const now = await patched(
      id,
      { op: 'remove', path: `members[value eq "${users[1]}"]` },
      { op: 'add', path: 'members', value: refs(3, 0) },
    );
    expect(now).toEqual([0, 2, 3]);
  });
  test('rename leaves members; full push sets; empty push clears', async () => {
    const id = await made(0, 1);
    expect(await patched(id, { op: 'replace', value: { id, displayName: 'Renamed' } })).toEqual([0, 1]);
    expect(await patched(id, { op: 'replace', path: 'members', value: refs(4, 5) })).toEqual([4, 5]);
    expect(await patched(id, { op: 'replace', value: { members: [], id, displayName: 'Renamed' } })).toEqual(
      [],
    );
    expect((await scim.call('GET', `/Groups/${id}`)).body['displayName']).toBe('Renamed');
  });
  test("Entra's Remove with a list takes those and no others", async () => {
    const id = await made(0, 1, 2);
    const op = { op: 'Remove', path: 'members', value: [{ $ref: null, value: users[2] ?? '' }] };
    expect(await patched(id, op)).toEqual([0, 1]);
    expect(await patched(id, op)).toEqual([0, 1]);
    expect(await patched(id, { op: 'remove', path: 'members[display co "m0@"]' })).toEqual([1]);
  });
  test("the wizard's PUT sets name and members", async () => {
    const id = await made(0, 1);
    const reply = await scim.call('PUT', `/Groups/${id}`, {
      schemas: [coreGroup],
      id,
      displayName: 'Put',
      members: refs(1, 2),
    });
    expect([reply.status, membersOf(reply.body)]).toEqual([200, [1, 2]]);
  });
  test('a bad member in operation 2 takes operation 1 back', async () => {
    const id = await made(0);
    const before = await scim.call('GET', `/Groups/${id}`);
    const reply = await scim.call(
      'PATCH',
      `/Groups/${id}`,
      patchBody(
        { op: 'replace', value: { displayName: 'X' } },
        { op: 'add', path: 'members', value: [{ value: 'ghost' }] },
      ),
    );
    expect([reply.status, reply.body['detail']]).toEqual([400, 'Unknown member id(s): ghost.']);
    expect((await scim.call('GET', `/Groups/${id}`)).body).toEqual(before.body);
  });
});

test('lists hold members unless they are not wanted; filters by name and member', async () => {
  const id = await made(5);
  await patched(id, { op: 'replace', value: { displayName: 'Åsa "quoted" team' } });
  const find = (filter: string, more = '') =>
    scim.call('GET', `/Groups?filter=${encodeURIComponent(filter)}${more}`);
  const byName = await find('displayName eq "åsa \\"QUOTED\\" team"', '&startIndex=1&count=100');
  expect(byName.body['Resources']).toMatchObject([{ id, members: [{ value: users[5] }] }]);
  const bare = await find('displayName sw "åsa"', '&excludedAttributes=members');
  expect((bare.body['Resources'] as JsonObject[])[0]).not.toHaveProperty('members');
  for (const filter of [
    `members.value eq "${users[5]}"`,
    `members[value eq "${users[5]}"]`,
    `id eq "${id}" and members pr`,
  ]) {
    const reply = await find(`${filter} and displayName co "quoted"`);
    expect([reply.body['totalResults'], filter]).toEqual([1, filter]);
  }
  const inGroup = await scim.call('GET', `/Users?filter=${encodeURIComponent(`groups.value eq "${id}"`)}`);
  expect((inGroup.body['Resources'] as { id: string }[]).map((r) => r.id)).toEqual([users[5]]);
});

test('nesting gives indirect groups', async () => {
  const inner = await made(3);
  const outer = await scim.call('POST', '/Groups', { displayName: 'Outer', members: [{ value: inner }] });
  const user = await scim.call('GET', `/Users/${users[3]}`);
  const groups = user.body['groups'] as { value: string; type: string }[];
  expect(groups.find((g) => g.value === outer.body['id'])?.type).toBe('indirect');
  expect(groups.find((g) => g.value === inner)?.type).toBe('direct');
});

test('deleting a user takes its memberships, deactivating does not; deleting a group keeps users', async () => {
  const id = await made(0, 4);
  await scim.call('PATCH', `/Users/${users[0]}`, patchBody({ op: 'replace', value: { active: false } }));
  expect(membersOf((await scim.call('GET', `/Groups/${id}`)).body)).toEqual([0, 4]);
  await scim.call('DELETE', `/Users/${users[4]}`);
  expect(membersOf((await scim.call('GET', `/Groups/${id}`)).body)).toEqual([0]);
  expect((await scim.call('DELETE', `/Groups/${id}`)).status).toBe(204);
  expect((await scim.call('GET', `/Users/${users[0]}`)).status).toBe(200);
});

test('parallel adds to one group are all there', async () => {
  const id = await made();
  const added = scim.directory.inUnit({ kind: 'seed' }, (unit) =>
    Array.from({ length: 60 }, (_, i) => unit.createUser(userBody(`par${i}@x.example`)).id),
  );
  await Promise.all(
    added.map((value) =>
      scim.call('PATCH', `/Groups/${id}`, patchBody({ op: 'add', path: 'members', value: [{ value }] })),
    ),
  );
  const read = await scim.call('GET', `/Groups/${id}`);
  expect((read.body['members'] as JsonObject[]).length).toBe(60);
  expect(scim.directory.findGroup(id)?.memberCount).toBe(60);
});

test('a PATCH of a large group answers 204 with its ETag, 200 where attributes were asked for', async () => {
  const ids = scim.directory.inUnit({ kind: 'seed' }, (unit) =>
    Array.from({ length: 101 }, (_, i) => unit.createUser(userBody(`large${i}@x.example`)).id),
  );
  const id = scim.directory.inUnit(
    { kind: 'seed' },
    (unit) => unit.createGroup({ displayName: 'Large' }, ids).id,
  );
  const remove = patchBody({ op: 'remove', path: `members[value eq "${ids[0]}" or value eq "${ids[0]}"]` });
  const add = patchBody({
    op: 'add',
    path: 'members',
    value: [{ value: ids[0] ?? '' }, { value: users[1] ?? '' }],
  });
  expect((await scim.call('PATCH', `/Groups/${id}`, remove)).status).toBe(200);
  const added = await scim.call('PATCH', `/Groups/${id}`, add);
  expect([added.status, added.text, added.headers.get('etag')]).toEqual([
    204,
    '',
    expect.stringMatching(/^W\/"3-/),
  ]);
  const asked = await scim.call('PATCH', `/Groups/${id}?excludedAttributes=members`, remove);
  expect([asked.status, asked.body['displayName'], asked.body['members']]).toEqual([200, 'Large', undefined]);
  expect(scim.directory.findGroup(id)?.memberCount).toBe(101);
});
