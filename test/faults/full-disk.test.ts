/** P3, T15, P21: a full disk refuses writes in words that a client understands, and nothing else happens. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { lookInto } from '../support/closed-workspace.ts';
import { call, faultOf, openThread } from '../support/doors.ts';
import { userBody } from '../support/scim-start.ts';

const mount = mountSmall();
const what = 'a full disk refuses writes with 429, keeps reads, loses nothing and recovers by itself';

/** A tmpfs of 6 MiB, or why there is none. */
function mountSmall(): { dir: string } | { why: string } {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return { why: 'needs root on Linux' };
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', dir], { stdio: 'ignore' });
    return { dir };
  } catch {
    rmSync(dir, { recursive: true, force: true });
    return { why: 'a tmpfs cannot be mounted here' };
  }
}

afterAll(() => {
  if (!('dir' in mount)) return;
  execFileSync('umount', ['-l', mount.dir]);
  rmSync(mount.dir, { recursive: true, force: true });
});

/** Takes what room there is left, to the last block. */
function fillUp(path: string): void {
  const { bavail, bsize } = statfsSync(join(path, '..'));
  try {
    writeFileSync(path, Buffer.alloc((bavail + 16) * bsize));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

async function fillAndRecover(dir: string): Promise<void> {
  const engine = await openThread(join(dir, 'data'));
  const door = { dispatch: (name: string, input: unknown) => engine.dispatch(name, input, { door: 'cli' }) };
  let crashed: Error | null = null;
  void engine.crashed.then((error) => {
    crashed = error;
  });
  const base = (await call(door, 'workspace.status', {})).server.baseUrl ?? '';
  const made = { name: 'full', scopes: ['read', 'write'] as ('read' | 'write')[], expiresInDays: null };
  const { token, record } = await call(door, 'tokens.create', made);
  const kept: string[] = [];
  let names = 0;
  const post = async () => {
    const userName = `full${++names}@x.example`;
    const reply = await fetch(`${base}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify(userBody(userName, { title: 'x'.repeat(900) })),
    });
    const body = (await reply.json()) as { id?: string; status?: string; detail?: string };
    if (reply.status === 201) kept.push(body.id ?? '');
    return { status: reply.status, body, retryAfter: reply.headers.get('retry-after') };
  };
  const get = (path: string) =>
    fetch(base + path, { headers: { authorization: `Bearer ${token}` } }).then((r) => r.status);

  for (let i = 0; i < 50; i++) expect((await post()).status).toBe(201);
  const filler = join(dir, 'filler');
  fillUp(filler);
  let refused = await post();
  for (let i = 0; i < 3000 && refused.status === 201; i++) refused = await post();
  expect(refused).toMatchObject({ status: 429, retryAfter: '30', body: { status: '429' } });
  expect(refused.body.detail).toMatch(/disk .* is full/);
  // long enough for what is written behind the answers: traffic, token uses
  for (let i = 0; i < 25; i++) {
    expect((await post()).status).toBe(429);
    expect(await get(`/Users/${kept[0]}`)).toBe(200);
    await pause(100);
  }
  expect(await get('/Users?count=100')).toBe(200);
  const create = { attributes: { userName: 'screen@x.example' } };
  expect(await faultOf(door, 'users.create', create)).toMatchObject({ code: 'disk-full' });
  expect((await call(door, 'users.list', { offset: 0, limit: 10 })).all).toBe(kept.length);
  expect((await call(door, 'tokens.list', {})).map((t) => t.id)).toContain(record.id);
  expect((await call(door, 'workspace.status', {})).users.all).toBe(kept.length);
  expect((await call(door, 'export.preview', { format: 'csv' })).rows).toBe(kept.length);
  await call(door, 'traffic.list', {});

  unlinkSync(filler);
  const freed = performance.now();
  let again = await post();
  for (; again.status !== 201 && performance.now() - freed < 5000; again = await post()) await pause(100);
  expect(again.status).toBe(201);
  await pause(1200);
  const [used] = await call(door, 'tokens.list', {});
  expect(used?.okCount).toBeGreaterThan(50);
  expect(crashed).toBeNull();
  await engine.close();
  const found = lookInto(join(dir, 'data'), (directory, integrity) => ({
    integrity,
    lost: kept.filter((id) => directory.findUser(id) === undefined),
  }));
  expect(found).toEqual({ integrity: 'ok', lost: [] });
}

if ('dir' in mount) it(what, { timeout: 30_000 }, () => fillAndRecover(mount.dir));
else it.skip(`${what} (skipped: ${mount.why})`);
