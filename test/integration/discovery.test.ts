/** Discovery says what is enforced: every attribute that /Schemas advertises is tried over HTTP. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { usualProfile } from '../../shared/domain/server-profile.ts';
import { strict, testRegistry } from '../support/badge-schema.ts';
import {
  type Advertised,
  body,
  create,
  held,
  type Place,
  patchTo,
  pathOf,
  refused,
  rightValue,
  wrongValue,
} from '../support/schema-probes.ts';
import {
  coreGroup,
  coreUser,
  patchBody,
  readToken,
  type ScimUnderTest,
  startScim,
  userBody,
} from '../support/scim-start.ts';

let scim: ScimUnderTest;
const known = { userId: '' };
let entitlements = false;
beforeAll(async () => {
  scim = await startScim({ schemas: () => testRegistry, profile: () => ({ ...usualProfile, entitlements }) });
  const made = await scim.call('POST', '/Users', userBody('known@x.example'));
  known.userId = String(made.body['id']);
});
afterAll(() => scim.stop());

async function places(): Promise<Place[]> {
  const types = (await scim.call('GET', '/ResourceTypes')).body['Resources'] as JsonObject[];
  const schemas = (await scim.call('GET', '/Schemas')).body['Resources'] as JsonObject[];
  return types.flatMap((type) => {
    const extensions = (type['schemaExtensions'] as JsonObject[]).map((e) => String(e['schema']));
    return [String(type['schema']), ...extensions].flatMap((urn) => {
      const schema = schemas.find((s) => s['id'] === urn);
      const attributes = (schema?.['attributes'] ?? []) as unknown as Advertised[];
      return attributes.map((attribute) => ({
        endpoint: String(type['endpoint']) as Place['endpoint'],
        urn: urn === type['schema'] ? null : urn,
        attribute,
        beside: Object.fromEntries(
          attributes
            .filter((a) => a.required && a.name !== attribute.name)
            .map((a) => [a.name, rightValue(a, known)]),
        ) as JsonObject,
      }));
    });
  });
}

/** Derived by the server: nobody can give them a value. */
const isDerived = ({ attribute }: Place) => attribute.name === 'groups';

async function probeMutability(place: Place): Promise<void> {
  const { attribute } = place;
  const value = rightValue(attribute, known);
  if (attribute.mutability === 'readOnly') {
    const sent = attribute.name === 'groups' ? [{ value: 'x' }] : value;
    const { reply, at } = await create(scim, place, sent);
    expect(held(place, reply.body) ?? []).toEqual([]);
    refused(await patchTo(scim, at, pathOf(place), sent), 'mutability', `${pathOf(place)} is readOnly`);
    return;
  }
  const { at } = await create(scim, place, value);
  const again = attribute.type === 'string' && !attribute.multiValued ? 'Another value' : value;
  const reply = await patchTo(scim, at, pathOf(place), again);
  if (attribute.mutability === 'immutable') refused(reply, 'mutability', `${pathOf(place)} is immutable`);
  else expect([pathOf(place), reply.status]).toEqual([pathOf(place), 200]);
}

async function probeType(place: Place): Promise<void> {
  if (place.attribute.mutability === 'readOnly') return;
  const reply = await scim.call('POST', place.endpoint, body(place, wrongValue(place.attribute)));
  refused(reply, 'invalidValue', `${pathOf(place)} has a type`);
  for (const sub of place.attribute.subAttributes ?? []) {
    if (sub.mutability === 'readOnly' || place.attribute.name === 'members') continue;
    const wrong = { [sub.name]: wrongValue(sub) };
    const value = place.attribute.multiValued ? [wrong] : wrong;
    const answer = await scim.call('POST', place.endpoint, body(place, value));
    refused(answer, 'invalidValue', `${pathOf(place)}.${sub.name} has a type`);
  }
}

