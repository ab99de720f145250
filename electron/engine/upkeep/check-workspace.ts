/** Everything that can be told of a workspace without changing it, in use or not (security.md P5, `rollcall doctor`). */
import { existsSync } from 'node:fs';
import type { CheckLine, CheckState, WorkspaceCheck } from '../../../shared/domain/upkeep.ts';
import { AppFault } from '../base/app-fault.ts';
import { openReadOnly } from '../storage/database.ts';
import { assertNotLost } from '../storage/lost-workspace.ts';
import { databasePath, inspectWorkspace } from '../storage/workspace-files.ts';
import { checkDatabase } from './database-check.ts';
import { checkFolder } from './folder-check.ts';

/** @throws AppFault `not-found` where `dir` holds no workspace */
export function checkWorkspace(dir: string, deep: boolean): WorkspaceCheck {
  const at = Date.now();
  const path = databasePath(dir);
  if (!existsSync(path) && !isLost(path)) throw new AppFault('not-found', `There is no workspace in ${dir}.`);
  const lines = [...checkFile(path, deep), ...checkFolder(dir, at)];
  return { at, durationMs: Date.now() - at, deep, state: worst(lines), lines };
}

function checkFile(path: string, deep: boolean): readonly CheckLine[] {
  try {
    assertNotLost(path);
    inspectWorkspace(path);
    const db = openReadOnly(path);
    try {
      db.hold();
      return checkDatabase(db, deep).lines;
    } finally {
      db.close();
    }
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const says = error instanceof AppFault ? words : `The file cannot be read: ${words}.`;
    return [{ name: 'File', state: 'problem', says }];
  }
}

function isLost(path: string): boolean {
  try {
    assertNotLost(path);
    return false;
  } catch {
    return true;
  }
}

function worst(lines: readonly CheckLine[]): CheckState {
  if (lines.some((line) => line.state === 'problem')) return 'problem';
  return lines.some((line) => line.state === 'warning') ? 'warning' : 'ok';
}
