/** Extension schemas that an admin defines, over real HTTP: advertised, enforced, and never in the way of values. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppFault } from '../../electron/engine/base/app-fault.ts';
import {
  createExtensionSchemas,
  type ExtensionSchemas,
} from '../../electron/engine/directory/extension-schemas.ts';
import { migrate } from '../../electron/engine/storage/migrate.ts';
import { workspaceSteps } from '../../electron/engine/storage/migrations/index.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { coreRegistry } from '../../shared/domain/schema-registry.ts';
import { badge, badgeResource, room } from '../support/badge-schema.ts';
import { coreUser, patchBody, type ScimUnderTest, startScim, userBody } from '../support/scim-start.ts';

let scim: ScimUnderTest;
let schemas: ExtensionSchemas | undefined;
let announced = 0;

function open(): ExtensionSchemas {
  return createExtensionSchemas({
    db: scim.db,
    clock: Date.now,
    announce: () => {
      announced++;
    },
  });
}

beforeAll(async () => {
  scim = await startScim({ schemas: () => schemas?.current() ?? coreRegistry });
  migrate(scim.db, workspaceSteps, 1);
});
afterAll(() => scim.stop());
beforeEach(() => {
  scim.db.run('delete from schemas');
  schemas = open();
  announced = 0;
});

const store = () => schemas ?? open();
const save = (change: JsonObject = {}, replace = false) =>
  store().save({ resource: { ...badgeResource, ...change }, resourceType: 'User', replace });
const small = (type: string, more: JsonObject = {}) => ({
  attributes: [
    { name: 'level', type },
    { name: 'note', ...more },
  ],
});
let n = 0;
async function made(more: JsonObject): Promise<{ at: string; body: JsonObject }> {
  const reply = await scim.call('POST', '/Users', userBody(`x${n++}@x.example`, more));
  expect(reply.status).toBe(201);
  return { at: `/Users/${reply.body['id']}`, body: reply.body };
}
const find = async (filter: string) => {
  const reply = await scim.call('GET', `/Users?filter=${encodeURIComponent(filter)}`);
  return { status: reply.status, total: reply.body['totalResults'] };
};
const fault = (work: () => unknown): AppFault => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppFault) return error;
    throw error;
  }
  throw new Error('it was taken');
};

describe('an extension', () => {
  test('is in force at once: advertised, checked, found by, changed', async () => {
    expect((await find(`${badge}:level gt 4`)).status).toBe(400);
    expect(save()).toMatchObject({ urn: badge, custom: true, resourceType: 'User' });
    expect(announced).toBe(1);
    expect((await scim.call('GET', `/Schemas/${badge}`)).body['name']).toBe('Badge');
    const type = (await scim.call('GET', '/ResourceTypes/User')).body['schemaExtensions'];
    expect(type).toContainEqual({ schema: badge, required: false });
    const refused = await scim.call(
      'POST',
      '/Users',
      userBody('no@x.example', { [badge]: { level: 'five' } }),
    );
    expect([refused.status, refused.body['detail']]).toEqual([400, 'level must be a whole number.']);
    const { at, body } = await made({ [badge.toUpperCase()]: { LEVEL: 5, unknown: 1, tags: ['red'] } });
    expect(body[badge]).toEqual({ level: 5, tags: ['red'] });
    expect(body['schemas']).toEqual([coreUser, badge]);
    expect(scim.exchanges.at(-1)?.notes).toContain('Ignored unknown attribute "unknown".');
    expect((await find(`${badge}:level gt 4 and ${badge}:tags eq "RED"`)).total).toBe(1);
    const patched = await scim.call(
      'PATCH',
      at,
      patchBody({ op: 'add', path: `${badge}:tags`, value: ['blue'] }),
    );
    expect(patched.body[badge]).toEqual({ level: 5, tags: ['red', 'blue'] });
  });

  test('outlives a restart', () => {
    save();
    expect(
      open()
        .current()
        .custom.map((s) => s.id),
    ).toEqual([badge]);
  });

  test('of groups is filtered and changed alike', async () => {
    store().save({
      resource: {
        id: room,
        name: 'Room',
        attributes: [
          { name: 'capacity', type: 'integer' },
          { name: 'tags', multiValued: true },
        ],
      },
      resourceType: 'Group',
      replace: false,
    });
    const reply = await scim.call('POST', '/Groups', {
      displayName: 'R',
      [room]: { capacity: 7, tags: ['Ä', 'b'] },
    });
    expect(reply.body[room]).toEqual({ capacity: 7, tags: ['Ä', 'b'] });
    const filter = encodeURIComponent(`${room}:tags eq "ä" and ${room}:capacity ge 7`);
    expect((await scim.call('GET', `/Groups?filter=${filter}`)).body['totalResults']).toBe(1);
    const patched = await scim.call(
      'PATCH',
      `/Groups/${reply.body['id']}`,
      patchBody({ op: 'remove', path: `${room}:tags[value eq "Ä"]` }),
    );
    expect(patched.body[room]).toEqual({ capacity: 7, tags: ['b'] });
  });
});

describe('values that were there before', () => {
  test('stay, and stand in the way of nothing, until they are written', async () => {
    const { at, body } = await made({ [badge]: { level: 'five', odd: [1] } });
    save(small('integer'));
    expect((await scim.call('GET', at)).body[badge]).toEqual({ level: 'five', odd: [1] });
    const titled = await scim.call('PATCH', at, patchBody({ op: 'replace', path: 'title', value: 'T' }));
    expect([titled.status, titled.body[badge]]).toEqual([200, { level: 'five', odd: [1] }]);
    const same = await scim.call('PUT', at, { ...body, title: 'U' });
    expect([same.status, same.body[badge]]).toEqual([200, { level: 'five', odd: [1] }]);
    const wrong = await scim.call(
      'PATCH',
      at,
      patchBody({ op: 'replace', path: `${badge}:level`, value: 'six' }),
    );
    expect(wrong.status).toBe(400);
    const right = await scim.call(
      'PATCH',
      at,
      patchBody({ op: 'replace', path: `${badge}:level`, value: 6 }),
    );
    expect(right.body[badge]).toEqual({ level: 6, odd: [1] });
  });

  test('stay when the schema is changed, and when it goes', async () => {
    save(small('integer'));
    const { at } = await made({ [badge]: { level: 5, note: 'n' } });
    expect(fault(() => save(small('string'))).code).toBe('conflict');
    expect(save({ attributes: [{ name: 'level', type: 'string' }] }, true).resources).toBeGreaterThan(0);
    expect((await scim.call('GET', at)).body[badge]).toEqual({ level: 5, note: 'n' });
    expect(store().remove(badge.toUpperCase())).toBeGreaterThan(0);
    expect(announced).toBe(3);
    const kept = await scim.call('GET', at);
    expect([kept.body[badge], kept.body['schemas']]).toEqual([{ level: 5, note: 'n' }, [coreUser, badge]]);
    expect((await scim.call('GET', `/Schemas/${badge}`)).status).toBe(404);
    expect((await find(`${badge}:level pr`)).status).toBe(400);
    const free = await scim.call(
      'PATCH',
      at,
      patchBody({ op: 'replace', path: badge, value: { anything: [true] } }),
    );
    expect(free.body[badge]).toEqual({ anything: [true] });
    const gone = await scim.call('PATCH', at, patchBody({ op: 'remove', path: badge }));
    expect(gone.body).not.toHaveProperty([badge]);
    expect(fault(() => store().remove(badge)).code).toBe('not-found');
  });

  test('a list where one value is wanted, and the other way round, break no filter', async () => {
    await made({ [badge]: { level: [{ a: 1 }], note: { b: 2 } } });
    save(small('integer', { multiValued: true }));
    for (const filter of [
      `${badge}:level gt 3`,
      `${badge}:note eq "x"`,
      `${badge}:note[value sw "b"]`,
      `not (${badge}:note pr)`,
    ])
      expect((await find(filter)).status).toBe(200);
  });
});

describe('what is refused', () => {
  test('says where', () => {
    const found = fault(() => save({ id: 'acme', attributes: [{ name: 'ok' }, { name: '1' }] }));
    expect([found.code, Object.keys(found.fields ?? {})]).toEqual([
      'invalid-input',
      ['id', 'attributes.1.name'],
    ]);
    expect(announced).toBe(0);
  });
  test('the same URN in another spelling, and one inside another', () => {
    save({ id: 'urn:acme:User' });
    expect(fault(() => save({ id: 'urn:ACME:User' })).code).toBe('conflict');
    expect(fault(() => save({ id: 'urn:ACME:User' }, true)).code).toBe('invalid-input');
    expect(fault(() => save({ id: 'urn:acme:User:dept' })).message).toMatch(/could be taken for/);
  });
  test('the twenty-first', () => {
    for (let i = 0; i < 20; i++) save({ id: `urn:acme:many${i}:User` });
    expect(fault(() => save()).code).toBe('too-large');
    expect(
      store()
        .list()
        .filter((s) => s.custom),
    ).toHaveLength(20);
    expect(
      store()
        .list()
        .map((s) => s.name)
        .slice(0, 3),
    ).toEqual(['User', 'EnterpriseUser', 'Group']);
  });
});