async function probeRequired(place: Place): Promise<void> {
  const { attribute, urn } = place;
  if (urn === null && attribute.required) {
    const whole = body(place, undefined);
    delete whole[attribute.name];
    refused(await scim.call('POST', place.endpoint, whole), 'invalidValue', `${attribute.name} is required`);
  } else if (attribute.required) {
    const without = { ...body(place, undefined), [urn ?? '']: { shown: 'x' } };
    refused(await scim.call('POST', place.endpoint, without), 'invalidValue', `${pathOf(place)} is required`);
  } else await create(scim, place, undefined);
  for (const sub of attribute.subAttributes ?? []) {
    if (!sub.required || attribute.name === 'members') continue;
    const [whole] = rightValue(attribute, known) as [JsonObject];
    const { [sub.name]: _gone, ...rest } = whole;
    const reply = await scim.call('POST', place.endpoint, body(place, [rest]));
    refused(reply, 'invalidValue', `${pathOf(place)}.${sub.name} is required`);
  }
}

/** What a GET answers by default, by name, and where something else is named. */
async function probeReturned(place: Place): Promise<void> {
  const { attribute } = place;
  if (attribute.mutability === 'readOnly') return;
  const value = rightValue(attribute, known);
  const { reply, at } = await create(scim, place, value);
  const read = async (query: string) =>
    held(place, (await scim.call('GET', `${at}?${query}`)).body) !== undefined;
  const named = `attributes=${encodeURIComponent(pathOf(place))}`;
  const excluded = `excludedAttributes=${encodeURIComponent(pathOf(place))}`;
  const seen = {
    made: held(place, reply.body) !== undefined,
    read: await read(''),
    named: await read(named),
    other: await read('attributes=externalId'),
    excluded: await read(excluded),
  };
  const byRule: Readonly<Record<string, typeof seen>> = {
    always: { made: true, read: true, named: true, other: true, excluded: true },
    default: { made: true, read: true, named: true, other: false, excluded: false },
    request: { made: true, read: false, named: true, other: false, excluded: false },
    never: { made: false, read: false, named: false, other: false, excluded: false },
  };
  expect({ at: pathOf(place), ...seen }).toEqual({ at: pathOf(place), ...byRule[attribute.returned] });
}

async function probeUniqueness(place: Place): Promise<void> {
  const { attribute } = place;
  if (attribute.mutability === 'readOnly') return;
  const value = rightValue(attribute, known);
  await create(scim, place, value);
  const second = await scim.call('POST', place.endpoint, body(place, value));
  expect([pathOf(place), second.status]).toEqual([
    pathOf(place),
    attribute.uniqueness === 'none' ? 201 : 409,
  ]);
}

/** Only texts have case; what is never returned cannot be asked for either. */
async function probeCase(place: Place): Promise<void> {
  const { attribute } = place;
  const leaf =
    attribute.type === 'complex' ? attribute.subAttributes?.find((s) => s.name === 'value') : attribute;
  if (leaf === undefined || attribute.mutability === 'readOnly' || attribute.name === 'members') return;
  const ask = (operand: string) =>
    scim.call(
      'GET',
      `${place.endpoint}?count=0&filter=${encodeURIComponent(`${pathOf(place)} eq ${operand}`)}`,
    );
  if (attribute.returned === 'never') {
    expect((await ask('"x"')).status).toBe(403);
    return;
  }
  const value = rightValue(attribute, known);
  await create(scim, place, value);
  const one = (Array.isArray(value) ? value[0] : value) as Json;
  const text = attribute.type === 'complex' ? (one as JsonObject)['value'] : one;
  const found = async (operand: Json) =>
    Number((await ask(JSON.stringify(operand))).body['totalResults']) > 0;
  expect([pathOf(place), await found(text ?? null)]).toEqual([pathOf(place), true]);
  if (typeof text !== 'string' || leaf.type === 'dateTime') return;
  const otherCase = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
  expect([pathOf(place), await found(otherCase)]).toEqual([pathOf(place), !leaf.caseExact]);
}

