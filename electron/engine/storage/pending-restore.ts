/**
 * A restore in two halves. First a copy of the backup is made ready beside the workspace file, under a name that says
 * that somebody decided for it. Then, with the workspace closed and locked, the present file is put aside with its
 * journal and the copy takes its place. A crash between the steps of the second half is mended by doing it again:
 * the next start does, so at no point is there no workspace file for the one that opens the folder.
 */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { stampOf, syncFolder } from './backup-folder.ts';

/** The copy that is to become the workspace file. */
export function readyPath(path: string): string {
  return `${path}.restoring`;
}

/**
 * The second half, where a copy is ready; else nothing. Only for the holder of the lock.
 * @returns where the file lies that was there before; null where nothing was put aside
 */
export function finishRestore(path: string): string | null {
  const ready = statSync(readyPath(path), { throwIfNoEntry: false });
  if (ready === undefined) return null;
  // the same name at every attempt: file and journal stay together
  const aside = `${path}.before-restore-${stampOf(Math.floor(ready.mtimeMs))}`;
  if (existsSync(path)) renameSync(path, aside);
  const journal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (journal !== undefined && journal.size > 0) renameSync(`${path}-wal`, `${aside}-wal`);
  // what only serves processes that have the file open; nobody has
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
  renameSync(readyPath(path), path);
  syncFolder(dirname(path));
  return existsSync(aside) ? aside : null;
}
