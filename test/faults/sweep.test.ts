/** T1: two listeners, never one. What one of them serves does not exist on the other, whoever asks. */
import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { routes } from '../../electron/engine/scim/routes.ts';
import { startConsoleServer } from '../../electron/headless/console-server.ts';
import type { EngineClient } from '../../electron/host/engine-client.ts';
import { call, noPage, openEngineHere, signIn } from '../support/doors.ts';
import { userBody } from '../support/scim-start.ts';
import { tempDir } from '../support/temp-workspace.ts';

let engine: EngineClient;
let page: Awaited<ReturnType<typeof startConsoleServer>>;
let session: Awaited<ReturnType<typeof signIn>>;
let scim: string;
let token: string;

beforeAll(async () => {
  engine = await openEngineHere(tempDir());
  const door = {
    dispatch: (name: string, input: unknown) => engine.dispatch(name, input, { door: 'cli' as const }),
  };
  page = await startConsoleServer(engine, noPage, 0);
  session = await signIn(page.link());
  scim = new URL((await call(door, 'workspace.status', {})).server.baseUrl ?? '').origin;
  const made = await call(door, 'tokens.create', {
    name: 'sweep',
    scopes: ['read', 'write'],
    expiresInDays: null,
  });
  token = made.token;
});
afterAll(async () => {
  await page.close();
  await engine.close();
});

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const consolePaths = [
  '/',
  '/index.html',
  '/assets/index.js',
  '/api/session',
  '/api/dispatch',
  '/api/events',
  '/livez',
  '/readyz',
  '/scim/v2/../../api/dispatch',
  '/scim/v2/%2e%2e/%2e%2e/api/dispatch',
  '/%61pi/dispatch',
];

/** The path as it is, which `fetch` would tidy up first. */
function ask(
  origin: string,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; type: string }> {
  const { hostname, port } = new URL(origin);
  const sends = method !== 'GET' && method !== 'DELETE';
  const typed = { ...headers, ...(sends ? { 'content-type': 'application/json' } : {}) };
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, method, path, headers: typed }, (reply) => {
      resolve({ status: reply.statusCode ?? 0, type: String(reply.headers['content-type']) });
      reply.destroy();
    });
    call.on('error', reject);
    call.end(sends ? JSON.stringify({ name: 'workspace.status', input: {} }) : undefined);
  });
}

it.each(consolePaths)('%s is not on the SCIM port, with any method, token or session', async (path) => {
  for (const method of methods) {
    for (const headers of [{}, { authorization: `Bearer ${token}` }, session.headers]) {
      const reply = await ask(scim, method, path, headers as Record<string, string>);
      // below the SCIM path nothing is said to be there or not before the token is judged (B09)
      const unknown = path.startsWith('/scim') && !('authorization' in headers) ? 401 : 404;
      expect([method, reply.status]).toEqual([method, unknown]);
      expect(reply.type).toMatch(/^application\/scim\+json/);
    }
  }
});

const scimCalls = routes.map((r) => [r.method, `/scim/v2${r.path.replace(':id', 'x')}`] as const);

it.each(scimCalls)(
  '%s %s is refused by the console, with a token and with a session',
  async (method, path) => {
    const sayers = [{}, { authorization: `Bearer ${token}` }, session.headers];
    for (const headers of sayers as Record<string, string>[]) {
      for (const spelling of [path, path.replace('scim', '%73cim'), `/${path}`]) {
        const { status } = await ask(session.origin, method, spelling, headers);
        expect([spelling, [401, 403, 404].includes(status)]).toEqual([spelling, true]);
      }
    }
  },
);

it('the SCIM port is really served, or the sweep above would prove nothing', async () => {
  const reply = await fetch(`${scim}/scim/v2/Users`, {
    method: 'POST',
    body: JSON.stringify(userBody('sweep@x.example')),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  expect(reply.status).toBe(201);
  expect((await ask(session.origin, 'POST', '/api/dispatch', session.headers)).status).toBe(200);
});

it('the SCIM token opens nothing of the console, and a session nothing of SCIM', async () => {
  const withToken = { authorization: `Bearer ${token}`, cookie: `rollcall_${page.port}=${token}` };
  expect((await ask(session.origin, 'POST', '/api/dispatch', withToken)).status).toBe(401);
  expect((await ask(session.origin, 'GET', '/api/events', withToken)).status).toBe(401);
  expect((await ask(scim, 'GET', '/scim/v2/Users', session.headers)).status).toBe(401);
});
