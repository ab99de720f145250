/** The server's profile: each switch does what it says, from the next request on; and cursor paging (RFC 9865). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../shared/domain/json.ts';
import {
  type FaultRule,
  ruleSentence,
  type ServerProfile,
  usualProfile,
} from '../../shared/domain/server-profile.ts';
import { coreUser, patchBody, type ScimUnderTest, startScim, userBody } from '../support/scim-start.ts';

let scim: ScimUnderTest;
let profile: ServerProfile = usualProfile;

beforeAll(async () => {
  scim = await startScim({ profile: () => profile });
  for (let i = 0; i < 25; i++)
    await scim.call(
      'POST',
      '/Users',
      userBody(`p${i}@acme.example`, { title: i % 2 === 0 ? 'Even' : 'Odd' }),
    );
});
afterAll(() => scim.stop());
beforeEach(() => {
  profile = usualProfile;
});

const names = (body: JsonObject) => (body['Resources'] as { userName: string }[]).map((u) => u.userName);

describe('cursor paging', () => {
  async function walk(query: string): Promise<{ seen: string[]; pages: number }> {
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 1; ; pages++) {
      const { body } = await scim.call('GET', `/Users?count=10&cursor=${cursor}${query}`);
      expect(body).not.toHaveProperty('startIndex');
      seen.push(...names(body));
      if (body['nextCursor'] === undefined) return { seen, pages };
      cursor = encodeURIComponent(String(body['nextCursor']));
    }
  }

  it('sees everybody once, also with a filter and sorted', async () => {
    const all = await walk('');
    expect([all.pages, new Set(all.seen).size]).toEqual([3, 25]);
    const odd = await walk(`&filter=${encodeURIComponent('title eq "odd"')}`);
    expect([odd.pages, odd.seen.length]).toEqual([2, 12]);
    const sorted = await walk('&sortBy=userName&sortOrder=descending');
    expect(sorted.seen).toEqual([...all.seen].sort().reverse());
  });

  it('neither repeats nor skips anybody where somebody goes and somebody comes between two pages', async () => {
    const first = await scim.call('GET', '/Users?count=10&cursor=');
    const gone = (first.body['Resources'] as { id: string }[])[3];
    await scim.call('DELETE', `/Users/${gone?.id}`);
    await scim.call('POST', '/Users', userBody('p-late@acme.example'));
    const rest = await scim.call(
      'GET',
      `/Users?count=100&cursor=${encodeURIComponent(String(first.body['nextCursor']))}`,
    );
    expect(names(rest.body)).toHaveLength(16);
    expect(names(rest.body)[0]).toBe('p10@acme.example');
  });

  it.each([
    ['made up', 'cursor=abc', 'invalidCursor'],
    ['of another list', 'cursor=CURSOR&filter=active%20eq%20true', 'invalidCursor'],
    ['changed by hand', 'cursor=CHANGED', 'invalidCursor'],
    ['beside startIndex', 'cursor=&startIndex=1', 'invalidValue'],
  ])('a cursor that is %s is refused', async (_what, query, scimType) => {
    const first = await scim.call('GET', '/Users?count=5&cursor=');
    const cursor = String(first.body['nextCursor']);
    const asked = query.replace('CURSOR', cursor).replace('CHANGED', cursor.replace(/^a\d+/, 'a1'));
    const { status, body } = await scim.call('GET', `/Users?${asked}`);
    expect([status, body['scimType']]).toEqual([400, scimType]);
  });

  it('works in a search body and for groups, and is advertised', async () => {
    const search = await scim.call('POST', '/Users/.search', { schemas: [], cursor: '', count: 3 });
    expect(names(search.body)).toHaveLength(3);
    expect(search.body['nextCursor']).toBeTypeOf('string');
    expect((await scim.call('GET', '/Groups?cursor=')).body).not.toHaveProperty('nextCursor');
    const config = (await scim.call('GET', '/ServiceProviderConfig')).body;
    expect(config['pagination']).toMatchObject({ cursor: true, index: true, maxPageSize: 1000 });
  });
});

describe('switches', () => {
  it('page-size cap: enforced and advertised', async () => {
    profile = { ...usualProfile, pageCap: 7 };
    for (const query of ['', '?count=8', '?count=7'])
      expect(names((await scim.call('GET', `/Users${query}`)).body)).toHaveLength(7);
    expect((await scim.call('GET', '/ServiceProviderConfig')).body['filter']).toMatchObject({
      maxResults: 7,
    });
  });

  it('PATCH off', async () => {
    profile = { ...usualProfile, patch: false };
    const { id } = (await scim.call('POST', '/Users', userBody('nopatch@acme.example'))).body;
    const reply = await scim.call(
      'PATCH',
      `/Users/${String(id)}`,
      patchBody({ op: 'replace', path: 'title', value: 'x' }),
    );
    expect([reply.status, reply.body['detail']]).toEqual([501, 'PATCH is not supported.']);
    expect((await scim.call('GET', '/ServiceProviderConfig')).body['patch']).toEqual({ supported: false });
  });

  it('latency', async () => {
    profile = { ...usualProfile, latencyMs: 120 };
    const began = performance.now();
    await scim.call('GET', '/Users?count=1');
    expect(performance.now() - began).toBeGreaterThanOrEqual(115);
  });

  it.each([
    ['no schemas', { userName: 's1@acme.example' }, 'invalidSyntax'],
    [
      'a text for a boolean',
      { schemas: [coreUser], userName: 's2@acme.example', active: 'True' },
      'invalidValue',
    ],
  ])('strict refuses %s, compatible accepts it', async (_what, body, scimType) => {
    profile = { ...usualProfile, strict: true };
    const before = scim.directory.counts().users.all;
    const refused = await scim.call('POST', '/Users', body);
    expect([refused.status, refused.body['scimType']]).toEqual([400, scimType]);
    expect(scim.directory.counts().users.all).toBe(before);
    profile = usualProfile;
    expect((await scim.call('POST', '/Users', body)).status).toBe(201);
  });

  it('strict refuses Replace, and leaves the user and its ETag as they were', async () => {
    const made = await scim.call('POST', '/Users', userBody('strict@acme.example'));
    const path = `/Users/${String(made.body['id'])}`;
    profile = { ...usualProfile, strict: true };
    const refused = await scim.call('PATCH', path, patchBody({ op: 'Replace', path: 'title', value: 'x' }));
    expect([refused.status, refused.body['scimType']]).toEqual([400, 'invalidSyntax']);
    const after = await scim.call('GET', path);
    expect([after.headers.get('etag'), after.body['title']]).toEqual([made.headers.get('etag'), undefined]);
    // what the RFC itself tells a server to ignore is ignored by a strict one too
    const ignored = await scim.call(
      'POST',
      '/Users',
      userBody('strict2@acme.example', { favouriteColour: 'red' }),
    );
    expect(ignored.status).toBe(201);
  });
});

describe('fault rules', () => {
  const rule = (more: Partial<FaultRule>): FaultRule => ({
    id: 'r1',
    on: true,
    method: 'GET',
    path: '/Users',
    every: 3,
    effect: { kind: 'status', status: 429, retryAfter: 3 },
    ...more,
  });
  const withRule = (more: Partial<FaultRule> = {}) => {
    profile = { ...usualProfile, faults: [rule({ id: Math.random().toString(36), ...more })] };
  };
  const statuses = async (n: number, path = '/Users?count=1') => {
    const out: number[] = [];
    for (let i = 0; i < n; i++) out.push((await scim.call('GET', path)).status);
    return out;
  };

  it('fail each n-th request that they concern, and no other', async () => {
    withRule();
    expect(await statuses(7)).toEqual([200, 200, 429, 200, 200, 429, 200]);
    expect(await statuses(4, '/Groups')).toEqual([200, 200, 200, 200]);
    withRule({ on: false, every: 1 });
    expect(await statuses(2)).toEqual([200, 200]);
  });

  it('answer in SCIM with Retry-After, and the log says why', async () => {
    withRule({ every: 1 });
    const reply = await scim.call('GET', '/Users');
    expect([reply.status, reply.headers.get('retry-after'), reply.body['status']]).toEqual([429, '3', '429']);
    await expect
      .poll(() => scim.exchanges.at(-1)?.notes)
      .toEqual(['Fault rule: Every GET /Users answers 429 with Retry-After 3.']);
  });

  it('send a page that is not JSON, come late, or end the connection', async () => {
    withRule({ every: 1, effect: { kind: 'not-json' } });
    const page = await fetch(`${scim.baseUrl}/Users`, {
      headers: { authorization: 'Bearer test-write-token' },
    });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    withRule({ every: 1, effect: { kind: 'delay', ms: 100 } });
    const began = performance.now();
    expect(await statuses(1)).toEqual([200]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(95);
    withRule({ every: 1, effect: { kind: 'drop' } });
    await expect(scim.call('GET', '/Users')).rejects.toThrow();
  });

  it('carry a request out and lose its answer: the second try finds it done', async () => {
    withRule({ every: 1, method: 'POST', effect: { kind: 'lose' } });
    await expect(scim.call('POST', '/Users', userBody('lost@acme.example'))).rejects.toThrow();
    profile = usualProfile;
    const again = await scim.call('POST', '/Users', userBody('lost@acme.example'));
    expect([again.status, again.body['scimType']]).toEqual([409, 'uniqueness']);
  });

  it('do not touch a request without a valid token', async () => {
    withRule({ every: 1 });
    expect((await scim.call('GET', '/Users', undefined, { authorization: 'Bearer wrong' })).status).toBe(401);
  });

  it('do not write what they refuse', async () => {
    withRule({ every: 1, method: 'POST' });
    const before = scim.directory.counts().users.all;
    expect((await scim.call('POST', '/Users', userBody('faulted@acme.example'))).status).toBe(429);
    expect(scim.directory.counts().users.all).toBe(before);
  });

  it('read as sentences', () => {
    const sentences = [
      rule({ method: 'POST', every: 5 }),
      rule({ method: 'any', path: 'any', every: 1, effect: { kind: 'drop' } }),
      rule({ method: 'any', path: '/Groups/{id}', every: 22, effect: { kind: 'delay', ms: 61_000 } }),
      rule({ every: 11, effect: { kind: 'status', status: 503, retryAfter: null } }),
    ].map(ruleSentence);
    expect(sentences).toEqual([
      'Every 5th POST /Users answers 429 with Retry-After 3.',
      'Every request gets no answer: the connection ends.',
      'Every 22nd /Groups/{id} answers 61000 ms late.',
      'Every 11th GET /Users answers 503.',
    ]);
  });
});

function hold(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('a server that cannot keep up', () => {
  it.each([429, 503] as const)(
    'refuses with %i and Retry-After, and only while it is so',
    async (refuseWith) => {
      const busy = await startScim({
        profile: () => ({ ...usualProfile, refuseWith }),
        overload: { delayMs: 150, heapShare: 1 },
      });
      try {
        await new Promise((resolve) => setTimeout(resolve, 600));
        hold(900);
        await new Promise((resolve) => setTimeout(resolve, 1));
        expect((await busy.call('GET', '/Users')).status).toBe(200);
        for (let i = 0; i < 3; i++) {
          hold(900);
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        const statuses: number[] = [];
        for (let i = 0; i < 30 && !statuses.includes(refuseWith); i++) {
          const reply = await busy.call('GET', '/Users');
          statuses.push(reply.status);
          if (reply.status === refuseWith)
            expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
        expect(statuses).toContain(refuseWith);
        await expect.poll(async () => (await busy.call('GET', '/Users')).status, { timeout: 5000 }).toBe(200);
      } finally {
        await busy.stop();
      }
    },
  );
});
