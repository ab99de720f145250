/** HEAD (RFC 9110 §9.3.2): what GET says, without its body, asked for and recorded in the same way. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { routes } from '../../electron/engine/scim/routes.ts';
import { coreUser, readToken, type ScimUnderTest, startScim, userBody } from '../support/scim-start.ts';

let scim: ScimUnderTest;
let user: string;
let group: string;
let large: string;

beforeAll(async () => {
  scim = await startScim();
  [user, group, large] = scim.directory.inUnit({ kind: 'seed' }, (unit) => {
    const ids = Array.from({ length: 4001 }, (_, i) => unit.createUser(userBody(`h${i}é@x.example`)).id);
    return [
      ids[0] ?? '',
      unit.createGroup({ displayName: 'Small' }, ids.slice(0, 2)).id,
      unit.createGroup({ displayName: 'Large' }, ids).id,
    ];
  });
});
afterAll(() => scim.stop());

const paths = routes.filter((r) => r.method === 'GET').map((r) => r.path);

function named(path: string): string {
  const of = path.startsWith('/Users') ? user : path.startsWith('/Groups') ? group : coreUser;
  return path.replace(':id', path.startsWith('/ResourceTypes') ? 'User' : of);
}

const compared = ['content-type', 'content-length', 'etag', 'cache-control', 'x-content-type-options'];

it.each(paths)('HEAD %s is GET without its body', async (path) => {
  const url = named(path);
  const [get, head] = [await scim.call('GET', url), await scim.call('HEAD', url)];
  const said = (reply: typeof get) => compared.map((name) => reply.headers.get(name));
  expect([head.status, ...said(head)]).toEqual([get.status, ...said(get)]);
  expect(head.text).toBe('');
  const [asked, whole] = [scim.exchanges.at(-1), scim.exchanges.at(-2)];
  expect(asked).toMatchObject({ method: 'HEAD', status: get.status, responseBody: null, responseBytes: 0 });
  expect([asked?.label, asked?.actorId]).toEqual([whole?.label, whole?.actorId]);
});

it('a list too large for one write has a length, a streamed group none, and both leave the connection usable', async () => {
  const list = await scim.call('HEAD', '/Users?count=1000');
  const whole = await scim.call('GET', '/Users?count=1000');
  expect(list.headers.get('content-length')).toBe(whole.headers.get('content-length'));
  for (let i = 0; i < 3; i++) {
    const streamed = await scim.call('HEAD', `/Groups/${large}`);
    expect([streamed.status, streamed.text]).toEqual([200, '']);
    expect(streamed.headers.get('content-length')).toBeNull();
    expect(streamed.headers.get('content-type')).toBe('application/scim+json');
  }
  // a snapshot left open would keep the journal from being folded in
  expect(scim.db.pragma('wal_checkpoint(TRUNCATE)')).toBe(0);
  expect((await scim.call('GET', `/Groups/${large}`)).body['displayName']).toBe('Large');
});

it('needs a token, a token to read is enough, and conditions hold', async () => {
  for (const authorization of ['', 'Bearer no']) {
    const reply = await scim.call('HEAD', `/Users/${user}`, undefined, { authorization });
    expect([reply.status, reply.text]).toEqual([401, '']);
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
  }
  const read = { authorization: `Bearer ${readToken}` };
  const reply = await scim.call('HEAD', `/Users/${user}`, undefined, read);
  expect(reply.status).toBe(200);
  const unchanged = { 'if-none-match': reply.headers.get('etag') ?? '' };
  expect((await scim.call('HEAD', `/Users/${user}`, undefined, unchanged)).status).toBe(304);
  expect((await scim.call('HEAD', '/Users/unknown')).status).toBe(404);
  expect((await scim.call('HEAD', '/Users?filter=nonsense')).status).toBe(400);
});

it('is not there where GET is not', async () => {
  const reply = await scim.call('HEAD', '/.search');
  expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST']);
  expect((await scim.call('OPTIONS', '/Users')).headers.get('allow')).toBe('GET, HEAD, POST');
});
