/**
 * The bad inputs of security.md section 5 and the answers promised for them, one row each, over real HTTP. Rows that
 * need a raw socket are at the end.
 */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../electron/engine/scim/routes.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { json, notJson, type Row, subjects } from '../support/scim-bad-input-rows.ts';
import { badQueries } from '../support/scim-bad-queries.ts';
import { badRequests } from '../support/scim-bad-requests.ts';
import { type ScimUnderTest, scimError, startScim, userBody } from '../support/scim-start.ts';

let scim: ScimUnderTest;

beforeAll(async () => {
  scim = await startScim();
  scim.directory.inUnit({ kind: 'seed' }, (unit) => {
    subjects.ana = unit.createUser(userBody('ana@x.example', { externalId: '00u1' })).id;
    subjects.inner = unit.createGroup({ displayName: 'Inner' }, [subjects.ana]).id;
    subjects.team = unit.createGroup({ displayName: 'Team' }, [subjects.inner]).id;
  });
});
afterAll(() => scim.stop());

const table: readonly Row[] = [...badRequests, ...badQueries];

test('the table is whole', () => {
  expect(table.length).toBe(164);
  expect(new Set(table.map((r) => r.b)).size).toBe(64);
});

describe('every bad input has the promised answer', () => {
  test.each(table.map((r, i) => [`${r.b} #${i} ${r.method}`, r] as const))('%s', async (_name, r) => {
    const path = typeof r.path === 'function' ? r.path() : r.path;
    const send = typeof r.send === 'function' ? r.send() : r.send;
    const before = scim.directory.userDocument(subjects.ana);
    const reply = await scim.call(r.method, path, send, r.headers);
    expect([reply.status, reply.text.slice(0, 300)]).toEqual([r.status, expect.anything()]);
    if (r.status >= 400 && r.method !== 'HEAD') {
      expect(reply.body['schemas']).toEqual([scimError]);
      expect(reply.body['status']).toBe(String(r.status));
      expect(reply.body['scimType']).toBe(r.scimType);
      if (r.detail?.endsWith('…')) expect(reply.body['detail']).toContain(r.detail.slice(0, -1));
      else if (r.detail !== undefined) expect(reply.body['detail']).toBe(r.detail);
      expect(reply.headers.get('content-type')).toContain('application/scim+json');
      expect(scim.directory.userDocument(subjects.ana)).toEqual(before);
    }
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('server')).toBeNull();
    expect(scim.errors).toEqual([]);
    expect(({} as { x?: unknown; isAdmin?: unknown }).x).toBeUndefined();
  });
});

test('401 names the scheme, 429 is an integer Retry-After, 405 says Allow', async () => {
  const none = await scim.call('GET', '/Users', undefined, { authorization: '' });
  expect(none.headers.get('www-authenticate')).toBe('Bearer realm="scim"');
  const bad = await scim.call('GET', '/Users', undefined, { authorization: 'Bearer no' });
  expect(bad.headers.get('www-authenticate')).toContain('error="invalid_token"');
  const slow = await scim.call('GET', '/Users', undefined, { authorization: 'Bearer throttle-me' });
  expect(slow.headers.get('retry-after')).toBe('30');
  expect((await scim.call('DELETE', '/Users')).headers.get('allow')).toBe('GET, HEAD, POST');
});

test('B29: bytes that are not UTF-8 are refused, a byte order mark is not', async () => {
  const send = (bytes: Uint8Array<ArrayBuffer>) =>
    fetch(`${scim.baseUrl}/Users`, {
      method: 'POST',
      body: bytes,
      headers: { authorization: 'Bearer test-write-token', 'content-type': json },
    });
  const bad = await send(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]));
  expect([bad.status, ((await bad.json()) as JsonObject)['detail']]).toEqual([
    400,
    'Request body is not valid UTF-8.',
  ]);
  const marked = await send(new TextEncoder().encode(`\ufeff${JSON.stringify(userBody('bom@x.example'))}`));
  expect(marked.status).toBe(201);
});

