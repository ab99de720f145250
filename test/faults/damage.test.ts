/** P5: 16 bytes changed anywhere in the file. What hit a record is found by the deep check, far beyond what SQLite sees. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { checkClosedWorkspace } from '../../electron/engine/closed-workspace.ts';
import { createDirectory } from '../../electron/engine/directory/directory.ts';
import { seedDirectory } from '../../electron/engine/directory/seed.ts';
import { openReadOnly } from '../../electron/engine/storage/database.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import { tempDir } from '../support/temp-workspace.ts';

const mutants = process.env['ROLLCALL_LONG'] === '1' ? 200 : 40;
let dir: string;
let file: string;
let good: Buffer;

beforeAll(async () => {
  dir = tempDir();
  file = join(dir, 'rollcall.db');
  const workspace = openWorkspace(dir);
  const directory = createDirectory({
    db: workspace.db,
    clock: Date.now,
    ids: randomIds,
    announce: () => {},
  });
  await seedDirectory(directory, { users: 400, groups: 12, seed: 1 });
  for (const id of directory.userIds({}).slice(0, 40))
    directory.inUnit({ kind: 'cli' }, (unit) => unit.updateUser(id, { title: 'Chief' }));
  workspace.close();
  good = readFileSync(file);
});

/** Every row of every table; null where that cannot be read. */
function content(): string | null {
  try {
    const db = openReadOnly(file);
    try {
      const tables = db.all<{ name: string }>(
        "select name from sqlite_schema where type = 'table' order by name",
      );
      return JSON.stringify(tables.map(({ name }) => [name, db.all(`select * from "${name}" not indexed`)]));
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

function seenBySqlite(): boolean {
  try {
    const db = openReadOnly(file);
    try {
      return db.pragma('integrity_check(1)') !== 'ok';
    } finally {
      db.close();
    }
  } catch {
    return true;
  }
}

it(`${mutants} files with 16 other bytes that hit a record`, { timeout: 300_000 }, () => {
  const before = content();
  expect(checkClosedWorkspace(dir, true).lines.filter((line) => line.state === 'problem')).toEqual([]);
  const missed: string[] = [];
  let [hits, tried, bySqlite] = [0, 0, 0];
  while (hits < mutants) {
    tried += 1;
    const at = 100 + Math.floor(Math.random() * (good.length - 116));
    const bytes = Buffer.from(good);
    randomBytes(16).copy(bytes, at);
    writeFileSync(file, bytes);
    if (content() === before) continue;
    hits += 1;
    if (seenBySqlite()) bySqlite += 1;
    if (checkClosedWorkspace(dir, true).state !== 'problem')
      missed.push(`at ${at} (page ${Math.floor(at / 4096) + 1})`);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  }
  const found = hits - missed.length;
  console.log(
    `${tried} files changed, ${hits} hit a record: SQLite alone found ${bySqlite} (${Math.round((bySqlite / hits) * 100)} %), the deep check ${found} (${Math.round((found / hits) * 100)} %)`,
  );
  expect(missed.length, missed.join(', ')).toBeLessThanOrEqual(Math.floor(hits * 0.01));
});
