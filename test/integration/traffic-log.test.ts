import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import type { ExchangeBatch } from '../../electron/engine/oversight/exchange-batch.ts';
import { createFirstSigns } from '../../electron/engine/oversight/first-signs.ts';
import { keepTrafficHere } from '../../electron/engine/oversight/traffic-here.ts';
import { createTrafficLog } from '../../electron/engine/oversight/traffic-log.ts';
import { startTrafficThread } from '../../electron/engine/oversight/traffic-thread.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import { tempDir } from '../support/temp-workspace.ts';
import { exchange, trafficStart as start } from '../support/traffic.ts';

const workerUrl = new URL('../../electron/engine/oversight/traffic-worker.ts', import.meta.url);
async function openLog(retention = { days: 30, bytes: 500 * 1024 * 1024 }, dir = tempDir(), thread = false) {
  const workspace = openWorkspace(dir);
  const time = { now: start };
  const announced: number[] = [];
  const path = workspace.trafficPath;
  const log = createTrafficLog({
    keeper: thread
      ? await startTrafficThread(workerUrl, { path, logger: silentLogger })
      : keepTrafficHere({ path, clock: () => time.now, logger: silentLogger, retention }),
    announce: (seq) => announced.push(seq),
    failed: (error) => {
      throw error;
    },
  });
  const close = async () => {
    await log.close();
    workspace.close();
  };
  return { dir, workspace, log, time, announced, close };
}

