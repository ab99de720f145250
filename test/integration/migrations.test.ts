/** P7: what released versions wrote opens with today's schema, whole, and a copy of it is kept until that went well. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkClosedWorkspace } from '../../electron/engine/closed-workspace.ts';
import { listBackups } from '../../electron/engine/storage/backup-folder.ts';
import { openReadOnly } from '../../electron/engine/storage/database.ts';
import { workspaceSteps } from '../../electron/engine/storage/migrations/index.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import { lookInto } from '../support/closed-workspace.ts';
import { fixtures, writeFixture } from '../support/schema-fixtures.ts';
import { tempDir } from '../support/temp-workspace.ts';

const newest = workspaceSteps.length;
const storage = pathToFileURL(
  join(import.meta.dirname, '../../electron/engine/storage/workspace-files.ts'),
).href;
const long = process.env['ROLLCALL_LONG'] === '1';
const kills = long ? 50 : 10;
/** So many times eight users: the migration must last long enough to be killed in its middle. */
const times = long ? 1024 : 256;

function schemaOf(path: string): { schema: unknown; integrity: unknown; users: number } {
  const db = openReadOnly(path);
  try {
    return {
      schema: db.pragma('user_version'),
      integrity: db.pragma('integrity_check'),
      users: db.one<{ n: number }>('select count(*) as n from users')?.n ?? 0,
    };
  } finally {
    db.close();
  }
}

function problems(dir: string): string[] {
  return checkClosedWorkspace(dir, true)
    .lines.filter((line) => line.state === 'problem')
    .map((line) => `${line.name}: ${line.says}`);
}

describe.each([...fixtures.keys()])('a workspace of schema %i', (schema) => {
  it('opens with all it held, after a copy was made', () => {
    const dir = join(tempDir(), 'ws');
    writeFixture(schema, dir);
    lookInto(dir, (directory, integrity) => {
      expect([integrity, directory.counts()]).toEqual([
        'ok',
        { users: { all: 8, active: 7, inactive: 1 }, groups: 4 },
      ]);
      const agnes = directory.findUserByUserName('ÄGNES.ünal@acme.example');
      expect(agnes?.groups.map((g) => [g.displayName, g.type])).toEqual([
        ['Straße', 'direct'],
        ['Outer', 'indirect'],
      ]);
      expect(directory.userDocument(agnes?.id ?? '')?.tag).toMatch(/^1-[0-9a-f]{8}$/);
    });
    expect(problems(dir)).toEqual([]);
    const [copy, ...others] = listBackups(dir);
    expect([copy?.kind, copy?.users, copy?.groups, others]).toEqual(['before-migration', 8, 4, []]);
    expect(schemaOf(copy?.path ?? '')).toEqual({ schema, integrity: 'ok', users: 8 });
    lookInto(dir, () => {});
    expect(listBackups(dir)).toHaveLength(1);
  });

  it(`is old or new after ${kills} times kill -9 at any moment, never half`, {
    timeout: 240_000,
  }, async () => {
    const seen = new Map<unknown, number>();
    const whole = join(tempDir(), 'whole');
    writeFixture(schema, whole, times);
    const lasting = await migrating(whole);
    for (let i = 0; i < kills; i++) {
      const dir = join(tempDir(), `ws${i}`);
      const path = writeFixture(schema, dir, times);
      await migrating(dir, Math.random() * lasting);
      const found = schemaOf(path);
      seen.set(found.schema, (seen.get(found.schema) ?? 0) + 1);
      expect(found).toMatchObject({ integrity: 'ok', users: 8 * times });
      if (found.schema !== schema) expect(listBackups(dir)).not.toEqual([]);
      openWorkspace(dir).close();
      expect(schemaOf(path)).toEqual({ schema: newest, integrity: 'ok', users: 8 * times });
      expect(listBackups(dir).at(-1)?.users).toBe(8 * times);
      expect(readdirSync(join(dir, 'backups')).filter((name) => name.includes('.new'))).toEqual([]);
    }
    console.log(
      `killed ${kills} migrations of ${lasting.toFixed(0)} ms; schema found: ${JSON.stringify([...seen])}`,
    );
  });
});

/** Opens the workspace in a process of its own; kills it `killAfter` ms after it began to. Answers with how long it took. */
async function migrating(dir: string, killAfter?: number): Promise<number> {
  const text = `import { openWorkspace } from ${JSON.stringify(storage)}; console.log('begin'); openWorkspace(${JSON.stringify(dir)}).close();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  const began = performance.now();
  if (killAfter !== undefined) {
    await pause(killAfter);
    child.kill('SIGKILL');
  }
  await exited;
  if (killAfter === undefined) expect(existsSync(join(dir, 'backups'))).toBe(true);
  return performance.now() - began;
}
