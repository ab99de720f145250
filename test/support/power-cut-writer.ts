/**
 * A process of its own that opens a workspace as the app does and writes, a few users at a time so that they share
 * commits. Says on standard output what was acknowledged, as `Said` lines. Arguments: folder, writes, and how to sync
 * where that is to be other than the app's own FULL (to see that the test would notice).
 */
import { writeSync } from 'node:fs';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { createDirectory } from '../../electron/engine/directory/directory.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';

/** `gone`: from here on it may be missing; a version: it was acknowledged. */
export interface Said {
  readonly id: string;
  readonly version: number | 'going' | 'gone';
}

const [dir = '', writes = '0', synchronous = 'FULL'] = process.argv.slice(2);
const together = 3;
const source = { kind: 'cli' } as const;

const workspace = openWorkspace(dir);
// many foldings in of the journal, where the app makes one in 32 MiB
workspace.db.pragma('wal_autocheckpoint = 40');
if (synchronous !== 'FULL') workspace.db.pragma(`synchronous = ${synchronous}`);
const directory = createDirectory({
  db: workspace.db,
  clock: Date.now,
  ids: randomIds,
  announce: () => {},
});
const mine: string[] = [];

function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`);
}

async function write(n: number): Promise<void> {
  // nobody else has it until it is put back
  const id = n % 3 === 0 ? undefined : mine.shift();
  if (id === undefined) {
    const made = await directory.write(source, (unit) =>
      unit.createUser({ userName: `cut${n}@x.example`, displayName: 'v1', title: 'x'.repeat(n % 900) }),
    );
    say({ id: made.id, version: made.version });
    mine.push(made.id);
    return;
  }
  if (n % 10 === 1 && mine.length > 5) {
    say({ id, version: 'going' });
    await directory.write(source, (unit) => unit.deleteUser(id));
    say({ id, version: 'gone' });
    return;
  }
  const { version } = await directory.write(source, (unit) => {
    const next = (directory.findUser(id)?.version ?? 0) + 1;
    return unit.updateUser(id, { displayName: `v${next}` });
  });
  say({ id, version });
  mine.push(id);
}

for (let n = 0; n < Number(writes); n += together)
  await Promise.all(Array.from({ length: together }, (_, i) => write(n + i)));
workspace.close();