describe('the traffic log', () => {
  it('gives each exchange the next number at once and keeps it whole', async () => {
    const { log, close } = await openLog();
    expect([
      log.record(exchange()),
      log.record(exchange({ method: 'POST', notes: ['ignored: isAdmin'] })),
    ]).toEqual([1, 2]);
    expect(await log.list({ limit: 10 })).toMatchObject({
      all: 2,
      matched: 2,
      rows: [{ seq: 2, noteCount: 1 }, { seq: 1 }],
    });
    expect(await log.get(2)).toMatchObject({
      method: 'POST',
      notes: ['ignored: isAdmin'],
      responseBody: '{"Resources":[]}',
      responseBytes: 16,
    });
    await close();
  });

  it('keeps neither tokens nor passwords on disk', async () => {
    const { log, close, dir } = await openLog();
    log.record(
      exchange({
        method: 'POST',
        requestBody: JSON.stringify({ userName: 'a', password: 'canary-password' }),
      }),
    );
    log.record(exchange({ requestBody: '{"password": "canary-password"' }));
    await close();
    const bytes = readFileSync(join(dir, 'traffic.db')).toString('latin1');
    expect(bytes).toContain('sha256:');
    expect(bytes).not.toContain('canary-token-value');
    expect(bytes).not.toContain('canary-password');
  });

  it('finds by status, direction, method, text, operation and resource', async () => {
    const { log, close } = await openLog();
    log.record(exchange({ status: 404, label: '/Users/Ana Ruiz', resourceId: 'u1' }));
    log.record(
      exchange({
        status: 0,
        direction: 'out',
        error: 'ECONNREFUSED',
        operationId: 'op1',
        operation: 'Create user ana',
      }),
    );
    log.record(exchange({ status: 201, method: 'POST', requestBody: '{"userName":"100%_sure"}' }));
    const seqs = async (query: Omit<Parameters<typeof log.list>[0], 'limit'>) =>
      (await log.list({ ...query, limit: 10 })).rows.map((r) => r.seq);
    expect(await seqs({ status: '4xx' })).toEqual([1]);
    expect(await seqs({ status: 'none' })).toEqual([2]);
    expect(await seqs({ direction: 'out' })).toEqual([2]);
    expect(await seqs({ method: 'POST' })).toEqual([3]);
    expect(await seqs({ text: 'ana ruiz' })).toEqual([1]);
    expect(await seqs({ text: '100%_' })).toEqual([3]);
    expect(await seqs({ text: '%' })).toEqual([3]);
    expect(await seqs({ operationId: 'op1' })).toEqual([2]);
    expect(await seqs({ resourceId: 'u1' })).toEqual([1]);
    expect(await seqs({ before: 3 })).toEqual([2, 1]);
    await close();
  });

  it('says where it cut a body', async () => {
    const { log, close } = await openLog();
    const seq = log.record(exchange({ responseBody: 'x'.repeat(3 * 1024 * 1024) }));
    const kept = await log.get(seq);
    expect([kept.responseCut, kept.responseBody?.length, kept.responseBytes]).toEqual([
      true,
      2 * 1024 * 1024,
      3 * 1024 * 1024,
    ]);
    await close();
  });

  it('stays within its size and age, the oldest first (P16)', async () => {
    const { log, close, time } = await openLog({ days: 1, bytes: 1_000_000 });
    for (let i = 0; i < 5000; i++) log.record(exchange({ responseBody: 'x'.repeat(600) }));
    const { all, rows } = await log.list({ limit: 500 });
    expect(all).toBeLessThan(1100);
    expect(all).toBeGreaterThan(800);
    expect(rows[0]?.seq).toBe(5000);
    time.now += 2 * 86_400_000;
    for (let i = 0; i < 5000; i++) log.record(exchange({ at: time.now }));
    expect((await log.list({ limit: 500 })).rows.every((r) => r.at === time.now)).toBe(true);
    await close();
  });

  it('goes on counting after it was closed and opened, and after it was cleared', async () => {
    const { log, close, dir } = await openLog();
    log.record(exchange());
    await close();
    const again = await openLog(undefined, dir);
    expect(again.log.record(exchange())).toBe(2);
    expect(await again.log.clear()).toBe(2);
    expect(again.log.record(exchange())).toBe(3);
    expect(await again.log.list({ limit: 5 })).toMatchObject({ all: 1, rows: [{ seq: 3 }] });
    await again.close();
  });

  it('is the same in a thread of its own: numbers, order, masking, faults', async () => {
    const { log, dir, close, announced } = await openLog(undefined, tempDir(), true);
    for (let i = 0; i < 1200; i++)
      log.record(exchange({ method: 'POST', requestBody: `{"password":"canary-password","n":${i}}` }));
    expect(await log.list({ limit: 2 })).toMatchObject({ all: 1200, rows: [{ seq: 1200 }, { seq: 1199 }] });
    expect((await log.get(700)).requestBody).toBe('{"password":"[not kept]","n":699}');
    await expect(log.get(5000)).rejects.toMatchObject({ code: 'not-found' });
    expect(announced.at(-1)).toBe(1200);
    await close();
    expect(readFileSync(join(dir, 'traffic.db')).toString('latin1')).not.toContain('canary-password');
    const again = await openLog(undefined, dir, true);
    expect(again.log.record(exchange())).toBe(1201);
    await again.close();
  });

  it('keeps the headers of each exchange, the same or others than before', async () => {
    const { log, close } = await openLog(undefined, tempDir(), true);
    const sent = [
      ['Host', 'a', 'Authorization', 'Bearer canary-one'],
      ['Host', 'a', 'Authorization', 'Bearer canary-one'],
      ['Host', 'b', 'X-Note', 'a "quoted" ünit\\'],
      ['Host', 'a', 'Authorization', 'Bearer canary-one'],
      ['Host', 'a', 'Authorization', 'Bearer canary-two'],
      [],
      [],
    ];
    for (const [i, requestHeaders] of sent.entries())
      log.record(exchange({ requestHeaders, responseHeaders: ['etag', `W/"${Math.floor(i / 2)}"`] }));
    const kept = await Promise.all(sent.map((_, i) => log.get(i + 1)));
    const one = [
      ['Host', 'a'],
      ['Authorization', expect.stringMatching(/^Bearer ••• sha256:[0-9a-f]{8}$/)],
    ];
    expect(kept.map((e) => e.requestHeaders)).toEqual([
      one,
      one,
      [
        ['Host', 'b'],
        ['X-Note', 'a "quoted" ünit\\'],
      ],
      one,
      one,
      [],
      [],
    ]);
    expect(kept[3]?.requestHeaders).not.toEqual(kept[4]?.requestHeaders);
    expect(kept.map((e) => e.responseHeaders[0]?.[1])).toEqual([
      'W/"0"',
      'W/"0"',
      'W/"1"',
      'W/"1"',
      'W/"2"',
      'W/"2"',
      'W/"3"',
    ]);
    await close();
  });

  it('keeps answers that are bytes, and leaves what they are a piece of', async () => {
    const { log, close } = await openLog(undefined, tempDir(), true);
    const shared = Buffer.from('before {"name":"Ünal"} after and much more that is not meant');
    const piece = shared.subarray(7, 23);
    const whole = Buffer.from(new Uint8Array(Buffer.from('{"password":"canary-password"}')).buffer);
    log.record(exchange({ responseBody: piece }));
    log.record(exchange({ responseBody: whole }));
    expect((await log.get(1)).responseBody).toBe('{"name":"Ünal"}');
    expect((await log.get(2)).responseBody).toBe('{"password":"[not kept]"}');
    expect(shared.toString()).toMatch(/^before .* meant$/);
    await close();
  });

  it('keeps every body whole, small or large, of any letters, in the order they came', async () => {
    const { log, close } = await openLog(undefined, tempDir(), true);
    const texts = Array.from(
      { length: 300 },
      (_, i) => `"Ünal ${'Łukasz 名 😀'.repeat((i * 37) % 2500)} ${i}"`,
    );
    for (const [i, text] of texts.entries())
      log.record(
        exchange({
          requestBody: i % 3 === 0 ? null : text,
          responseBody: i % 5 === 0 ? '' : i % 2 === 0 ? text : Buffer.from(text),
        }),
      );
    for (const [i, text] of texts.entries()) {
      const { requestBody, responseBody } = await log.get(i + 1);
      expect([requestBody, responseBody]).toEqual([i % 3 === 0 ? null : text, i % 5 === 0 ? '' : text]);
    }
    await close();
  });

  it('keeps everything that only few exchanges have', async () => {
    const { log, close } = await openLog(undefined, tempDir(), true);
    const more = {
      direction: 'out',
      operationId: 'op1',
      operation: 'Create user ana',
      notes: ['a', 'b'],
      error: 'timeout',
      requestCut: true,
      responseCut: true,
      remoteAddress: null,
      label: '/Users/Ana Ruiz',
    } as const;
    log.record(exchange());
    log.record(exchange(more));
    const usual = {
      direction: 'in',
      operationId: null,
      operation: null,
      noteCount: 0,
      notes: [],
      error: null,
    };
    expect(await log.get(1)).toMatchObject({
      ...usual,
      requestCut: false,
      responseCut: false,
      label: '/Users?startIndex=1&count=2',
      url: 'http://127.0.0.1/scim/v2/Users?startIndex=1&count=2',
    });
    expect(await log.get(2)).toMatchObject({ ...more, noteCount: 2 });
    await close();
  });

  it('has 24 hours with their successes and failures', async () => {
    const { log, close } = await openLog();
    log.record(exchange());
    log.record(exchange({ status: 500 }));
    log.record(exchange({ status: 0 }));
    log.record(exchange({ at: start - 5 * 3_600_000 }));
    const day = await log.lastDay();
    expect(day).toHaveLength(24);
    expect(day[23]).toEqual({ at: start, ok: 1, failed: 2 });
    expect(day[18]).toEqual({ at: start - 5 * 3_600_000, ok: 1, failed: 0 });
    await close();
  });
});

