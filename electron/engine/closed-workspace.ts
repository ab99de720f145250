/**
 * What can be done to a workspace that nobody has open, without opening it as the engine does: it may be damaged, and
 * then the engine refuses it. For the command line only; a host that runs does the same by commands.
 */
import { existsSync } from 'node:fs';
import type { DataFiles, RestoreResult, WorkspaceCheck } from '../../shared/domain/upkeep.ts';
import { AppFault } from './base/app-fault.ts';
import { finishRestore } from './storage/pending-restore.ts';
import { databasePath, makeFolder } from './storage/workspace-files.ts';
import { holdWorkspace } from './storage/workspace-lock.ts';
import { filesOf } from './upkeep/backups.ts';
import { checkWorkspace } from './upkeep/check-workspace.ts';
import { stageRestore } from './upkeep/stage-restore.ts';

/** Changes nothing, also where another process has the workspace open. @throws AppFault `not-found` */
export function checkClosedWorkspace(dir: string, deep: boolean): WorkspaceCheck {
  return checkWorkspace(dir, deep);
}

/** What could be put in its place, whatever became of it. @throws AppFault `not-found` */
export function filesOfClosedWorkspace(dir: string): DataFiles {
  if (!existsSync(dir)) throw new AppFault('not-found', `There is no workspace in ${dir}.`);
  return filesOf(dir);
}

/**
 * Puts the workspace file aside and a checked copy of `file` in its place; the folder may be new.
 * @throws AppFault `workspace-open`, `workspace-unwritable`, `not-found`, `disk-full`, `workspace-damaged`, `workspace-newer`, `workspace-foreign`
 */
export async function restoreClosedWorkspace(dir: string, file: string): Promise<RestoreResult> {
  makeFolder(dir);
  const lock = holdWorkspace(dir);
  try {
    const staged = await stageRestore(dir, file);
    return { ...staged, before: finishRestore(databasePath(dir)) };
  } finally {
    lock.release();
  }
}
