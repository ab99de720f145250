/** P6: backups are made while writes go on and restore to what they were; the doors stay where they are. */
import { renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import { createDirectory } from '../../electron/engine/directory/directory.ts';
import { listBackups } from '../../electron/engine/storage/backup-folder.ts';
import { readyPath } from '../../electron/engine/storage/pending-restore.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import { type Rotated, surplusBackups } from '../../electron/engine/upkeep/backup-rotation.ts';
import { createBackups } from '../../electron/engine/upkeep/backups.ts';
import { placeWarning } from '../../electron/engine/upkeep/folder-check.ts';
import { makeBackup } from '../../electron/engine/upkeep/make-backup.ts';
import { stageRestore } from '../../electron/engine/upkeep/stage-restore.ts';
import { upkeepHere } from '../../electron/engine/upkeep/upkeep-work.ts';
import { lookInto } from '../support/closed-workspace.ts';
import { call, faultOf, openThread } from '../support/doors.ts';
import { writeFixture } from '../support/schema-fixtures.ts';
import { tempDir } from '../support/temp-workspace.ts';

const day = 86_400_000;
const source = { kind: 'cli' } as const;

describe('rotation', () => {
  const at = (i: number, kind: Rotated['kind'] = 'automatic', goodStarts = 0): Rotated => ({
    id: `${kind}${i}`,
    kind,
    at: 20_000 * day - i * day + 5,
    goodStarts,
  });

  it('keeps seven days and four weeks of the automatic ones', () => {
    const all = Array.from({ length: 60 }, (_, i) => at(i));
    const gone = new Set(surplusBackups(all));
    const kept = all.filter((b) => !gone.has(b.id)).map((b) => b.id);
    expect(kept.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6].map((i) => `automatic${i}`));
    expect(kept.length).toBe(7 + 2);
    expect(surplusBackups(all.filter((b) => !gone.has(b.id)))).toEqual([]);
  });

  it('keeps what a person made, and what was made before a migration until three starts went well', () => {
    const others = [at(400, 'manual'), at(300, 'before-migration', 2), at(1, 'before-migration', 3)];
    expect(surplusBackups(others)).toEqual(['before-migration1']);
  });
});

it('a host backs up once a day, and forgets the copy from before a migration after three good starts', async () => {
  const dir = join(tempDir(), 'ws');
  writeFixture(3, dir);
  openWorkspace(dir).close();
  let now = Date.UTC(2027, 0, 1);
  const start = () => {
    const backups = createBackups({
      dir,
      clock: () => now,
      logger: silentLogger,
      work: upkeepHere,
      announce: () => {},
      reopen: () => Promise.reject(new Error('not here')),
    });
    backups.start();
    return backups;
  };
  const kinds = () => listBackups(dir).map((b) => b.kind);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    for (const expected of [1, 2, 3]) {
      const backups = start();
      vi.advanceTimersByTime(59_000);
      expect(kinds().filter((kind) => kind === 'automatic')).toHaveLength(expected - 1);
      vi.advanceTimersByTime(2000);
      await backups.close();
      await new Promise((resolve) => setImmediate(resolve));
      expect(kinds().filter((kind) => kind === 'automatic')).toHaveLength(expected);
      now += day;
    }
  } finally {
    vi.useRealTimers();
  }
  expect(kinds()).toEqual(['automatic', 'automatic', 'automatic']);
});

it('knows folders where a database is not safe', () => {
  const good = [
    '/home/ana/.local/share/rollcall/data',
    '/srv/dropboxes/x',
    'C:\\Users\\ana\\AppData\\Roaming',
  ];
  const bad = [
    '/Users/ana/Library/Mobile Documents/x',
    'C:\\Users\\ana\\OneDrive - Acme\\x',
    '/home/a/Dropbox/x',
  ];
  expect(good.map((dir) => placeWarning(dir, 0xef53))).toEqual([null, null, null]);
  for (const dir of bad) expect(placeWarning(dir, null)).toMatch(/copies files/);
  expect(placeWarning('/mnt/x', 0x6969)).toMatch(/network/);
  expect(placeWarning('/mnt/x', -11317950)).toMatch(/network/);
});

