/** P1, P14, P15: a write that was answered with 2xx survives kill -9, and the next start finds everything in order. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { checkClosedWorkspace } from '../../electron/engine/closed-workspace.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import { lookInto } from '../support/closed-workspace.ts';
import { cliJson, serve } from '../support/run-cli.ts';
import { lostWrites, newBook, startLoad } from '../support/scim-load.ts';
import { tempDir } from '../support/temp-workspace.ts';

const long = process.env['ROLLCALL_LONG'] === '1';
const rounds = long ? 200 : 8;
/** At once, so that several writes share a commit. */
const connections = 8;

it(`loses no acknowledged write to ${rounds} times kill -9`, {
  timeout: long ? 1_200_000 : 90_000,
}, async () => {
  const dir = tempDir();
  const { token } = await cliJson<{ token: string }>('tokens', 'create', '--name', 'load', '--data', dir);
  const book = newBook();
  for (let round = 0; round < rounds; round++) {
    const { ready, child } = await serve(dir);
    const load = startLoad(ready.scim, token, book, connections);
    await pause(150 + Math.random() * 500);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    const killed = performance.now();
    openWorkspace(dir).close();
    expect(performance.now() - killed).toBeLessThan(2000);
    const found = lookInto(dir, (directory, integrity) => ({
      integrity,
      lost: lostWrites(book, directory),
    }));
    expect(found).toEqual({ integrity: 'ok', lost: [] });
    await load.stop();
  }
  expect(book.acknowledged).toBeGreaterThan(rounds * 20);
  const found = checkClosedWorkspace(dir, true).lines.filter((line) => line.state === 'problem');
  expect(found).toEqual([]);
  const refused = [...book.refused].map(([status, times]) => `${times} of ${status}`).join(', ') || 'none';
  console.log(
    `${rounds} times kill -9 under ${connections} connections: ${book.acknowledged} writes acknowledged, 0 lost; other answers: ${refused}`,
  );
});
