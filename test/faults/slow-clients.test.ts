/** P11: clients that take their time are answered 408 and closed, and hold nobody up while they are there. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ScimUnderTest, startScim, userBody, writeToken } from '../support/scim-start.ts';

const each = 20;
const head = `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${writeToken}\r\n`;

let scim: ScimUnderTest;

beforeAll(async () => {
  scim = await startScim({ patience: { headMs: 2000, requestMs: 3000, checkEveryMs: 500 } });
});
afterAll(() => scim.stop());

interface Slow {
  readonly kind: string;
  readonly socket: Socket;
  answer: string;
  closedAfter: number | null;
}

/** Sends the whole of `start`, then one byte of `rest` every 200 ms. */
function slowClient(kind: string, start: string, rest: string): Slow {
  const socket = connect(scim.port, '127.0.0.1');
  const began = performance.now();
  const slow: Slow = { kind, socket, answer: '', closedAfter: null };
  let sent = 0;
  const drip = setInterval(() => {
    if (socket.writable && sent < rest.length) socket.write(rest.slice(sent, ++sent));
  }, 200);
  socket.on('connect', () => socket.write(start));
  socket.on('data', (d) => {
    slow.answer += d;
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    clearInterval(drip);
    slow.closedAfter = performance.now() - began;
  });
  return slow;
}

it(`${3 * each} slow sockets are closed, and valid requests go on beside them`, async () => {
  const body = JSON.stringify(userBody('slow@x.example'));
  const typed = `${head}Content-Type: application/scim+json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const slow = Array.from({ length: each }, () => [
    slowClient('half a head', head.slice(0, 40), head.slice(40)),
    slowClient('a body byte by byte', typed, body),
    slowClient('nothing at all', '', ''),
  ]).flat();
  const took: number[] = [];
  const until = performance.now() + 4500;
  for (let i = 0; performance.now() < until; i++) {
    const began = performance.now();
    const reply =
      i % 2 === 0
        ? await scim.call('POST', '/Users', userBody(`fast${i}@x.example`))
        : await scim.call('GET', '/Users?count=10');
    expect(reply.status).toBe(i % 2 === 0 ? 201 : 200);
    took.push(performance.now() - began);
    await pause(10);
  }
  await Promise.all(slow.filter((s) => !s.socket.closed).map((s) => once(s.socket, 'close')));
  expect(slow.filter((s) => (s.closedAfter ?? Infinity) > 15_000).map((s) => s.kind)).toEqual([]);
  const answers = new Set(
    slow.filter((s) => s.kind !== 'nothing at all').map((s) => s.answer.split('\r\n')[0]),
  );
  // a byte that meets the closing socket resets it, and a reset may take the answer with it
  answers.delete('');
  expect([...answers]).toEqual(['HTTP/1.1 408 Request Timeout']);
  expect(took.length).toBeGreaterThan(10);
  expect((await scim.call('GET', '/Users?filter=userName%20eq%20%22slow%40x.example%22')).body).toMatchObject(
    { totalResults: 0 },
  );
});