describe('what is advertised is enforced', () => {
  test('there is something to walk', async () => {
    const all = await places();
    expect(all.filter((p) => p.endpoint === '/Users').length).toBeGreaterThan(40);
    expect(all.filter((p) => p.endpoint === '/Groups').map((p) => p.attribute.name)).toEqual([
      'displayName',
      'members',
      'capacity',
      'tags',
    ]);
  });
  test.each([
    ['mutability', probeMutability],
    ['type and multiValued', probeType],
    ['required', probeRequired],
    ['returned', probeReturned],
    ['uniqueness', probeUniqueness],
    ['caseExact', probeCase],
  ] as const)('%s of every attribute', async (_name, probe) => {
    for (const place of await places())
      if (!isDerived(place) || probe === probeMutability) await probe(place);
  });
  test('members: value is immutable, the rest is derived', async () => {
    const made = await scim.call('POST', '/Groups', {
      schemas: [coreGroup],
      displayName: 'G',
      members: [{ value: known.userId, display: 'x', type: 'Group' }],
    });
    expect(made.body['members']).toEqual([
      {
        type: 'User',
        value: known.userId,
        $ref: `${scim.baseUrl}/Users/${known.userId}`,
        display: 'Test known@x.example',
      },
    ]);
    for (const sub of ['value', '$ref', 'display', 'type']) {
      const path = `members[value eq "${known.userId}"].${sub}`;
      refused(await patchTo(scim, `/Groups/${made.body['id']}`, path, 'x'), 'mutability', path);
    }
  });
});

describe('extension attributes', () => {
  const made = (extension: JsonObject) =>
    scim.call('POST', '/Users', { ...userBody(`e${Math.random()}@x.example`), [strict]: extension });

  test('a replace keeps what a client cannot know or may not change', async () => {
    const { body: user } = await made({ grade: 'A', born: '1990', pin: '1234' });
    const at = `/Users/${user['id']}`;
    scim.directory.inUnit({ kind: 'admin' }, (unit) =>
      unit.updateUser(String(user['id']), { [strict]: { risk: 'low' } }),
    );
    const { [strict]: _gone, ...rest } = (await scim.call('GET', at)).body;
    const replaced = await scim.call('PUT', at, rest);
    expect([replaced.status, replaced.body[strict]]).toEqual([200, { born: '1990', risk: 'low' }]);
    expect(scim.directory.findUser(String(user['id']))?.attributes[strict]).toEqual({
      born: '1990',
      risk: 'low',
      pin: '1234',
    });
    refused(
      await scim.call('PUT', at, { ...rest, [strict]: { grade: 'A', born: '1991' } }),
      'mutability',
      'born',
    );
    const cleared = await scim.call('PUT', at, { ...rest, [strict]: { grade: 'B', pin: null } });
    expect(cleared.body[strict]).toEqual({ grade: 'B', born: '1990', risk: 'low' });
    expect(scim.directory.findUser(String(user['id']))?.attributes[strict]).not.toHaveProperty('pin');
  });

  test('sub-attributes that are never returned stay inside', async () => {
    const { body: user } = await made({ grade: 'A', visa: [{ value: 'v', secret: 's' }] });
    expect(user[strict]).toEqual({ grade: 'A', visa: [{ value: 'v' }] });
    const filter = encodeURIComponent(`${strict}:visa[secret eq "s"]`);
    expect((await scim.call('GET', `/Users?filter=${filter}`)).status).toBe(403);
    expect(
      (await scim.call('GET', `/Users?filter=${encodeURIComponent(`${strict}:visa.secret pr`)}`)).status,
    ).toBe(403);
    expect((await scim.call('GET', `/Users?sortBy=${encodeURIComponent(`${strict}:grade`)}`)).status).toBe(
      400,
    );
  });

  test('what is only there is hidden leaves no empty object', async () => {
    const reply = await scim.call('POST', '/Users', {
      ...userBody('h@x.example'),
      [strict]: { grade: 'A', hidden: 'h' },
    });
    expect(reply.body[strict]).toEqual({ grade: 'A', hidden: 'h' });
    const at = `/Users/${reply.body['id']}`;
    expect((await scim.call('GET', at)).body[strict]).toEqual({ grade: 'A' });
    const other = await patchTo(scim, at, 'title', 'T');
    expect(other.body[strict]).toEqual({ grade: 'A' });
    const same = await patchTo(scim, at, `${strict.toUpperCase()}:HIDDEN`, 'i');
    expect(same.body[strict]).toEqual({ grade: 'A', hidden: 'i' });
    const replaced = await scim.call('PUT', at, other.body);
    expect(replaced.body[strict]).toEqual({ grade: 'A' });
    const again = await scim.call(
      'PATCH',
      at,
      patchBody({ op: 'add', value: { [strict]: { hidden: 'h' } } }),
    );
    expect(again.body[strict]).toEqual({ grade: 'A', hidden: 'h' });
    const named = await scim.call(
      'GET',
      `/Users/${reply.body['id']}?attributes=${encodeURIComponent(`${strict}:hidden`)}`,
    );
    expect(named.body[strict]).toEqual({ hidden: 'h' });
  });
});

