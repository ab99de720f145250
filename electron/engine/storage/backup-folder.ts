/**
 * The `backups` folder of a workspace: one file a backup, and a note beside it that says what it holds. A backup has
 * its name only when it is whole and was opened once; what a crash left unfinished ends in `.new` and is cleared away.
 * Notes are for people: a missing one takes nothing from the backup. Secrets stay sealed inside; files are 0600.
 */
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { BackupKind, BackupRecord } from '../../../shared/domain/upkeep.ts';

export interface BackupNote {
  readonly name: string;
  readonly users: number;
  readonly groups: number;
  readonly damagedRows: number;
  /** Number of the schema it has. */
  readonly schema: number;
  /** Starts that went well since, for one made before a migration. */
  readonly goodStarts: number;
}

export interface KeptBackup extends BackupRecord {
  readonly path: string;
  readonly goodStarts: number;
}

const fileName = /^(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z)-(automatic|manual|before-migration)\.db$/;

export function backupFolder(dir: string): string {
  return join(dir, 'backups');
}

/** Newest first. */
export function listBackups(dir: string): KeptBackup[] {
  const folder = backupFolder(dir);
  return namesIn(folder)
    .flatMap((name) => {
      const parts = fileName.exec(name);
      if (parts === null) return [];
      const id = name.slice(0, -'.db'.length);
      const path = join(folder, name);
      const size = statSync(path, { throwIfNoEntry: false });
      if (size?.isFile() !== true) return [];
      const note = readNote(folder, id);
      return [
        {
          id,
          path,
          kind: parts[2] as BackupKind,
          at: momentOf(parts[1] ?? ''),
          bytes: size.size,
          name: note?.name ?? '',
          users: note?.users ?? null,
          groups: note?.groups ?? null,
          damagedRows: note?.damagedRows ?? 0,
          goodStarts: note?.goodStarts ?? 0,
        },
      ];
    })
    .sort((a, b) => b.at - a.at);
}

export function stampOf(at: number): string {
  return new Date(at).toISOString().replace(/[:.]/g, '-');
}

function momentOf(stamp: string): number {
  return Date.parse(stamp.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/, 'T$1:$2:$3.$4Z'));
}

/** Where the next backup is to be written; it counts only once `finishBackup` gave it its name. */
export function beginBackup(dir: string, kind: BackupKind, at: number): { id: string; path: string } {
  const folder = backupFolder(dir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const id = `${stampOf(at)}-${kind}`;
  const path = join(folder, `${id}.db.new`);
  dropFile(path);
  return { id, path };
}

export function finishBackup(dir: string, begun: { id: string; path: string }, note: BackupNote): void {
  const folder = backupFolder(dir);
  chmodSync(begun.path, 0o600);
  syncFile(begun.path);
  writeNote(folder, begun.id, note);
  renameSync(begun.path, join(folder, `${begun.id}.db`));
  syncFolder(folder);
}

export function removeBackup(dir: string, id: string): void {
  const folder = backupFolder(dir);
  dropFile(join(folder, `${id}.db`));
  rmSync(join(folder, `${id}.json`), { force: true });
}

/** Clears away what a crash left. Only the holder of the workspace may: another would take what is being written. */
export function clearUnfinished(dir: string): void {
  const folder = backupFolder(dir);
  for (const name of namesIn(folder))
    if (/\.new(-wal|-shm|-journal)?$/.test(name)) rmSync(join(folder, name), { force: true });
}

/** One more start went well since this backup was made. */
export function countGoodStart(dir: string, backup: KeptBackup): number {
  const folder = backupFolder(dir);
  const note = readNote(folder, backup.id);
  if (note === null) return 0;
  const goodStarts = note.goodStarts + 1;
  writeNote(folder, backup.id, { ...note, goodStarts });
  return goodStarts;
}

/** A database file with what SQLite keeps beside it. */
export function dropFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes names that were given or moved outlast a power cut; Windows has no such call and needs none. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readNote(folder: string, id: string): BackupNote | null {
  try {
    const note = JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as Partial<BackupNote> | null;
    if (typeof note?.users !== 'number' || typeof note.groups !== 'number') return null;
    return {
      name: typeof note.name === 'string' ? note.name : '',
      users: note.users,
      groups: note.groups,
      damagedRows: note.damagedRows ?? 0,
      schema: note.schema ?? 0,
      goodStarts: note.goodStarts ?? 0,
    };
  } catch {
    return null;
  }
}

function writeNote(folder: string, id: string, note: BackupNote): void {
  const path = join(folder, `${id}.json`);
  writeFileSync(`${path}.new`, JSON.stringify(note), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
