/**
 * A server that misbehaves (security.md A13, T22): every fault is named in the outcome, nothing crashes, nothing
 * hangs, and no secret follows a redirect. Real sockets; only the time-out is shortened.
 */
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { OperationOutcome } from '../../shared/domain/simulator.ts';
import { connect, everySwitch, importNow, openTestOrg, person, type TestOrg } from '../support/okta-org.ts';
import {
  listResponse,
  type Script,
  type ScriptedAnswer,
  type ScriptedServer,
  scimError,
  startScriptedServer,
} from '../support/okta-scripted-server.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

interface World {
  readonly org: TestOrg;
  readonly server: ScriptedServer;
  readonly connectionId: string;
}

async function world(script: Script, timeoutMs = 2_000): Promise<World> {
  const server = await startScriptedServer(script);
  open.push(server);
  const org = openTestOrg({ timeoutMs });
  open.push(org);
  const connectionId = await connect(org, server.baseUrl);
  org.sim.configure({ connectionId, ...everySwitch, importGroups: false });
  return { org, server, connectionId };
}

async function assignJane(at: World): Promise<OperationOutcome> {
  const id = person(at.org, { login: 'jane@x.com', firstName: 'Jane', lastName: 'Doe' });
  return at.org.sim.assign({ connectionId: at.connectionId, personIds: [id], groupIds: [] });
}

const user = (n: number) => ({
  id: `u${n}`,
  userName: `p${n}@x.com`,
  name: { givenName: 'P', familyName: String(n) },
  emails: [{ value: `p${n}@x.com`, primary: true }],
  active: true,
});
const users = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => user(from + i));

interface FaultCase {
  readonly name: string;
  readonly answer: ScriptedAnswer;
  readonly detail: RegExp;
  readonly text?: RegExp;
  readonly timeoutMs?: number;
}

