/**
 * The bad inputs of security.md section 5 and the answers promised for them, one row each, over real HTTP. Rows that
 * need a raw socket are at the end.
 */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../electron/engine/scim/routes.ts';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import {
  coreUser,
  patchBody,
  readToken,
  type ScimUnderTest,
  scimError,
  startScim,
  userBody,
} from '../support/scim-start.ts';

let scim: ScimUnderTest;
let ana = '';
let team = '';
let inner = '';

beforeAll(async () => {
  scim = await startScim();
  scim.directory.inUnit({ kind: 'seed' }, (unit) => {
    ana = unit.createUser(userBody('ana@x.example', { externalId: '00u1' })).id;
    inner = unit.createGroup({ displayName: 'Inner' }, [ana]).id;
    team = unit.createGroup({ displayName: 'Team' }, [inner]).id;
  });
});
afterAll(() => scim.stop());

interface Row {
  readonly b: string;
  readonly method: string;
  readonly path: string | (() => string);
  readonly send?: Json | (() => Json);
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly scimType?: string;
  /** Exact, or what it begins with where it ends in `…`. */
  readonly detail?: string;
}

const json = 'application/json';
const missing = 'Authentication required. Send the API token in the Authorization header.';
const wrong = 'The API token is not valid.';
const notJson = 'Use Content-Type application/scim+json.';

function auth(b: string, authorization: string, status: number, detail: string): Row {
  return { b, method: 'GET', path: '/Users', headers: { authorization }, status, detail };
}
function post(b: string, send: Json, status: number, scimType?: string, detail?: string): Row {
  return row(b, 'POST', '/Users', send, status, scimType, detail);
}
function row(
  b: string,
  method: string,
  path: string | (() => string),
  send: Json | (() => Json) | undefined,
  status: number,
  scimType?: string,
  detail?: string,
  headers?: Record<string, string>,
): Row {
  return {
    b,
    method,
    path,
    status,
    ...(send === undefined ? {} : { send }),
    ...(scimType === undefined ? {} : { scimType }),
    ...(detail === undefined ? {} : { detail }),
    ...(headers === undefined ? {} : { headers }),
  };
}
const filter = (b: string, text: string, status: number, scimType?: string, detail?: string) =>
  row(b, 'GET', `/Users?filter=${encodeURIComponent(text)}`, undefined, status, scimType, detail);
const get = (b: string, path: string, status: number, scimType?: string, detail?: string) =>
  row(b, 'GET', path, undefined, status, scimType, detail);
const patch = (b: string, operation: JsonObject, status: number, scimType?: string, detail?: string) =>
  row(b, 'PATCH', () => `/Users/${ana}`, patchBody(operation), status, scimType, detail);
const group = (b: string, operation: () => JsonObject, status: number, scimType?: string, detail?: string) =>
  row(
    b,
    'PATCH',
    () => `/Groups/${team}`,
    () => patchBody(operation()),
    status,
    scimType,
    detail,
  );
