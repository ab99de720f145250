/** P18: SIGTERM under load ends cleanly, in time, and leaves neither journal nor runtime note. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { lookInto } from '../support/closed-workspace.ts';
import { cliJson, serve } from '../support/run-cli.ts';
import { lostWrites, newBook, startLoad } from '../support/scim-load.ts';
import { tempDir } from '../support/temp-workspace.ts';

const rounds = 5;
const leftovers = ['rollcall.db-wal', 'traffic.db-wal', 'runtime.json', 'control.sock'];

it(`stops cleanly under load, ${rounds} times`, { timeout: 60_000 }, async () => {
  const dir = tempDir();
  const { token } = await cliJson<{ token: string }>('tokens', 'create', '--name', 'load', '--data', dir);
  const book = newBook();
  for (let round = 0; round < rounds; round++) {
    const { ready, stop } = await serve(dir);
    const load = startLoad(ready.scim, token, book);
    await pause(300 + Math.random() * 300);
    const asked = performance.now();
    expect(await stop()).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);
    await load.stop();
    expect(leftovers.filter((name) => existsSync(join(dir, name)))).toEqual([]);
    expect(lookInto(dir, (directory) => lostWrites(book, directory))).toEqual([]);
  }
  expect(book.acknowledged).toBeGreaterThan(rounds * 20);
});

it('takes a signal that comes twice at once for one', { timeout: 20_000 }, async () => {
  const dir = tempDir();
  const { child, stop } = await serve(dir);
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await stop()).toBe(0);
  expect(leftovers.filter((name) => existsSync(join(dir, name)))).toEqual([]);
});
