/**
 * Makes a backup ready to take the place of the workspace file: copied, checked, and with what was revoked since.
 * The backup itself is not changed. What follows is in `storage/pending-restore.ts`.
 */
import { chmodSync, existsSync, renameSync } from 'node:fs';
import { AppFault } from '../base/app-fault.ts';
import { dropFile, syncFile, syncFolder } from '../storage/backup-folder.ts';
import { closeJournal, openDatabase, openReadOnly } from '../storage/database.ts';
import { readyPath } from '../storage/pending-restore.ts';
import { allTokens, endTokenBy, markTokenRevoked, type TokenRow } from '../storage/token-rows.ts';
import { databasePath, inspectWorkspace } from '../storage/workspace-files.ts';
import { assertRoom, checkCopy, copyDatabase, sizeOf } from './make-backup.ts';

export interface StagedRestore {
  readonly users: number;
  readonly groups: number;
  readonly damagedRows: number;
  readonly tokensKeptRevoked: number;
}

/** @throws AppFault `not-found`, `disk-full`, and as `openWorkspace` where the file is no workspace file or damaged */
export async function stageRestore(dir: string, file: string): Promise<StagedRestore> {
  if (!existsSync(file)) throw new AppFault('not-found', `There is no file ${file}.`);
  inspectWorkspace(file);
  assertRoom(dir, sizeOf(file));
  const present = databasePath(dir);
  const ready = readyPath(present);
  const copy = `${ready}.new`;
  dropFile(copy);
  try {
    await copyDatabase(file, copy);
    const tokensKeptRevoked = keepRevoked(copy, tokensOf(present));
    closeJournal(copy);
    const { users, groups, damagedRows } = checkCopy(copy);
    chmodSync(copy, 0o600);
    syncFile(copy);
    renameSync(copy, ready);
    syncFolder(dir);
    return { users, groups, damagedRows, tokensKeptRevoked };
  } catch (error) {
    dropFile(copy);
    throw error;
  }
}

/** Of the present file; none where it cannot be read, which may be why somebody restores. */
function tokensOf(path: string): readonly TokenRow[] {
  try {
    const present = openReadOnly(path);
    try {
      return allTokens(present);
    } finally {
      present.close();
    }
  } catch {
    return [];
  }
}

/** A revoked token stays revoked, whatever the backup says (security.md P12). Answers with how many that concerns. */
function keepRevoked(path: string, tokens: readonly TokenRow[]): number {
  const copy = openDatabase(path, { synchronous: 'FULL' });
  try {
    return copy.transaction((tx) => {
      let kept = 0;
      for (const { id, revokedAt, expiresAt } of tokens) {
        if (expiresAt !== null) endTokenBy(tx, id, expiresAt);
        if (revokedAt !== null && markTokenRevoked(tx, id, revokedAt)) kept += 1;
      }
      return kept;
    });
  } finally {
    copy.close();
  }
}
