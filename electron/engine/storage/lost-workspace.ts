/**
 * A workspace file that is gone, while what belongs to it is still there. Beginning an empty one in its place would
 * look as if everybody had left: a client that is connected would create them all again (security.md 0.10). So it is
 * refused as an empty file is. A key file is no sign: it is made before the workspace file.
 */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppFault } from '../base/app-fault.ts';
import { listBackups } from './backup-folder.ts';

/** @param path of the workspace file. @throws AppFault `workspace-damaged` where it is missing and was there before */
export function assertNotLost(path: string): void {
  if (existsSync(path)) return;
  const dir = dirname(path);
  const left = leftOf(dir, path);
  if (left === null) return;
  throw new AppFault(
    'workspace-damaged',
    `There is no ${basename(path)} in ${dir}, and ${left}: the file was moved or deleted. Put a backup in its place with rollcall restore, or move the whole folder away to begin anew. Nothing was created or changed.`,
  );
}

function leftOf(dir: string, path: string): string | null {
  const backups = listBackups(dir).length;
  if (backups > 0) return backups === 1 ? 'a backup of it is there' : `${backups} backups of it are there`;
  if (sizeOf(`${path}-wal`) > 0) return 'its journal is there';
  return sizeOf(join(dir, 'traffic.db')) > 0 ? 'its traffic log is there' : null;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