describe('discovery documents', () => {
  const documents = [
    '/ServiceProviderConfig',
    '/ResourceTypes',
    '/ResourceTypes/User',
    '/Schemas',
    `/Schemas/${coreUser}`,
  ];
  test.each(documents)('%s has an ETag that saves reading it again', async (path) => {
    const first = await scim.call('GET', path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"[\w-]{16}"$/);
    if (first.body['meta'] !== undefined) expect((first.body['meta'] as JsonObject)['version']).toBe(etag);
    expect((await scim.call('GET', path, undefined, { 'if-none-match': `"x", ${etag}` })).status).toBe(304);
    expect((await scim.call('GET', path, undefined, { 'if-none-match': '"x"' })).status).toBe(200);
  });
  test('two ways to sign in are named', async () => {
    const config = (await scim.call('GET', '/ServiceProviderConfig')).body;
    const types = (config['authenticationSchemes'] as JsonObject[]).map((s) => s['type']);
    expect(types).toEqual(['oauthbearertoken', 'httpbasic']);
  });
  test('an extension is found by its URN in any case, and listed with its type', async () => {
    expect((await scim.call('GET', `/Schemas/${strict.toUpperCase()}`)).body['id']).toBe(strict);
    const group = (await scim.call('GET', '/ResourceTypes/Group')).body;
    expect(group['schemaExtensions']).toEqual([
      { schema: 'urn:example:params:scim:schemas:extension:room:2.0:Group', required: false },
    ]);
  });
});

describe("Okta's entitlement shapes", () => {
  test('do not exist while they are off', async () => {
    for (const path of [
      '/Entitlements',
      '/Roles',
      '/Roles/x',
      '/ResourceTypes/Role',
      '/Schemas/urn:okta:scim:schemas:core:1.0:Role',
    ])
      expect([path, (await scim.call('GET', path)).status]).toEqual([path, 404]);
  });
  test('list what users hold, each value once', async () => {
    entitlements = true;
    const roles = (value: string, more: JsonObject = {}) => ({ roles: [{ value, ...more }] });
    await scim.call(
      'POST',
      '/Users',
      userBody('r1@x.example', roles('Admin', { display: 'Administrators' })),
    );
    await scim.call('POST', '/Users', userBody('r2@x.example', roles('admin')));
    await scim.call(
      'POST',
      '/Users',
      userBody('r3@x.example', { ...roles('Åse/x'), entitlements: [{ value: 'E1', type: 'license' }] }),
    );
    const list = await scim.call('GET', '/Roles?startIndex=1&count=10', undefined, {
      authorization: `Bearer ${readToken}`,
    });
    const names = (list.body['Resources'] as JsonObject[]).map((r) => [r['id'], r['displayName']]);
    expect(names).toContainEqual(['Admin', 'Administrators']);
    expect(names).toContainEqual(['Åse/x', 'Åse/x']);
    expect(list.body['totalResults']).toBe(names.length);
    const second = await scim.call('GET', '/Roles?startIndex=2&count=1');
    expect([(second.body['Resources'] as JsonObject[]).length, second.body['totalResults']]).toEqual([
      1,
      names.length,
    ]);
    const one = await scim.call('GET', `/Roles/${encodeURIComponent('åSE/x')}`);
    expect([one.status, one.body['id']]).toEqual([200, 'Åse/x']);
    expect((await scim.call('GET', '/Entitlements/e1')).body).toMatchObject({
      id: 'E1',
      displayName: 'E1',
      type: 'license',
    });
    expect((await scim.call('GET', '/Entitlements?filter=id%20pr')).status).toBe(403);
    expect((await scim.call('POST', '/Roles', {})).status).toBe(405);
    const types = (await scim.call('GET', '/ResourceTypes')).body['Resources'] as JsonObject[];
    expect(types.map((t) => t['endpoint'])).toEqual(['/Users', '/Groups', '/Entitlements', '/Roles']);
    expect((await scim.call('GET', '/Schemas/urn:okta:scim:schemas:core:1.0:Entitlement')).status).toBe(200);
    entitlements = false;
  });
});
