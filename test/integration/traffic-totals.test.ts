/** How much the log holds is written beside its rows: it is right whatever becomes of them (P16). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import { createBatchWriter } from '../../electron/engine/oversight/exchange-batch.ts';
import { keepTrafficHere } from '../../electron/engine/oversight/traffic-here.ts';
import { openDatabase, openReadOnly } from '../../electron/engine/storage/database.ts';
import { migrate } from '../../electron/engine/storage/migrate.ts';
import { trafficSteps } from '../../electron/engine/storage/migrations/index.ts';
import { tempDir } from '../support/temp-workspace.ts';
import { exchange, totalsOf, trafficStart } from '../support/traffic.ts';

const trafficApplicationId = 0x52435431;
const engine = (file: string) => pathToFileURL(join(import.meta.dirname, '../../electron/engine', file)).href;

function open(path: string, time = { now: trafficStart }) {
  const retention = { days: 1, bytes: 600_000 };
  const keeper = keepTrafficHere({ path, clock: () => time.now, logger: silentLogger, retention });
  let seq = keeper.lastSeq;
  const keep = (count: number, length: number, at = time.now) => {
    const writer = createBatchWriter();
    for (let i = 0; i < count; i++) writer.add(exchange({ at, responseBody: 'x'.repeat(length) }), null);
    const kept = keeper.keep(writer.toBatch(seq + 1));
    seq += count;
    return kept;
  };
  return { keeper, keep, time };
}

function bothOf(path: string) {
  const { said, real } = totalsOf(path);
  expect(said).toEqual(real);
  return real;
}

it('is what the rows add up to, after keeping, growing too large, ageing, clearing and opening again', async () => {
  const path = join(tempDir(), 'traffic.db');
  const { keeper, keep, time } = open(path);
  await keep(10, 100);
  expect(bothOf(path)?.count).toBe(10);
  for (let i = 0; i < 10; i++) await keep(500, i * 10);
  const pruned = bothOf(path);
  expect(pruned?.bytes).toBeLessThanOrEqual(600_000);
  expect(pruned?.count).toBeGreaterThan(500);
  time.now += 2 * 86_400_000;
  for (let i = 0; i < 10; i++) await keep(500, 0, i === 0 ? trafficStart : time.now);
  expect(bothOf(path)?.bytes).toBeLessThanOrEqual(600_000);
  // a number that is taken: the whole batch goes, with its part of the totals
  const again = createBatchWriter();
  again.add(exchange(), null);
  again.add(exchange(), null);
  const before = bothOf(path);
  await keeper.keep(again.toBatch(keeper.lastSeq + 10_009));
  expect(bothOf(path)).toEqual(before);
  await keeper.close();
  const reopened = open(path);
  expect(reopened.keeper.count).toBe(before?.count);
  expect(await reopened.keep(3, 50)).toBe((before?.count ?? 0) + 3);
  bothOf(path);
  await reopened.keeper.clear();
  expect(bothOf(path)).toEqual({ count: 0, bytes: 0 });
  expect(await reopened.keep(2, 50)).toBe(2);
  bothOf(path);
  await reopened.keeper.close();
});

it('is right after kill -9 at any moment', { timeout: 60_000 }, async () => {
  const text = (path: string) => `
    import { keepTrafficHere } from ${JSON.stringify(engine('oversight/traffic-here.ts'))};
    import { createBatchWriter } from ${JSON.stringify(engine('oversight/exchange-batch.ts'))};
    const logger = { info() {}, warn() {}, error: console.error };
    const keeper = keepTrafficHere({ path: ${JSON.stringify(path)}, clock: Date.now, logger, retention: { days: 1, bytes: 2e6 } });
    const one = { ...${JSON.stringify(exchange())}, at: Date.now() };
    console.log('begin');
    for (let seq = keeper.lastSeq + 1; ; ) {
      const writer = createBatchWriter();
      for (let i = 0; i < 250; i++) writer.add({ ...one, responseBody: 'x'.repeat(i) }, null);
      keeper.keep(writer.toBatch(seq));
      seq += 250;
    }`;
  const path = join(tempDir(), 'traffic.db');
  for (let round = 0; round < 5; round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', text(path)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    await once(child.stdout, 'data');
    await pause(100 + Math.random() * 200);
    child.kill('SIGKILL');
    await exited;
    expect(existsSync(`${path}-wal`)).toBe(true);
    expect(bothOf(path)?.count).toBeGreaterThan(0);
  }
});

it('is added up once where a log of schema 1 is opened, which keeps what it has', async () => {
  const path = join(tempDir(), 'traffic.db');
  const old = openDatabase(path, { synchronous: 'NORMAL' });
  migrate(old, trafficSteps.slice(0, 1), trafficApplicationId);
  for (let seq = 1; seq <= 3; seq++)
    old.run(
      `insert into exchanges (seq, at, direction, method, target, url, label, status, duration_ms, request_bytes,
         response_bytes, note_count, notes, request_headers, response_headers, response_body, request_cut,
         response_cut, stored_bytes)
       values (?, ?, 'in', 'GET', '/scim/v2/Users', 'https://a.example/scim/v2/Users', '/Users', 200, 1.5, 0, 2, 0,
         '[]', '[["Host","a.example"],["Authorization","Bearer •••"]]', '[]', '{}', 0, 0, ?)`,
      seq,
      trafficStart,
      1000 + seq,
    );
  old.close();
  const { keeper, keep } = open(path);
  expect([keeper.lastSeq, keeper.count]).toEqual([3, 3]);
  expect(bothOf(path)).toEqual({ count: 3, bytes: 3006 });
  expect(await keep(1, 10)).toBe(4);
  bothOf(path);
  expect(await keeper.get(2)).toMatchObject({
    url: 'https://a.example/scim/v2/Users',
    requestHeaders: [
      ['Host', 'a.example'],
      ['Authorization', 'Bearer •••'],
    ],
    responseHeaders: [],
    responseBody: '{}',
  });
  expect(await keeper.get(4)).toMatchObject({
    url: 'http://127.0.0.1/scim/v2/Users?startIndex=1&count=2',
    requestHeaders: [['authorization', expect.stringContaining('sha256:')]],
  });
  await keeper.close();
  const db = openReadOnly(path);
  expect([db.pragma('user_version'), db.pragma('integrity_check'), db.pragma('page_size')]).toEqual([
    2,
    'ok',
    4096,
  ]);
  db.close();
});
