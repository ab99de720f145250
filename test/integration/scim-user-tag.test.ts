/** A user's ETag and its derived `groups`: If-None-Match sees them, If-Match does not ask for them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { patchBody, type ScimUnderTest, startScim, userBody } from '../support/scim-start.ts';

let scim: ScimUnderTest;
let names = 0;
let user: string;
let group: string;
let outer: string;

beforeAll(async () => {
  scim = await startScim();
});
afterAll(() => scim.stop());
beforeEach(() => {
  scim.directory.inUnit({ kind: 'seed' }, (unit) => {
    user = unit.createUser(userBody(`tag${++names}@x.example`)).id;
    group = unit.createGroup({ displayName: `Inner ${names}` }).id;
    outer = unit.createGroup({ displayName: `Outer ${names}` }).id;
  });
});

const get = (tag?: string) =>
  scim.call('GET', `/Users/${user}`, undefined, tag === undefined ? {} : { 'if-none-match': tag });
const tagNow = async () => (await get()).headers.get('etag') ?? '';
const members = (op: 'add' | 'remove', of: string, value: string) =>
  scim.call('PATCH', `/Groups/${of}`, patchBody({ op, path: 'members', value: [{ value }] }));

describe('If-None-Match', () => {
  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['joining a group', async () => {}, () => members('add', group, user)],
    ['leaving one', () => members('add', group, user), () => members('remove', group, user)],
    [
      'another name of it',
      () => members('add', group, user),
      () =>
        scim.call(
          'PATCH',
          `/Groups/${group}`,
          patchBody({ op: 'replace', path: 'displayName', value: 'New' }),
        ),
    ],
    [
      'the group is deleted',
      () => members('add', group, user),
      () => scim.call('DELETE', `/Groups/${group}`),
    ],
    ['its group joins a group', () => members('add', group, user), () => members('add', outer, group)],
    [
      'a group twice removed leaves',
      async () => {
        await members('add', group, user);
        await members('add', outer, group);
      },
      () => members('remove', outer, group),
    ],
  ])('%s is seen', async (_what, before, change) => {
    await before();
    const { headers, body } = await get();
    const tag = headers.get('etag') ?? '';
    expect([(await get(tag)).status, (await get(tag.slice(2))).status]).toEqual([304, 304]);
    await change();
    const after = await get(tag);
    expect(after.status).toBe(200);
    expect(after.body['groups']).not.toEqual(body['groups']);
    expect((await get(after.headers.get('etag') ?? '')).status).toBe(304);
    expect((await scim.call('HEAD', `/Users/${user}`)).headers.get('etag')).toBe(after.headers.get('etag'));
  });

  it('another member of the same groups changes nothing for this one', async () => {
    await members('add', group, user);
    const tag = await tagNow();
    const other = scim.directory.inUnit({ kind: 'seed' }, (unit) =>
      unit.createUser(userBody(`o${++names}@x.example`)),
    );
    await members('add', group, other.id);
    expect((await get(tag)).status).toBe(304);
  });
});

describe('If-Match and meta.version', () => {
  it('a membership is no edit: a change with the tag from before goes on', async () => {
    const before = await tagNow();
    await members('add', group, user);
    const inGroup = await tagNow();
    const patch = (title: string, tag: string) =>
      scim.call('PATCH', `/Users/${user}`, patchBody({ op: 'replace', path: 'title', value: title }), {
        'if-match': tag,
      });
    expect((await patch('a', before)).status).toBe(200);
    expect((await patch('b', inGroup)).status).toBe(412);
    await members('remove', group, user);
    const last = await patch('c', await tagNow());
    expect([last.status, last.headers.get('etag')]).toEqual([200, await tagNow()]);
    expect((await scim.call('DELETE', `/Users/${user}`, undefined, { 'if-match': inGroup })).status).toBe(
      412,
    );
  });

  it('is the ETag where one user is answered, and is found by a filter in either form', async () => {
    await members('add', group, user);
    const { headers, body } = await get();
    const tag = headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"1-[0-9a-f]{8}\.[0-9a-z]+"$/);
    expect(body['meta']).toMatchObject({ version: tag });
    const find = async (version: string) => {
      const filter = `id eq "${user}" and meta.version eq ${JSON.stringify(version)}`;
      const found = await scim.call('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      return (found.body['Resources'] as { meta: { version: string } }[]).map((r) => r.meta.version);
    };
    const own = tag.replace(/\..*/, '"');
    expect(await find(tag)).toEqual([own]);
    expect(await find(own)).toEqual([own]);
    expect(await find('W/"1-00000000"')).toEqual([]);
    // one from a list is taken for one without groups
    expect((await get(own)).status).toBe(200);
  });
});