describe('a log that cannot keep up', () => {
  const large = 'x'.repeat(1024 * 1024);

  function openSlow(sparing = () => false) {
    const batches: ExchangeBatch[] = [];
    const done: (() => void)[] = [];
    const log = createTrafficLog({
      keeper: {
        ...keepTrafficHere({ path: join(tempDir(), 'traffic.db'), clock: () => start, logger: silentLogger }),
        keep: (batch) =>
          new Promise((resolve) => {
            batches.push(batch);
            done.push(() => resolve(batches.length));
          }),
      },
      announce: () => {},
      failed: () => {},
      sparing,
    });
    const bodies = () => batches.flatMap((b) => b.exchanges.map((e) => [e[15], e[16]]));
    const more = () => batches.flatMap((b) => b.exchanges.map((e) => e[17]));
    return { log, bodies, more, done };
  }

  it('leaves bodies out, says so, and keeps them again once it is through', async () => {
    const { log, bodies, more, done } = openSlow();
    for (let i = 0; i < 40; i++) log.record(exchange({ requestBody: large }));
    await log.lastDay();
    const kept = bodies().filter(([request]) => request !== null).length;
    expect([kept, bodies().length]).toEqual([24, 40]);
    expect(more()[39]).toMatchObject({
      requestCut: true,
      responseCut: true,
      notes: ['The bodies were not kept: the log could not keep up with the traffic.'],
    });
    for (const finish of done) finish();
    await new Promise(setImmediate);
    log.record(exchange({ requestBody: large }));
    expect(bodies()[40]).toEqual([-1, 16]);
    await log.close();
  });

  it('leaves them out while the disk is full', async () => {
    let full = true;
    const { log, bodies, more } = openSlow(() => full);
    log.record(exchange({ requestBody: '{}', notes: ['before'] }));
    full = false;
    log.record(exchange({ requestBody: '{}' }));
    await log.lastDay();
    expect(bodies()).toEqual([
      [null, null],
      [2, 16],
    ]);
    expect(more()[0]?.notes).toEqual(['before', 'The bodies were not kept: the disk is full.']);
    await log.close();
  });
});

describe('first signs', () => {
  it('tell Okta’s calls by their shape and survive a restart', () => {
    const dir = tempDir();
    const workspace = openWorkspace(dir);
    const signs = createFirstSigns(workspace.db);
    signs.observe(exchange({ status: 401 }), 1);
    expect(signs.read().clientSeen).toBe(false);
    signs.observe(
      exchange({ target: '/scim/v2/Users?filter=userName%20eq%20%22a%22&startIndex=1&count=100' }),
      2,
    );
    expect(signs.read()).toEqual({
      clientSeen: true,
      credentialsTestSeen: null,
      firstPushSeen: null,
      firstImportSeen: null,
    });
    signs.observe(exchange(), 3);
    signs.observe(
      exchange({ method: 'POST', target: '/scim/v2/Users', status: 201, label: '/Users/Ana Ruiz' }),
      4,
    );
    signs.observe(exchange({ target: '/scim/v2/Users?startIndex=1&count=100' }), 5);
    workspace.close();
    const again = openWorkspace(dir);
    expect(createFirstSigns(again.db).read()).toEqual({
      clientSeen: true,
      credentialsTestSeen: { at: start, seq: 3 },
      firstPushSeen: { at: start, seq: 4, name: 'Ana Ruiz' },
      firstImportSeen: { at: start, seq: 5 },
    });
    again.close();
  });
});
