/**
 * A read that the disk refuses costs its own request and nothing else. SQLite ends the transaction that the reads of a
 * turn share by itself then: what ends the turn, and the next write, must know.
 */
import { closeSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openDatabase } from '../../electron/engine/storage/database.ts';
import { tempDir } from '../support/temp-workspace.ts';

function descriptorOf(path: string): number {
  const found = readdirSync('/proc/self/fd').find((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  });
  return Number(found);
}

/** In place of the file its descriptor becomes that of `path`: the lowest free number is the next one given. */
function replace(descriptor: number, path: string, flags: string): void {
  closeSync(descriptor);
  expect(openSync(path, flags)).toBe(descriptor);
}

const missing = process.platform === 'linux' ? '' : ' (skipped: needs /proc)';

it.skipIf(missing !== '')(`a failed read, the turn after it and the write after it${missing}`, async () => {
  const dir = tempDir();
  const path = join(dir, 'some.db');
  const filled = openDatabase(path, { synchronous: 'FULL' });
  filled.run('create table t (n integer primary key, text text)');
  filled.transaction((tx) => {
    for (let n = 1; n <= 2000; n++) tx.run('insert into t values (?, ?)', n, 'x'.repeat(1000));
  });
  filled.close();
  const db = openDatabase(path, { synchronous: 'FULL', cacheKiB: 64 });
  const descriptor = descriptorOf(path);
  const failing = () => {
    expect(db.one<{ n: number }>('select n from t where n = 1')?.n).toBe(1);
    replace(descriptor, dir, 'r');
    expect(() => db.all('select count(text) from t where text > ?', 'y')).toThrow(/disk I\/O error/);
    replace(descriptor, path, 'r+');
  };
  failing();
  // the end of the turn: what it throws would end the thread
  await nextTurn();
  await nextTurn();
  expect(db.one<{ n: number }>('select count(*) as n from t')?.n).toBe(2000);
  await nextTurn();
  failing();
  db.transaction((tx) => tx.run('delete from t where n = 2'));
  expect(db.one<{ n: number }>('select count(*) as n from t')?.n).toBe(1999);
  db.close();
});
