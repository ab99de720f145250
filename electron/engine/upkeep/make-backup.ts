/**
 * Makes one backup: SQLite's backup API copies what is there at one moment while writes go on, and the copy counts
 * only when it was opened and checked (security.md P6). Runs on connections of its own, in whatever thread.
 */
import { existsSync, statSync } from 'node:fs';
import type { BackupKind } from '../../../shared/domain/upkeep.ts';
import { AppFault } from '../base/app-fault.ts';
import { beginBackup, dropFile, finishBackup } from '../storage/backup-folder.ts';
import { closeJournal, openReadOnly } from '../storage/database.ts';
import { freeBytes } from '../storage/free-space.ts';
import { databasePath } from '../storage/workspace-files.ts';
import { checkDatabase, type DatabaseCheck } from './database-check.ts';

/** What stays free beside the copy. */
const spare = 16 * 1024 * 1024;

export interface BackupRequest {
  readonly kind: BackupKind;
  readonly name: string;
  readonly at: number;
}

/** Answers with the id. @throws AppFault `disk-full`, `workspace-damaged` where the copy fails its check */
export async function makeBackup(dir: string, request: BackupRequest): Promise<string> {
  const source = databasePath(dir);
  assertRoom(dir, sizeOf(source));
  const begun = beginBackup(dir, request.kind, request.at);
  try {
    await copyDatabase(source, begun.path);
    closeJournal(begun.path);
    const found = checkCopy(begun.path);
    const { users, groups, damagedRows, schema } = found;
    finishBackup(dir, begun, { name: request.name, users, groups, damagedRows, schema, goodStarts: 0 });
    return begun.id;
  } catch (error) {
    dropFile(begun.path);
    throw error;
  }
}

/** Bytes of a database with its journal. */
export function sizeOf(path: string): number {
  let bytes = 0;
  for (const suffix of ['', '-wal']) if (existsSync(path + suffix)) bytes += statSync(path + suffix).size;
  return bytes;
}

/** @throws AppFault `disk-full` */
export function assertRoom(dir: string, bytes: number): void {
  if (freeBytes(dir) >= bytes + spare) return;
  const needed = Math.ceil((bytes + spare) / 1024 / 1024);
  throw new AppFault('disk-full', `A copy of the workspace needs ${needed} MB free on its disk.`);
}

export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = openReadOnly(from);
  try {
    await source.backup(to);
  } finally {
    source.close();
  }
}

/** @throws AppFault `workspace-damaged` where its pages are not in order */
export function checkCopy(path: string): DatabaseCheck & { schema: number } {
  const copy = openReadOnly(path);
  try {
    const found = checkDatabase(copy, true);
    const broken = found.lines.find((line) => line.name === 'Structure' && line.state === 'problem');
    if (broken !== undefined)
      throw new AppFault('workspace-damaged', `The copy failed its check. ${broken.says}`);
    return { ...found, schema: Number(copy.pragma('user_version')) };
  } finally {
    copy.close();
  }
}
