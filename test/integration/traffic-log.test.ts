import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CapturedExchange } from '../../electron/engine/base/exchange-capture.ts';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import { createFirstSigns } from '../../electron/engine/oversight/first-signs.ts';
import { createTrafficLog } from '../../electron/engine/oversight/traffic-log.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import { tempDir } from '../support/temp-workspace.ts';

const start = Date.UTC(2026, 10, 22, 12);

function exchange(more: Partial<CapturedExchange> = {}): CapturedExchange {
  return {
    at: start,
    direction: 'in',
    method: 'GET',
    target: '/scim/v2/Users?startIndex=1&count=2',
    url: 'http://127.0.0.1/scim/v2/Users?startIndex=1&count=2',
    status: 200,
    durationMs: 1.5,
    requestHeaders: [['authorization', 'Bearer canary-token-value']],
    responseHeaders: [],
    requestBody: null,
    responseBody: '{"Resources":[]}',
    actor: 'OIN push',
    actorId: 'tok_1',
    notes: [],
    remoteAddress: '127.0.0.1',
    error: null,
    ...more,
  };
}

function openLog(retention = { days: 30, bytes: 500 * 1024 * 1024 }) {
  const dir = tempDir();
  const workspace = openWorkspace(dir);
  const time = { now: start };
  const announced: number[] = [];
  const log = createTrafficLog({
    db: workspace.traffic,
    clock: () => time.now,
    logger: silentLogger,
    announce: (seq) => announced.push(seq),
    retention,
  });
  return { dir, workspace, log, time, announced };
}

describe('the traffic log', () => {
  it('gives each exchange the next number at once and keeps it whole', () => {
    const { log, workspace } = openLog();
    expect([
      log.record(exchange()),
      log.record(exchange({ method: 'POST', notes: ['ignored: isAdmin'] })),
    ]).toEqual([1, 2]);
    expect(log.list({ limit: 10 })).toMatchObject({
      all: 2,
      matched: 2,
      rows: [{ seq: 2, noteCount: 1 }, { seq: 1 }],
    });
    expect(log.get(2)).toMatchObject({
      method: 'POST',
      notes: ['ignored: isAdmin'],
      responseBody: '{"Resources":[]}',
      responseBytes: 16,
    });
    log.close();
    workspace.close();
  });

  it('keeps neither tokens nor passwords on disk', () => {
    const { log, workspace, dir } = openLog();
    log.record(
      exchange({
        method: 'POST',
        requestBody: JSON.stringify({ userName: 'a', password: 'canary-password' }),
      }),
    );
    log.record(exchange({ requestBody: '{"password": "canary-password"' }));
    log.close();
    workspace.close();
    const bytes = readFileSync(join(dir, 'traffic.db')).toString('latin1');
    expect(bytes).toContain('sha256:');
    expect(bytes).not.toContain('canary-token-value');
    expect(bytes).not.toContain('canary-password');
  });

  it('finds by status, direction, method, text, operation and resource', () => {
    const { log, workspace } = openLog();
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
    const seqs = (query: Omit<Parameters<typeof log.list>[0], 'limit'>) =>
      log.list({ ...query, limit: 10 }).rows.map((r) => r.seq);
    expect(seqs({ status: '4xx' })).toEqual([1]);
    expect(seqs({ status: 'none' })).toEqual([2]);
    expect(seqs({ direction: 'out' })).toEqual([2]);
    expect(seqs({ method: 'POST' })).toEqual([3]);
    expect(seqs({ text: 'ana ruiz' })).toEqual([1]);
    expect(seqs({ text: '100%_' })).toEqual([3]);
    expect(seqs({ text: '%' })).toEqual([3]);
    expect(seqs({ operationId: 'op1' })).toEqual([2]);
    expect(seqs({ resourceId: 'u1' })).toEqual([1]);
    expect(seqs({ before: 3 })).toEqual([2, 1]);
    log.close();
    workspace.close();
  });

  it('says where it cut a body', () => {
    const { log, workspace } = openLog();
    const seq = log.record(exchange({ responseBody: 'x'.repeat(3 * 1024 * 1024) }));
    const kept = log.get(seq);
    expect([kept.responseCut, kept.responseBody?.length, kept.responseBytes]).toEqual([
      true,
      2 * 1024 * 1024,
      3 * 1024 * 1024,
    ]);
    log.close();
    workspace.close();
  });

  it('stays within its size and age, the oldest first (P16)', () => {
    const { log, workspace, time } = openLog({ days: 1, bytes: 1_000_000 });
    for (let i = 0; i < 5000; i++) log.record(exchange({ responseBody: 'x'.repeat(600) }));
    const { all, rows } = log.list({ limit: 500 });
    expect(all).toBeLessThan(1100);
    expect(all).toBeGreaterThan(800);
    expect(rows[0]?.seq).toBe(5000);
    time.now += 2 * 86_400_000;
    for (let i = 0; i < 5000; i++) log.record(exchange({ at: time.now }));
    expect(log.list({ limit: 500 }).rows.every((r) => r.at === time.now)).toBe(true);
    log.close();
    workspace.close();
  });

  it('goes on counting after it was closed and opened, and after it was cleared', () => {
    const { log, workspace, dir } = openLog();
    log.record(exchange());
    log.close();
    workspace.close();
    const again = openWorkspace(dir);
    const second = createTrafficLog({
      db: again.traffic,
      clock: () => start,
      logger: silentLogger,
      announce: () => {},
    });
    expect(second.record(exchange())).toBe(2);
    expect(second.clear()).toBe(2);
    expect(second.record(exchange())).toBe(3);
    expect(second.list({ limit: 5 })).toMatchObject({ all: 1, rows: [{ seq: 3 }] });
    second.close();
    again.close();
  });

  it('has 24 hours with their successes and failures', () => {
    const { log, workspace } = openLog();
    log.record(exchange());
    log.record(exchange({ status: 500 }));
    log.record(exchange({ status: 0 }));
    log.record(exchange({ at: start - 5 * 3_600_000 }));
    const day = log.lastDay();
    expect(day).toHaveLength(24);
    expect(day[23]).toEqual({ at: start, ok: 1, failed: 2 });
    expect(day[18]).toEqual({ at: start - 5 * 3_600_000, ok: 1, failed: 0 });
    log.close();
    workspace.close();
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
