/** P12: from the moment revoke or rotate-because-it-leaked has returned, nothing that carries the token is accepted. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, openThread } from '../support/doors.ts';
import { userBody } from '../support/scim-start.ts';
import { tempDir } from '../support/temp-workspace.ts';
import { basic } from '../support/vault-start.ts';

let engine: Awaited<ReturnType<typeof openThread>>;
let base: string;

const door = { dispatch: (name: string, input: unknown) => engine.dispatch(name, input, { door: 'cli' }) };

async function newToken(): Promise<{ id: string; token: string; userName: string }> {
  const { record, token } = await call(door, 'tokens.create', {
    name: 'load',
    scopes: ['read', 'write'],
    expiresInDays: null,
  });
  return { id: record.id, token, userName: record.userName };
}

beforeAll(async () => {
  engine = await openThread(tempDir());
  base = (await call(door, 'workspace.status', {})).server.baseUrl ?? '';
});

afterAll(() => engine.close());

const ends = [
  ['revoke', (id: string) => call(door, 'tokens.revoke', { id })],
  ['rotate now', (id: string) => call(door, 'tokens.rotate', { id, overlap: 0 })],
] as const;

it.each(ends)('accepts nothing that is sent after %s returned, under load', async (name, end) => {
  const { id, token, userName } = await newToken();
  const spellings = [`Bearer ${token}`, basic(userName, token), token];
  let revokedAt = Number.POSITIVE_INFINITY;
  let done = false;
  const acceptedLate: number[] = [];
  let before = 0;
  let after = 0;
  const worker = async (n: number) => {
    for (let i = 0; !done; i++) {
      const sentAt = performance.now();
      const reply = await fetch(`${base}/Users`, {
        method: i % 2 === 0 ? 'POST' : 'GET',
        headers: {
          authorization: spellings[i % spellings.length] ?? '',
          'content-type': 'application/scim+json',
        },
        ...(i % 2 === 0
          ? { body: JSON.stringify(userBody(`${name.replace(' ', '-')}-${n}-${i}@x.example`)) }
          : {}),
      });
      await reply.text();
      if (sentAt < revokedAt) before += 1;
      else after += 1;
      if (reply.ok && sentAt > revokedAt) acceptedLate.push(reply.status);
    }
  };
  const workers = Array.from({ length: 8 }, (_, n) => worker(n));
  await pause(400);
  await end(id);
  revokedAt = performance.now();
  await pause(400);
  done = true;
  await Promise.all(workers);
  expect(acceptedLate).toEqual([]);
  expect(Math.min(before, after)).toBeGreaterThan(20);
});

it('keeps accepting both during the overlap, under load', async () => {
  const first = await newToken();
  const { token: second } = await call(door, 'tokens.rotate', { id: first.id, overlap: 3600 });
  const statuses = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const token = i % 2 === 0 ? first.token : second;
      return (await fetch(`${base}/Users?count=1`, { headers: { authorization: `Bearer ${token}` } })).status;
    }),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
});

it('does not carry out a request whose body was still on its way', async () => {
  const { id, token } = await newToken();
  const body = JSON.stringify(userBody('late@x.example'));
  const { hostname, port, pathname, host } = new URL(base);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    `POST ${pathname}/Users HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/scim+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, 10)}`,
  );
  await pause(200);
  await call(door, 'tokens.revoke', { id });
  socket.write(body.slice(10));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  // the refusals before it may have been enough for the throttle, which refuses as well
  expect(answer.toString().split('\r\n')[0]).toMatch(/^HTTP\/1\.1 (401 Unauthorized|429 Too Many Requests)$/);
  const users = await call(door, 'users.list', { offset: 0, limit: 10, text: 'late@x.example' });
  expect(users.total).toBe(0);
});
