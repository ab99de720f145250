/** P1, P14, P15: a write that was answered with 2xx survives kill -9, and the next start finds everything in order. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { lookInto } from '../support/closed-workspace.ts';
import { cliJson, serve } from '../support/run-cli.ts';
import { lostWrites, newBook, startLoad } from '../support/scim-load.ts';
import { tempDir } from '../support/temp-workspace.ts';

const rounds = 8;

it(`loses no acknowledged write to ${rounds} times kill -9`, { timeout: 60_000 }, async () => {
  const dir = tempDir();
  const { token } = await cliJson<{ token: string }>('tokens', 'create', '--name', 'load', '--data', dir);
  const book = newBook();
  for (let round = 0; round < rounds; round++) {
    const { ready, child } = await serve(dir);
    const load = startLoad(ready.scim, token, book);
    await pause(150 + Math.random() * 500);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    const killed = performance.now();
    const found = lookInto(dir, (directory, integrity) => ({
      integrity,
      lost: lostWrites(book, directory),
    }));
    expect(found).toEqual({ integrity: 'ok', lost: [] });
    expect(performance.now() - killed).toBeLessThan(2000);
    await load.stop();
  }
  expect(book.acknowledged).toBeGreaterThan(rounds * 20);
});
