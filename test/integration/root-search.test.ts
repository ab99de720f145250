/** POST /.search: users and groups in one list (RFC 7644 §3.4.3). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../shared/domain/json.ts';
import { coreGroup, readToken, type ScimUnderTest, startScim, userBody } from '../support/scim-start.ts';

let scim: ScimUnderTest;

beforeAll(async () => {
  scim = await startScim();
  const ids: string[] = [];
  for (let i = 0; i < 4; i++) {
    const made = await scim.call(
      'POST',
      '/Users',
      userBody(`u${i}@x`, i === 3 ? {} : { externalId: `e${9 - i}` }),
    );
    ids.push(String(made.body['id']));
  }
  for (let i = 0; i < 3; i++) {
    const members = [{ value: ids[i] ?? '' }];
    await scim.call('POST', '/Groups', {
      schemas: [coreGroup],
      displayName: `G${i}`,
      externalId: `e${i}`,
      members,
    });
  }
});
afterAll(() => scim.stop());

async function search(request: JsonObject) {
  const { status, body } = await scim.call('POST', '/.search', { schemas: [], ...request });
  const found = (body['Resources'] ?? []) as JsonObject[];
  return { status, body, names: found.map((r) => r['userName'] ?? r['displayName']).join(' ') };
}

describe('a search of everything', () => {
  it('lists users, then groups, in pages by index and by cursor', async () => {
    const all = await search({});
    expect(all.names).toBe('u0@x u1@x u2@x u3@x G0 G1 G2');
    expect(all.body).toMatchObject({ totalResults: 7, startIndex: 1, itemsPerPage: 7 });
    expect((await search({ startIndex: 4, count: 2 })).names).toBe('u3@x G0');
    expect((await search({ startIndex: 8 })).body).toMatchObject({ totalResults: 7, itemsPerPage: 0 });
    expect((await search({ count: 0 })).body).toMatchObject({ totalResults: 7, Resources: [] });
    const pages: string[] = [];
    let cursor: unknown = '';
    while (cursor !== undefined) {
      const page = await search({ cursor: String(cursor), count: 3 });
      pages.push(page.names);
      cursor = page.body['nextCursor'];
    }
    expect(pages).toEqual(['u0@x u1@x u2@x', 'u3@x G0 G1', 'G2']);
  });

  it.each([
    ['displayName sw "g"', 'G0 G1 G2'],
    ['displayName sw "test u1" or displayName eq "G2"', 'u1@x G2'],
    ['userName pr', 'u0@x u1@x u2@x u3@x'],
    ['not (userName pr)', 'G0 G1 G2'],
    ['members pr', 'G0 G1 G2'],
    ['groups.display eq "G1"', 'u1@x'],
    ['emails[type eq "work" and value co "u2"]', 'u2@x'],
    ['not (emails.value co "u2")', 'u0@x u1@x u3@x G0 G1 G2'],
    ['meta.resourceType eq "Group" and externalId ne "e1"', 'G0 G2'],
    ['urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "G0"', 'G0'],
  ])('an attribute of one type is without a value on the other: %s', async (filter, names) => {
    expect((await search({ filter })).names).toBe(names);
  });

  it('sorts by what both have, those without a value last', async () => {
    expect((await search({ sortBy: 'externalId' })).names).toBe('G0 G1 G2 u2@x u1@x u0@x u3@x');
    const down = await search({ sortBy: 'externalId', sortOrder: 'descending', count: 3 });
    expect(down.names).toBe('u3@x u0@x u1@x');
    expect((await search({ sortBy: 'userName' })).status).toBe(400);
    expect((await search({ filter: 'nonsense pr' })).status).toBe(400);
  });

  it('sends what was asked for of each, and needs no right to write', async () => {
    const request = {
      schemas: [],
      attributes: ['displayName', 'members.value', 'userName'],
      startIndex: 4,
      count: 2,
    };
    const { status, body } = await scim.call('POST', '/.search', request, {
      authorization: `Bearer ${readToken}`,
    });
    expect(status).toBe(200);
    const [user, group] = body['Resources'] as JsonObject[];
    expect(Object.keys(user ?? {}).sort()).toEqual(['displayName', 'id', 'schemas', 'userName']);
    expect(Object.keys(group ?? {}).sort()).toEqual(['displayName', 'id', 'members', 'schemas']);
    expect((await scim.call('GET', '/.search')).status).toBe(405);
  });

  it('streams large groups between users', async () => {
    scim.directory.inUnit({ kind: 'seed' }, (unit) => {
      const ids = Array.from(
        { length: 4100 },
        (_, i) => unit.createUser({ userName: `many${i}`, externalId: `f${i}` }).id,
      );
      const { id } = unit.createGroup({ displayName: 'Large', externalId: 'e95' });
      unit.addMembers(id, ids);
    });
    const found = await search({ sortBy: 'externalId', startIndex: 5, count: 4 });
    expect(found.names).toBe('u1@x u0@x Large many0');
    const group = (found.body['Resources'] as JsonObject[])[2];
    expect(group?.['members']).toHaveLength(4100);
  });
});