const faults: readonly FaultCase[] = [
  ...[301, 302, 303, 307, 308].map((status) => ({
    name: `${status} redirect`,
    answer: { status, headers: { location: 'https://elsewhere.example/Users' } },
    detail: /points to https:\/\/elsewhere\.example\/Users\. Redirects are not followed/,
  })),
  {
    name: 'gzip bomb',
    answer: {
      raw: gzipSync(Buffer.alloc(64 * 1024 * 1024)),
      headers: { 'content-encoding': 'gzip' },
    },
    detail: /larger than 10 MiB once unpacked/,
  },
  {
    name: 'deflate that is none',
    answer: { raw: 'not deflate', headers: { 'content-encoding': 'deflate' } },
    detail: /says it is deflate and cannot be unpacked/,
  },
  {
    name: 'brotli that was not asked for',
    answer: { raw: 'x', headers: { 'content-encoding': 'br' } },
    detail: /encoding "br", which was not asked for/,
  },
  {
    name: 'body without an end',
    answer: {
      behave: (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const chunk = Buffer.alloc(64 * 1024, 0x20);
        const more = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', more);
        more();
      },
    },
    detail: /larger than 10 MiB/,
    timeoutMs: 8_000,
  },
  {
    name: 'no answer at all',
    answer: { behave: () => undefined },
    detail: /No complete answer within 0\.3 seconds; Okta closes the connection after 60/,
    text: /Read timed out/,
    timeoutMs: 300,
  },
  {
    name: 'body that stalls',
    answer: {
      behave: (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"schemas":');
      },
    },
    detail: /No complete answer within 0\.3 seconds/,
    timeoutMs: 300,
  },
  {
    name: 'connection cut in the middle',
    answer: {
      behave: (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{', () => response.destroy());
      },
    },
    detail: /No answer: /,
  },
  {
    name: 'HTML page',
    answer: { raw: '<!doctype html><h1>ngrok</h1>', headers: { 'content-type': 'text/html' } },
    detail: /an HTML or XML page that is not JSON/,
    text: /Invalid JSON: Unexpected character \('<' \(code 60\)\)/,
  },
  { name: 'broken JSON', answer: { raw: '{"totalResults": ' }, detail: /text that is not JSON/ },
  {
    name: '404 as a web page',
    answer: { status: 404, raw: '<html>no such page</html>' },
    detail: /answered 404 with an HTML or XML page/,
  },
  {
    name: '401',
    answer: scimError(401, 'Invalid SCIM token'),
    detail: /answered 401 Unauthorized: Invalid SCIM token/,
  },
  { name: '500', answer: scimError(500, 'boom'), detail: /answered 500 Internal Server Error: boom/ },
  { name: '500 without a body', answer: { status: 500 }, detail: /answered 500 .* without a detail/ },
  {
    name: '429 with a long wait',
    answer: { ...scimError(429, 'slow down'), headers: { 'retry-after': '600' } },
    detail: /it will be retried in 10 minutes/,
  },
  {
    name: '429 with a date',
    answer: { status: 429, headers: { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' } },
    detail: /it will be retried in 5 minutes/,
  },
];

describe('one bad answer to the filter', () => {
  for (const fault of faults) {
    test(`${fault.name} becomes a named task`, async () => {
      const at = await world([fault.answer], fault.timeoutMs ?? 2_000);
      const outcome = await assignJane(at);
      expect(outcome.failed).toBe(1);
      expect(outcome.failures[0]?.detail).toMatch(fault.detail);
      if (fault.text) expect(outcome.failures[0]?.oktaText).toMatch(fault.text);
      const rows = at.org.sim.assignments({ connectionId: at.connectionId, offset: 0, limit: 10 });
      expect(rows.errors).toBe(1);
      expect(rows.rows[0]).toMatchObject({ status: 'ERROR', externalId: null });
      expect(at.server.seen.length, 'asked once').toBe(1);
      expect(at.org.exchanges.length, 'recorded once').toBe(1);
    });
  }
});

describe('other single faults', () => {
  test('connection refused is named, and the connection says so', async () => {
    const at = await world([]);
    await at.server.close();
    const outcome = await assignJane(at);
    expect(outcome.failures[0]?.detail).toMatch(/nothing listens at that address \(ECONNREFUSED\)/);
    const connection = at.org.sim.listConnections().find((c) => c.kind === 'remote');
    expect(connection).toMatchObject({ lastResult: 'failed' });
    expect(connection?.lastError).toMatch(/ECONNREFUSED/);
    expect(at.org.exchanges[0]).toMatchObject({ status: 0, error: 'ECONNREFUSED' });
  });

  test('429 ten times ends for good, with doubled waits up to what a person sits through', async () => {
    const at = await world(() => ({ status: 429, headers: { 'retry-after': '1' } }));
    const outcome = await assignJane(at);
    expect(at.org.waits).toEqual([1, 2, 4, 8, 16]);
    expect(outcome.failures[0]?.detail).toMatch(/it will be retried in 32 seconds/);
  });

  test('429 with Retry-After 0 is tried ten times and no more', async () => {
    const at = await world(() => ({ status: 429, headers: { 'retry-after': '0' } }));
    const outcome = await assignJane(at);
    expect(at.server.seen.length).toBe(10);
    expect(outcome.failures[0]?.detail).toMatch(/10 attempts were answered with 429; it will not be retried/);
  });

  test('a filter that is ignored links nobody to a stranger', async () => {
    const at = await world([{ body: listResponse([user(1)]) }, { status: 201, body: { id: 'mine' } }]);
    const outcome = await assignJane(at);
    expect(outcome.done).toBe(1);
    expect(outcome.notes.join()).toMatch(/answered the filter with users that are not jane@x\.com/);
    const [row] = at.org.sim.assignments({ connectionId: at.connectionId, offset: 0, limit: 1 }).rows;
    expect(row?.externalId).toBe('mine');
  });

  test('numbers as strings are named', async () => {
    const strings = { Resources: [], totalResults: '0', startIndex: '1', itemsPerPage: '0' };
    const at = await world([{ body: strings }, { status: 201, body: { id: 7 } }]);
    const outcome = await assignJane(at);
    expect(outcome.notes.join()).toMatch(/startIndex is a string; Okta needs a JSON number/);
    expect(outcome.notes.join()).toMatch(/id is a number/);
  });

  test('a name that resolves to a metadata address is refused before a socket opens', async () => {
    const org = openTestOrg({
      resolve: (_host, answer) => answer(null, [{ address: '169.254.169.254', family: 4 }]),
    });
    open.push(org);
    const connectionId = await connect(org, 'https://scim.example.com/v2');
    const result = await org.sim.test(connectionId);
    expect(result.steps[0]?.detail).toBe(
      'Address not allowed: scim.example.com resolves to 169.254.169.254.',
    );
    expect(result.ok).toBe(false);
  });

  test('the local server that does not run is a fault, and nothing changes', async () => {
    const org = openTestOrg();
    open.push(org);
    org.sim.configure({ connectionId: 'local', ...everySwitch });
    const id = person(org, { login: 'jane@x.com', firstName: 'Jane', lastName: 'Doe' });
    await expect(
      org.sim.assign({ connectionId: 'local', personIds: [id], groupIds: [] }),
    ).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(org.sim.assignments({ connectionId: 'local', offset: 0, limit: 1 }).all).toBe(0);
  });

  test('closing ends a request that hangs', async () => {
    const at = await world([{ behave: () => undefined }], 60_000);
    const outcome = assignJane(at);
    while (at.server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await at.org.sim.close();
    expect((await outcome).failures[0]?.detail).toBe('It was cancelled.');
  });
});

describe('lists that do not add up', () => {
  const cases: readonly [string, Script, RegExp][] = [
    [
      'pages that repeat',
      () => ({ body: listResponse(users(1, 101), 1_000) }),
      /Users: page 2 repeats page 1/,
    ],
    [
      '0 items with totalResults 5',
      () => ({ body: listResponse([], 5) }),
      /page 1 has 0 items though totalResults is 5/,
    ],
    [
      'a page size below 100',
      (request) => {
        const start = Number(/startIndex=(\d+)/.exec(request.path)?.[1]);
        return { body: listResponse(users(start, start + 50), 150, start) };
      },
      /page 1 has 50 of 100 items; Okta goes on at 101, so rows are lost/,
    ],
    [
      'startIndex as a string',
      () => ({ body: { Resources: users(1, 3), totalResults: 2, startIndex: '1', itemsPerPage: 2 } }),
      /page 1: startIndex is a string/,
    ],
    ['no Resources', () => ({ body: { totalResults: 3 } }), /Resources is missing or not a list/],
    ['Resources as an object', () => ({ body: { totalResults: 1, Resources: {} } }), /not a list/],
    ['a bare list', () => ({ body: users(1, 3) }), /not a ListResponse object/],
    [
      'entries that are not objects',
      () => ({ body: { totalResults: 2, Resources: [null, 'x'] } }),
      /entries that are not objects/,
    ],
    [
      'totalResults that grows without end',
      (_request, i) => ({ body: listResponse(users(i * 100, i * 100 + (i < 4 ? 100 : 0)), 1_000 + i) }),
      /totalResults changed from 1000 to 1001/,
    ],
    [
      'a user without id',
      () => ({ body: listResponse([{ userName: 'x' }, user(2)]) }),
      /a user without id or userName was left out/,
    ],
    ['the same user twice', () => ({ body: listResponse([user(2), user(2)]) }), /the user u2 comes twice/],
  ];
  for (const [name, script, warning] of cases) {
    test(`${name} is a warning, and the import ends`, async () => {
      const at = await world(script);
      const summary = await importNow(at.org, at.connectionId);
      expect(summary.warnings.join('\n')).toMatch(warning);
      expect(summary.error).toBeNull();
      expect(at.server.seen.length).toBeLessThan(20);
    });
  }

  test('an import that fails on page 2 keeps page 1 and unassigns nobody', async () => {
    const at = await world([{ body: listResponse(users(1, 101), 150) }, scimError(503, 'later')]);
    const summary = await importNow(at.org, at.connectionId);
    expect(summary.error).toMatch(/Service Unavailable\. Errors reported by remote server: later/);
    expect(summary).toMatchObject({ newUsers: 100, usersRemoved: 0, pages: 1 });
  });

  test('a list that is not whole unassigns nobody', async () => {
    const at = await world([
      { body: listResponse([]) },
      { status: 201, body: { id: 'u900' } },
      { body: listResponse([], 5) },
    ]);
    expect((await assignJane(at)).done).toBe(1);
    const summary = await importNow(at.org, at.connectionId);
    expect(summary.usersRemoved).toBe(0);
    expect(summary.warnings.join()).toMatch(/Nobody was unassigned/);
  });

  test('an import that hangs is cancelled', async () => {
    const at = await world([{ behave: () => undefined }], 60_000);
    await at.org.sim.startImport(at.connectionId);
    await expect(at.org.sim.startImport(at.connectionId)).rejects.toMatchObject({ code: 'busy' });
    const ended = at.org.sim.importFinished(at.connectionId);
    at.org.sim.cancelImport(at.connectionId);
    await ended;
    const { running, last } = at.org.sim.importState(at.connectionId);
    expect(running).toBe(false);
    expect(last?.error).toBe('The import was cancelled.');
  });
});