async function withSomething(dir: string): Promise<void> {
  const workspace = openWorkspace(dir);
  const directory = createDirectory({
    db: workspace.db,
    clock: Date.now,
    ids: randomIds,
    announce: () => {},
  });
  directory.inUnit(source, (u) => u.createUser({ userName: 'kept' }));
  await makeBackup(dir, { kind: 'manual', name: 'Good', at: Date.now() });
  directory.inUnit(source, (u) => u.createUser({ userName: 'later' }));
  workspace.close();
}

const names = (dir: string) =>
  lookInto(dir, (directory) =>
    ['kept', 'later'].filter((n) => directory.findUserByUserName(n) !== undefined),
  );

it('a restore that was interrupted is finished by the next start, from each of its steps', async () => {
  const dir = tempDir();
  await withSomething(dir);
  const [backup] = listBackups(dir);
  expect([backup?.name, backup?.users, statSync(backup?.path ?? '').mode & 0o777]).toEqual([
    'Good',
    1,
    0o600,
  ]);
  await stageRestore(dir, backup?.path ?? '');
  expect(names(dir)).toEqual(['kept']);
  await stageRestore(dir, backup?.path ?? '');
  // as after a crash when the present file was put aside already
  renameSync(join(dir, 'rollcall.db'), join(dir, 'aside'));
  expect(names(dir)).toEqual(['kept']);
  expect(statSync(readyPath(join(dir, 'rollcall.db')), { throwIfNoEntry: false })).toBeUndefined();
});

it('refuses to restore what is no sound workspace file, and leaves everything as it is', async () => {
  const dir = tempDir();
  await withSomething(dir);
  const file = join(dir, 'bad.db');
  writeFileSync(file, '');
  await expect(stageRestore(dir, file)).rejects.toMatchObject({ code: 'workspace-damaged' });
  writeFileSync(file, 'no database'.repeat(100));
  await expect(stageRestore(dir, file)).rejects.toMatchObject({ code: 'workspace-damaged' });
  await expect(stageRestore(dir, join(dir, 'missing.db'))).rejects.toMatchObject({ code: 'not-found' });
  expect(names(dir)).toEqual(['kept', 'later']);
});

it('restores in the app: same port, same door, revoked tokens stay revoked', {
  timeout: 30_000,
}, async () => {
  const dir = tempDir();
  const engine = await openThread(dir);
  const events: string[] = [];
  engine.onEvent((event) => events.push(event.type));
  const door = { dispatch: (name: string, input: unknown) => engine.dispatch(name, input, { door: 'cli' }) };
  const token = async (name: string) =>
    call(door, 'tokens.create', { name, scopes: ['read', 'write'], expiresInDays: null });
  const [kept, revoked] = [await token('kept'), await token('revoked')];
  await call(door, 'workspace.seed', { users: 50, groups: 2 });
  const backup = await call(door, 'backups.create', { name: 'Fifty' });
  expect(backup).toMatchObject({ kind: 'manual', name: 'Fifty', users: 50, groups: 2, damagedRows: 0 });
  await call(door, 'workspace.seed', { users: 50, groups: 0, seed: 2 });
  await call(door, 'tokens.revoke', { id: revoked.record.id });
  const before = await call(door, 'workspace.status', {});
  const later = await token('made since');
  events.length = 0;
  const restored = await call(door, 'backups.restore', { id: backup.id });
  expect(restored).toMatchObject({ users: 50, groups: 2, tokensKeptRevoked: 1 });
  expect(statSync(restored.before ?? '').mode & 0o777).toBe(0o600);
  const after = await call(door, 'workspace.status', {});
  expect([after.users.all, after.server.baseUrl]).toEqual([50, before.server.baseUrl]);
  const status = async (secret: string) =>
    (await fetch(`${after.server.baseUrl}/Users`, { headers: { authorization: `Bearer ${secret}` } })).status;
  expect([await status(kept.token), await status(revoked.token), await status(later.token)]).toEqual([
    200, 401, 401,
  ]);
  expect((await call(door, 'workspace.check', { deep: true })).state).not.toBe('problem');
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(events).toEqual(expect.arrayContaining(['directory', 'tokens', 'server', 'simulator', 'backups']));
  await call(door, 'backups.remove', { id: backup.id });
  expect((await call(door, 'backups.list', {})).backups).toEqual([]);
  expect((await faultOf(door, 'backups.restore', { id: backup.id })).code).toBe('not-found');
  expect((await faultOf(door, 'backups.remove', { id: '../rollcall' })).code).toBe('not-found');
  await engine.close();
});
