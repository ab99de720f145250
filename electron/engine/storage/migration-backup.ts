/**
 * The copy that is made before a migration touches a file: it stays until the new schema has started well three times,
 * and starts that fail take nothing of it away (security.md P7, 1.6). Synchronous: nothing else runs at this moment.
 */
import { statSync } from 'node:fs';
import { AppFault } from '../base/app-fault.ts';
import { beginBackup, dropFile, finishBackup, listBackups, removeBackup } from './backup-folder.ts';
import { closeJournal, type OpenDb, openReadOnly } from './database.ts';
import { freeBytes } from './free-space.ts';

/** What a migration writes beside the copy. */
const spare = 32 * 1024 * 1024;

/** @throws AppFault `disk-full`, `workspace-damaged` where the copy cannot be read */
export function backUpBeforeMigration(dir: string, db: OpenDb, schema: number): void {
  const size = statSync(databaseFile(db)).size;
  if (freeBytes(dir) < size + spare) {
    const needed = Math.ceil((size + spare) / 1024 / 1024);
    throw new AppFault(
      'disk-full',
      `This Rollcall updates the workspace file, and makes a backup of it first. Free ${needed} MB on its disk and start again. The file was not touched.`,
    );
  }
  const begun = beginBackup(dir, 'before-migration', Date.now());
  try {
    db.copyTo(begun.path);
    closeJournal(begun.path);
    finishBackup(dir, begun, { ...lookInto(begun.path, schema), schema, damagedRows: 0, goodStarts: 0 });
  } catch (error) {
    dropFile(begun.path);
    throw error;
  }
  forgetBetween(dir);
}

function databaseFile(db: OpenDb): string {
  return db.one<{ file: string }>("select file from pragma_database_list where name = 'main'")?.file ?? '';
}

function lookInto(path: string, schema: number): { name: string; users: number; groups: number } {
  const copy = openReadOnly(path);
  try {
    if (copy.pragma('quick_check(1)') !== 'ok' || copy.pragma('user_version') !== schema)
      throw new AppFault(
        'workspace-damaged',
        'The backup that is made before the workspace file is updated cannot be read, so nothing was changed. rollcall doctor says more.',
      );
    const count = (table: 'users' | 'groups') =>
      copy.one<{ n: number }>(`select count(*) as n from ${table}`)?.n ?? 0;
    return {
      name: `Before the update from schema ${schema}`,
      users: count('users'),
      groups: count('groups'),
    };
  } finally {
    copy.close();
  }
}

/** Starts that crash again and again: the first copy and the last one are enough. */
function forgetBetween(dir: string): void {
  const untried = listBackups(dir).filter((b) => b.kind === 'before-migration' && b.goodStarts === 0);
  for (const backup of untried.slice(1, -1)) removeBackup(dir, backup.id);
}
