/** `rollcall doctor`, `backup`, `backups`, `restore`, beside a host that runs and without one. */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RestoreResult, WorkspaceCheck } from '../../shared/domain/upkeep.ts';
import { cliJson, runCli, serve } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-workspace.ts';

const usersOf = async (dir: string) =>
  (await cliJson<{ users: { all: number } }>('status', '--data', dir)).users.all;

it('a backup made while Rollcall runs is restored when it does not', { timeout: 60_000 }, async () => {
  const dir = tempDir();
  const seed = (seed: string) =>
    cliJson('seed', '--users', '5', '--groups', '1', '--seed', seed, '--data', dir);
  const { stop } = await serve(dir);
  await seed('1');
  const made = await cliJson<{ path: string }>('backup', '--name', 'Five', '--data', dir);
  await seed('2');
  const sound = await runCli('doctor', '--deep', '--data', dir);
  expect([sound.code, sound.stdout]).toEqual([0, expect.stringMatching(/ok +Users and groups/)]);
  const refused = await runCli('restore', made.path, '--data', dir);
  expect([refused.code, refused.stderr]).toEqual([
    6,
    expect.stringMatching(/Stop it first, or restore there/),
  ]);
  await stop();
  expect(await usersOf(dir)).toBe(10);
  const restored = await cliJson<RestoreResult>('restore', made.path, '--data', dir);
  expect(restored).toMatchObject({ users: 5, groups: 1 });
  expect(await usersOf(dir)).toBe(5);
  expect((await runCli('restore', restored.before ?? '', '--data', dir)).code).toBe(0);
  expect(await usersOf(dir)).toBe(10);
  expect((await runCli('backups', '--data', dir)).stdout).toMatch(/manual +\S+ MB +5 +1 +Five/);
});

it('the doctor looks at a file that the engine refuses, and touches nothing', {
  timeout: 60_000,
}, async () => {
  const dir = tempDir();
  await cliJson('seed', '--users', '300', '--groups', '2', '--data', dir);
  const made = await cliJson<{ path: string }>('backup', '--data', dir);
  const file = join(dir, 'rollcall.db');
  const bytes = readFileSync(file);
  bytes.fill(0xab, 8 * 4096, 9 * 4096);
  writeFileSync(file, bytes);
  chmodSync(file, 0o644);
  expect((await runCli('status', '--data', dir)).code).toBe(4);
  const { code, stdout } = await runCli('doctor', '--json', '--data', dir);
  const found = JSON.parse(stdout) as WorkspaceCheck;
  const bad = found.lines.filter((line) => line.state !== 'ok').map((line) => line.name);
  expect([code, found.state, bad]).toEqual([
    1,
    'problem',
    expect.arrayContaining(['Structure', 'Permissions']),
  ]);
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect((await runCli('restore', made.path, '--data', dir)).code).toBe(0);
  expect(await usersOf(dir)).toBe(300);
  expect((await runCli('doctor', '--deep', '--data', dir)).code).toBe(0);
  expect(readdirSync(dir).filter((name) => name.includes('.before-restore-'))).not.toEqual([]);
});

it('says what is wrong with what it is given', { timeout: 60_000 }, async () => {
  const dir = tempDir();
  const text = join(dir, 'notes.txt');
  writeFileSync(text, 'no database');
  const codes = [];
  for (const args of [['restore'], ['restore', text], ['restore', join(dir, 'missing.db')], ['doctor']])
    codes.push((await runCli(...args, '--data', join(dir, 'ws'))).code);
  expect(codes).toEqual([2, 4, 1, 1]);
});

it('a missing file beside its backups is refused, and a backup takes its place', {
  timeout: 60_000,
}, async () => {
  const dir = tempDir();
  await cliJson('seed', '--users', '7', '--groups', '1', '--data', dir);
  const made = await cliJson<{ path: string }>('backup', '--data', dir);
  rmSync(join(dir, 'rollcall.db'));
  for (const command of [
    ['serve', '--scim-port', '0', '--console-port', '0'],
    ['status'],
    ['users', 'list'],
  ]) {
    const refused = await runCli(...command, '--data', dir);
    expect([refused.code, refused.stderr]).toEqual([
      4,
      expect.stringMatching(/There is no rollcall\.db in .*a backup of it is there.*rollcall restore/),
    ]);
  }
  expect(existsSync(join(dir, 'rollcall.db'))).toBe(false);
  const doctor = await runCli('doctor', '--data', dir);
  expect([doctor.code, doctor.stdout]).toEqual([1, expect.stringMatching(/PROBLEM +File +There is no/)]);
  expect((await runCli('backups', '--data', dir)).stdout).toMatch(/manual +\S+ MB +7 +1/);
  expect((await runCli('restore', made.path, '--data', dir)).code).toBe(0);
  expect(await usersOf(dir)).toBe(7);
});
