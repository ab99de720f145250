import { connect } from 'node:net';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleServer, startConsoleServer } from '../../electron/headless/console-server.ts';
import { createSessionGuard } from '../../electron/headless/session-guard.ts';
import type { EngineClient } from '../../electron/host/engine-client.ts';
import { noPage, openEngineHere, signIn } from '../support/doors.ts';
import { tempDir } from '../support/temp-workspace.ts';

let engine: EngineClient;
let server: ConsoleServer;
let session: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  engine = await openEngineHere(tempDir());
  server = await startConsoleServer(engine, noPage, 0);
  session = await signIn(server.link());
});
afterAll(async () => {
  await server.close();
  await engine.close();
});

const body = JSON.stringify({ name: 'workspace.status', input: {} });

async function ask(
  headers: Record<string, string>,
  path = '/api/dispatch',
  method: 'GET' | 'POST' = 'POST',
  sent: string | null = body,
) {
  const answer = await request(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && sent !== null ? { body: sent } : {}),
  });
  const text = await answer.body.text();
  return {
    status: answer.statusCode,
    code: text.startsWith('{') ? (JSON.parse(text) as { error?: string }).error : undefined,
  };
}

describe('the console', () => {
  it('lets in who has both halves of a session', async () => {
    expect(session.status).toBe(200);
    expect((await ask(session.headers)).status).toBe(200);
  });

  it('keeps out who has less (A4)', async () => {
    const { cookie } = session.headers;
    const header = session.headers['x-rollcall-session'];
    for (const headers of [
      {},
      { cookie },
      { 'x-rollcall-session': header },
      { cookie: `${cookie}x`, 'x-rollcall-session': header },
    ]) {
      expect(await ask(headers)).toEqual({ status: 401, code: 'signed_out' });
      expect(await ask(headers, '/api/events', 'GET')).toEqual({ status: 401, code: 'signed_out' });
    }
  });

  it('opens a link once (A4)', async () => {
    const link = server.link();
    expect((await signIn(link)).status).toBe(200);
    expect((await signIn(link)).status).toBe(401);
    expect((await signIn(`${link}x`)).status).toBe(401);
  });

  const hosts = ['evil.com', '127.0.0.1.evil.com', 'localhost.', '[::]', '0.0.0.0', '127.0.0.1:1'];
  it.each(hosts)('answers to no other name: %s (A1)', async (host) => {
    expect(await ask({ ...session.headers, host })).toEqual({ status: 403, code: 'host_not_allowed' });
    expect((await ask({ host }, '/', 'GET')).status).toBe(403);
  });

  it('refuses two Host headers (A1)', async () => {
    const text = await raw(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nHost: evil.com\r\nConnection: close\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 40[03]/);
  });

  it('is called by its own page only (A2, A3)', async () => {
    const own = `127.0.0.1:${server.port}`;
    for (const origin of [
      'http://evil',
      'null',
      `http://${own}.evil.com`,
      'http://localhost:3000',
      `https://${own}`,
    ]) {
      expect(await ask({ ...session.headers, origin })).toEqual({ status: 403, code: 'origin_not_allowed' });
    }
    for (const site of ['cross-site', 'same-site', 'none']) {
      expect(await ask({ ...session.headers, 'sec-fetch-site': site })).toEqual({
        status: 403,
        code: 'site_not_allowed',
      });
      expect((await ask({ ...session.headers, 'sec-fetch-site': site }, '/api/events', 'GET')).status).toBe(
        403,
      );
    }
    expect(
      (await ask({ ...session.headers, origin: `http://${own}`, 'sec-fetch-site': 'same-origin' })).status,
    ).toBe(200);
  });

  it('is not for tunnels (A7)', async () => {
    for (const name of [
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-port',
      'forwarded',
      'cf-connecting-ip',
      'ngrok-trace-id',
      'via',
    ]) {
      expect(await ask({ ...session.headers, [name]: '1' })).toEqual({
        status: 403,
        code: 'tunnel_not_allowed',
      });
    }
  });

  it('takes JSON and nothing else (A5)', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ]) {
      expect((await ask({ ...session.headers, 'content-type': type })).status).toBe(415);
    }
    expect((await ask(session.headers, '/api/dispatch', 'POST', '{"name":')).status).toBe(400);
    expect((await ask(session.headers, '/api/dispatch', 'POST', 'null')).status).toBe(400);
    expect(
      (await ask(session.headers, '/api/dispatch', 'POST', `{"name":"${'x'.repeat(3_000_000)}"}`)).status,
    ).toBe(413);
  });

  it('serves the page under a strict policy, and no other path', async () => {
    const page = await request(`http://127.0.0.1:${server.port}/`);
    await page.body.dump();
    expect(page.headers['content-security-policy']).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    );
    for (const path of [
      '/etc/passwd',
      '/..%2f..%2fetc/passwd',
      '/%2e%2e/package.json',
      '/scim/v2/Users',
      '/api/nothing',
    ]) {
      expect((await ask(session.headers, path, 'GET')).status).toBe(404);
    }
  });
});

describe('a session', () => {
  it('ends after an hour unused and after twelve in any case; a launch key after two minutes', () => {
    const time = { now: 0 };
    const guard = createSessionGuard(() => time.now);
    const late = guard.issueLaunchKey();
    time.now += 121_000;
    expect(guard.open(late)).toBeNull();
    const opened = guard.open(guard.issueLaunchKey());
    if (opened === null) throw new Error('a fresh key must open');
    const { cookie, header } = opened;
    expect(guard.admits(cookie, header)).toBe(true);
    for (let i = 0; i < 12; i++) {
      time.now += 59 * 60_000;
      expect(guard.admits(cookie, header)).toBe(true);
    }
    time.now += 13 * 60_000;
    expect(guard.admits(cookie, header)).toBe(false);
    const idle = guard.open(guard.issueLaunchKey());
    time.now += 61 * 60_000;
    expect(guard.admits(idle?.cookie, idle?.header)).toBe(false);
  });
});

function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (d) => {
      answer += d;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