function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(scim.port, '127.0.0.1', () => socket.write(text));
    socket.setTimeout(3000, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

const token = 'Authorization: Bearer test-write-token\r\n';

test('B15: a body that is too large is not waited for, the connection is closed', async () => {
  const head = `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n${token}Content-Type: ${json}\r\n`;
  const answer = await raw(`${head}Content-Length: 1000000000\r\n\r\n{`);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
});

const end = 'Connection: close\r\n\r\n';
const rawRows: readonly (readonly [string, string, string, string])[] = [
  [
    'B06',
    `GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\n${token}${token}${end}`,
    '400',
    'Authorization header sent more than once.',
  ],
  [
    'B10',
    `GET http://evil/scim/v2/Users HTTP/1.1\r\nHost: x\r\n${end}`,
    '400',
    'Request target must be a path.',
  ],
  [
    'B10',
    `GET /scim/v2/Users#x HTTP/1.1\r\nHost: x\r\n${token}${end}`,
    '400',
    'Request target must be a path.',
  ],
  [
    'B11',
    `GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nHost: y\r\n${token}${end}`,
    '400',
    'Host header must be sent once.',
  ],
  ['B11', `GET /scim/v2/Users HTTP/1.1\r\n${token}${end}`, '400', 'Host header must be sent once.'],
  ['B12', `GET /index.html HTTP/1.1\r\nHost: x\r\n${end}`, '404', 'Endpoint not found.'],
  ['B12', `GET /.env HTTP/1.1\r\nHost: x\r\n${token}${end}`, '404', 'Endpoint not found.'],
  [
    'B13',
    `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n${end}`,
    '400',
    'Bad Request.',
  ],
  [
    'B13',
    `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n${end}{}`,
    '400',
    'Bad Request.',
  ],
  [
    'B14',
    `GET /scim/v2/Users?x=${'a'.repeat(17_000)} HTTP/1.1\r\nHost: x\r\n${end}`,
    '431',
    'Request Header Fields Too Large.',
  ],
  [
    'B16',
    `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n${token}Content-Type: application/json\tx\r\nContent-Length: 2\r\n${end}{}`,
    '415',
    notJson,
  ],
  ['B16', `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\n${token}Content-Length: 2\r\n${end}{}`, '415', notJson],
  [
    'B19',
    `TRACE /scim/v2/Users HTTP/1.1\r\nHost: x\r\n${token}${end}`,
    '405',
    'This method is not allowed here.',
  ],
];

describe('raw sockets', () => {
  test.each(rawRows)('%s %#', async (_b, text, status, detail) => {
    const answer = await raw(text);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain(`"detail":${JSON.stringify(detail)}`);
  });
  test('thirteen rows', () => expect(rawRows.length).toBe(13));
});

describe('without a token no route answers, however it is spelled (B09)', () => {
  const spellings: readonly ((path: string) => string)[] = [
    (p) => `/scim/v2${p}`,
    (p) => `/%73cim/v2${p}`,
    (p) => `/scim%2fv2${p}`,
    (p) => `//scim/v2${p}`,
    (p) => `/scim/v2/${p}`,
    (p) => `/scim/v2${p}/`,
    (p) => `/scim/v2/Users/..${p}`,
    (p) => `/scim/v2;x${p}`,
    (p) => `/SCIM/v2${p}`,
    (p) => `/scim/v2${p}?access_token=test-write-token`,
    (p) => `/scim/./v2${p}`,
    (p) => `/scim/v2${p.replace(/[a-z]/, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
    (p) => `/x/../scim/v2${p}`,
    (p) => `/scim/v2${p}%00`,
    (p) => `/scim/v2${p}%zz`,
  ];
  test('every route × method × spelling', async () => {
    const paths = [...new Set(routes.map((r) => r.path.replace(':id', subjects.ana)))];
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
    let calls = 0;
    for (const path of paths) {
      for (const spell of spellings) {
        for (const method of methods) {
          const reply = await scim.app.inject({ method, url: spell(path) });
          calls++;
          if (![400, 401, 404].includes(reply.statusCode)) {
            throw new Error(`${method} ${spell(path)} answered ${reply.statusCode}`);
          }
          expect(reply.body).not.toContain('ana@x.example');
        }
      }
    }
    expect(calls).toBe(paths.length * spellings.length * methods.length);
    expect(calls).toBeGreaterThan(1000);
  });
});