const who = (more: JsonObject) => userBody(`new-${Math.random()}@x.example`, more);
const deep = (n: number) => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`;

const table: readonly Row[] = [
  auth('B01', '', 401, missing),
  ...['Bearer', 'Bearer    ', 'bearer\t', 'Bearer null', 'Bearer undefined'].map((a) =>
    auth('B02', a, 401, missing),
  ),
  auth('B03', 'Bearer rcl_unknown', 401, wrong),
  auth('B07', `Bearer ${'x'.repeat(9000)}`, 401, wrong),
  auth('B07', 'Bearer caf\u00e9', 401, wrong),
  row('B08', 'POST', '/Users', who({}), 403, undefined, 'This token may only read.', {
    authorization: `Bearer ${readToken}`,
  }),
  row('B12', 'GET', '/../../', undefined, 404, undefined, 'Endpoint not found.'),
  get('B12', '/Nothing', 404, undefined, 'Endpoint not found.'),
  get('B12', '/../../api/tokens', 404, undefined, 'Endpoint not found.'),
  row(
    'B15',
    'POST',
    '/Users',
    `{"x":"${'a'.repeat(2_097_200)}"}`,
    413,
    undefined,
    'Request body is larger than 2097152 bytes.',
  ),
  ...['text/plain', 'application/jsonx', 'application/json;charset=utf-16', 'multipart/form-data'].map((t) =>
    row('B16', 'POST', '/Users', '{}', 415, undefined, notJson, { 'content-type': t }),
  ),
  row('B17', 'POST', '/Users', '{}', 415, undefined, 'Compressed requests are not supported.', {
    'content-encoding': 'gzip',
  }),
  row('B19', 'DELETE', '/ServiceProviderConfig', undefined, 405),
  row('B19', 'POST', '/Schemas', {}, 405),
  row('B19', 'HEAD', '/Users', undefined, 405),
  row('B19', 'OPTIONS', '/Users', undefined, 405),
  auth('B20', 'Bearer throttle-me', 429, 'Too many requests with a token that is not valid.'),
  post('B21', '{"userName":', 400, 'invalidSyntax', 'Request body is not valid JSON (near character 12).'),
  ...['null', '[]', '"x"', '1', ''].map((t) =>
    post('B22', t, 400, 'invalidSyntax', 'Request body must be a JSON object.'),
  ),
  post('B23', '{"userName":"a"} {}', 400, 'invalidSyntax', 'Request body is not valid JSON…'),
  post(
    'B24',
    '{"userName":"a","userName":"b"}',
    400,
    'invalidSyntax',
    'Attribute userName appears more than once.',
  ),
  post(
    'B24',
    '{"userName":"a","USERNAME":"b"}',
    400,
    'invalidSyntax',
    'Attribute USERNAME appears more than once.',
  ),
  ...[33, 5000, 200_000].map((n) =>
    post('B25', deep(n), 400, 'invalidSyntax', 'JSON is nested deeper than 32 levels.'),
  ),
  post('B25', '['.repeat(10_000), 400, 'invalidSyntax', 'JSON is nested deeper than 32 levels.'),
  ...[json, 'application/scim+json'].flatMap((t) =>
    ['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '{"\\u005f_proto__":1}'].map((text) =>
      row('B26', 'POST', '/Users', text, 400, 'invalidSyntax', 'Attribute name not allowed.', {
        'content-type': t,
      }),
    ),
  ),
  post('B27', '{"userName":"\\ud800"}', 400, 'invalidValue', 'userName contains invalid Unicode.'),
  post('B28', who({ userName: 'a\u0000b' }), 400, 'invalidValue', 'userName contains a control character.'),
  post('B30', '{"userName":"z","active":1e999}', 400, 'invalidValue', 'active must be true or false.'),
  post(
    'B31',
    `{${Array.from({ length: 1001 }, (_, i) => `"k${i}":1`).join(',')}}`,
    400,
    'invalidSyntax',
    'Too many attributes (limit 1000).',
  ),
  post('B32', { schemas: [coreUser] }, 400, 'invalidValue', 'userName is required.'),
  post('B32', who({ userName: '' }), 400, 'invalidValue', 'userName is required.'),
  post('B32', who({ userName: '   ' }), 400, 'invalidValue', 'userName is required.'),
  post('B32', who({ userName: 5 }), 400, 'invalidValue', 'userName must be a string.'),
  post('B32', who({ userName: null }), 400, 'invalidValue', 'userName is required.'),
  post(
    'B33',
    who({ userName: 'ANA@X.EXAMPLE' }),
    409,
    'uniqueness',
    'A user with this userName already exists.',
  ),
  post(
    'B33',
    who({ userName: 'ａna@x.example' }),
    409,
    'uniqueness',
    'A user with this userName already exists.',
  ),
  post('B34', who({ userName: 'аna@x.example' }), 201),
  post('B35', who({ id: 'mine', meta: { created: 'x' }, groups: [{ value: 'g' }] }), 201),
  post(
    'B35',
    who({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'] }),
    400,
    'invalidSyntax',
    `schemas must contain ${coreUser}.`,
  ),
  post('B36', who({ externalId: '1' }), 201),
  get('B36', '/Users/1', 404, undefined, 'Resource not found.'),
  post('B37', who({ isAdmin: true }), 201),
  ...['maybe', 2].map((active) =>
    post('B38', who({ active }), 400, 'invalidValue', 'active must be true or false.'),
  ),
  post('B38', who({ active: 'False' }), 201),
  post('B39', who({ emails: 'x' }), 400, 'invalidValue', 'emails must be a list of objects.'),
  post('B39', who({ emails: [1] }), 400, 'invalidValue', 'emails must be a list of objects.'),
  post(
    'B39',
    who({ emails: Array.from({ length: 101 }, (_, i) => ({ value: `${i}@x` })) }),
    400,
    'invalidValue',
    'emails may hold at most 100 values.',
  ),
  post(
    'B39',
    who({
      emails: [
        { value: 'a', primary: true },
        { value: 'b', primary: true },
      ],
    }),
    400,
    'invalidValue',
    'emails may have only one primary value.',
  ),
  post(
    'B40',
    who({ userName: 'x'.repeat(1025) }),
    400,
    'invalidValue',
    'userName is longer than 1024 characters.',
  ),
  post('B40', who({ title: 'é'.repeat(32_769) }), 400, 'invalidValue', 'title is longer than 65536 bytes.'),
  post(
    'B41',
    who({ userName: 'a\r\nSet-Cookie: x=1' }),
    400,
    'invalidValue',
    'userName contains a control character.',
  ),
  post('B41', who({ displayName: 'a\r\nSet-Cookie: x=1' }), 201),
  post(
    'B42',
    who({ password: 'p'.repeat(1_000_000) }),
    400,
    'invalidValue',
    'password is longer than 1024 characters.',
  ),
  ...['GET', 'PUT', 'PATCH', 'DELETE'].flatMap((method) =>
    ['nope', '%00', '..%2f..%2fetc', '%3Cscript%3E', 'x'.repeat(10_000)].map((id) =>
      row(
        'B43',
        method,
        `/Users/${id}`,
        method === 'PUT' || method === 'PATCH' ? patchBody({ op: 'remove' }) : undefined,
        404,
        undefined,
        'Resource not found.',
      ),
    ),
  ),
  row(
    'B44',
    'PUT',
    () => `/Users/${ana}`,
    userBody('ana@x.example'),
    412,
    undefined,
    'The resource has changed. Current version: W/"1"',
    { 'if-match': 'W/"9"' },
  ),
  row(
    'B44',
    'PUT',
    () => `/Users/${ana}`,
    userBody('ana@x.example'),
    400,
    'invalidSyntax',
    'If-Match must be an entity tag.',
    { 'if-match': 'garbage' },
  ),
  post('B45', who({ emails: [{ value: 'ana@x.example', primary: true }] }), 201),
  filter('B46', 'userName zz "x"', 400, 'invalidFilter', 'Filter error at position 10: unknown operator.'),
  ...[
    'userName eq',
    'eq "x"',
    'userName eq "x',
    "userName eq 'x'",
    'userName eq "x" and',
    '(userName pr',
    '',
  ].map((f) => filter('B46', f, 400, 'invalidFilter')),
  ...[21, 900].flatMap((n) => [
    filter(
      'B47',
      `${'('.repeat(n)}userName pr${')'.repeat(n)}`,
      400,
      'invalidFilter',
      'Filter is nested deeper than 20 levels.',
    ),
    filter(
      'B47',
      `${'not ('.repeat(n)}userName pr${')'.repeat(n)}`,
      400,
      'invalidFilter',
      'Filter is nested deeper than 20 levels.',
    ),
  ]),
  filter(
    'B48',
    Array.from({ length: 201 }, () => 'active pr').join(' or '),
    400,
    'invalidFilter',
    'Filter has more than 200 conditions.',
  ),
  filter('B49', 'userName eq "x\' OR 1=1 --"', 200),
  filter('B49', 'userName eq "); DROP TABLE users;--"', 200),
  ...['__proto__ pr', 'constructor eq "x"', 'toString pr', 'hasOwnProperty pr'].map((f) =>
    filter('B50', f, 400, 'invalidFilter', 'Unknown attribute.'),
  ),
  filter('B51', 'password eq "hunter2"', 403, 'sensitive', 'This attribute cannot be used in a filter.'),
  ...['%', '_', '\\\\'].map((v) => filter('B52', `userName co "${v}"`, 200)),
  filter(
    'B53',
    `userName eq "${'x'.repeat(1025)}"`,
    400,
    'invalidFilter',
    'Filter value is longer than 1024 characters.',
  ),
  get('B54', '/Users?count=abc', 400, 'invalidValue', 'count must be a whole number.'),
  get('B54', '/Users?startIndex=two', 400, 'invalidValue', 'startIndex must be a whole number.'),
  get('B54', '/Users?count=1.5', 400, 'invalidValue', 'count must be a whole number.'),
  ...['count=-1', 'count=1000000000', 'startIndex=0', 'startIndex=-5', 'startIndex=9007199254740993'].map(
    (q) => get('B55', `/Users?${q}`, 200),
  ),
  get('B56', '/Users?filter=a&filter=b', 400, 'invalidSyntax', 'filter was given more than once.'),
  ...['sortBy=password', 'sortBy=bogus', 'sortBy=userName&sortOrder=sideways'].map((q) =>
    get('B57', `/Users?${q}`, 400, 'invalidValue', 'Cannot sort by this attribute.'),
  ),
  get(
    'B58',
    '/Users?attributes=id&excludedAttributes=name',
    400,
    'invalidValue',
    'Use either attributes or excludedAttributes, not both.',
  ),
  get('B59', '/Schemas?filter=x', 403, undefined, 'Filter is not supported here.'),
  ...[{}, { Operations: [] }, { Operations: {} }].map((body) =>
    row(
      'B60',
      'PATCH',
      () => `/Users/${ana}`,
      body,
      400,
      'invalidSyntax',
      'Operations must be a non-empty list.',
    ),
  ),
  row(
    'B61',
    'PATCH',
    () => `/Users/${ana}`,
    patchBody(...Array.from({ length: 1001 }, () => ({ op: 'add' }))),
    413,
    undefined,
    'More than 1000 operations.',
  ),
  ...['move', 'test', 5].map((op) =>
    patch(
      'B62',
      { op, path: 'title', value: 'x' },
      400,
      'invalidSyntax',
      'op must be add, remove or replace.',
    ),
  ),
  ...['__proto__.x', 'constructor.prototype.x', 'name.__proto__.x', 'emails[__proto__ eq 1].value'].map(
    (path) => patch('B63', { op: 'add', path, value: 'x' }, 400, 'invalidPath', 'Unknown attribute.'),
  ),
  patch('B63', { op: 'add', value: { '__proto__.isAdmin': true } }, 400, 'invalidPath', 'Unknown attribute.'),
  ...['emails[', 'emails[type eq "w"', 'name..x', 'urn:x:y', 'x'.repeat(2048)].map((path) =>
    patch('B64', { op: 'add', path, value: 'x' }, 400, 'invalidPath', 'Path error at position …'),
  ),
  ...['id', 'meta.created', 'groups'].map((path) =>
    patch(
      'B65',
      { op: 'replace', path, value: 'x' },
      400,
      'mutability',
      `${path.split('.')[0]} is read-only.`,
    ),
  ),
  patch('B66', { op: 'remove', path: 'userName' }, 400, 'mutability', 'userName is required.'),
  patch('B66', { op: 'remove' }, 400, 'noTarget', 'remove needs a path.'),
  patch(
    'B67',
    { op: 'replace', path: 'emails[type eq "other"].value', value: 'x' },
    400,
    'noTarget',
    'No value matches the path.',
  ),
  row(
    'B68',
    'PATCH',
    () => `/Users/${ana}`,
    patchBody({ op: 'add', path: 'title', value: 'T' }, { op: 'add', path: 'bogus', value: 1 }),
    400,
    'invalidPath',
    'Operation 2: Unknown attribute.',
  ),
  group(
    'B69',
    () => ({ op: 'add', path: 'members', value: ['a', 'b', 'c', 'd', ana].map((value) => ({ value })) }),
    400,
    'invalidValue',
    'Unknown member id(s): a, b, c (and 1 more).',
  ),
  group(
    'B70',
    () => ({ op: 'add', path: 'members', value: [{ value: team }] }),
    400,
    'invalidValue',
    'Group nesting would form a cycle.',
  ),
  row(
    'B70',
    'PATCH',
    () => `/Groups/${inner}`,
    () => patchBody({ op: 'add', path: 'members', value: [{ value: team }] }),
    400,
    'invalidValue',
    'Group nesting would form a cycle.',
  ),
  row(
    'B71',
    'POST',
    '/Groups',
    { displayName: 'Many', members: Array.from({ length: 50_001 }, () => ({ value: 'u' })) },
    413,
    'tooMany',
    'At most 50000 members per request.',
  ),
  group('B72', () => ({ op: 'replace', value: { id: 'x', displayName: 'Team' } }), 200),
  group(
    'B73',
    () => ({ op: 'replace', path: 'members', value: null }),
    400,
    'invalidValue',
    'members must be a list of objects.',
  ),
  row('B74', 'POST', '/Bulk', {}, 501, undefined, 'Bulk is not supported.'),
];

test('the table is whole', () => {
  expect(table.length).toBe(164);
  expect(new Set(table.map((r) => r.b)).size).toBe(64);
});

describe('every bad input has the promised answer', () => {
  test.each(table.map((r, i) => [`${r.b} #${i} ${r.method}`, r] as const))('%s', async (_name, r) => {
    const path = typeof r.path === 'function' ? r.path() : r.path;
    const send = typeof r.send === 'function' ? r.send() : r.send;
    const before = scim.directory.userDocument(ana);
    const reply = await scim.call(r.method, path, send, r.headers);
    expect([reply.status, reply.text.slice(0, 300)]).toEqual([r.status, expect.anything()]);
    if (r.status >= 400 && r.method !== 'HEAD') {
      expect(reply.body['schemas']).toEqual([scimError]);
      expect(reply.body['status']).toBe(String(r.status));
      expect(reply.body['scimType']).toBe(r.scimType);
      if (r.detail?.endsWith('…')) expect(reply.body['detail']).toContain(r.detail.slice(0, -1));
      else if (r.detail !== undefined) expect(reply.body['detail']).toBe(r.detail);
      expect(reply.headers.get('content-type')).toContain('application/scim+json');
      expect(scim.directory.userDocument(ana)).toEqual(before);
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
  expect((await scim.call('DELETE', '/Users')).headers.get('allow')).toBe('GET, POST');
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
    const paths = [...new Set(routes.map((r) => r.path.replace(':id', ana)))];
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
