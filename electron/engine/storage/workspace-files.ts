/**
 * The files of a workspace folder: `rollcall.db` (directory, vault, simulator), `traffic.db` (the log), `lock.db`
 * (held exclusively while the workspace is open). Everything here runs before the engine does anything else: a file
 * that is damaged, empty, missing, foreign or newer is refused and stays as it was (security.md P5, P15, L4, L5).
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { AppFault } from '../base/app-fault.ts';
import { clearUnfinished, dropFile, syncFolder } from './backup-folder.ts';
import { type OpenDb, type OpenOptions, openDatabase } from './database.ts';
import { assertNotLost } from './lost-workspace.ts';
import { migrate, newerFault } from './migrate.ts';
import { backUpBeforeMigration } from './migration-backup.ts';
import { trafficSteps, workspaceSteps } from './migrations/index.ts';
import { finishRestore } from './pending-restore.ts';
import { holdWorkspace, type WorkspaceLock } from './workspace-lock.ts';

/** "RCL1" */
const workspaceApplicationId = 0x52434c31;
/** "RCT1" */
const trafficApplicationId = 0x52435431;
const ofWorkspace: OpenOptions = { synchronous: 'FULL' };
/**
 * The log is written and read in order: it has no use for a large page cache, and in pages that hold several exchanges
 * less room is left over and less is written.
 */
const ofTraffic: OpenOptions = { synchronous: 'NORMAL', cacheKiB: 2_048, pageSize: 16_384 };
const sqliteHeader = 'SQLite format 3\0';
/** First version without the WAL-reset corruption bug (security.md 0.8). */
const oldestSqlite = [3, 51, 3] as const;

export interface Workspace {
  readonly dir: string;
  readonly db: OpenDb;
  /** Of the traffic log: `openTrafficFile` opens it, in whatever thread. */
  readonly trafficPath: string;
  readonly sqliteVersion: string;
  /** Where the file lies that a restored backup took the place of at this opening; null where none did. */
  readonly putAside: string | null;
  close(): void;
}

/**
 * Opens the workspace in `dir`, creating it where the folder is missing or there never was one in it.
 * @throws AppFault `workspace-open`, `workspace-newer`, `workspace-foreign`, `workspace-damaged`, `workspace-unwritable`
 */
export function openWorkspace(dir: string): Workspace {
  makeFolder(dir);
  const lock = holdWorkspace(dir);
  try {
    return openHeld(dir, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openHeld(dir: string, lock: WorkspaceLock): Workspace {
  const path = databasePath(dir);
  const putAside = finishRestore(path);
  inspectWorkspace(path);
  assertNotLost(path);
  clearUnfinished(dir);
  const db = openChecked(path, ofWorkspace, workspaceSteps, workspaceApplicationId, (open, found) =>
    backUpBeforeMigration(dir, open, found),
  );
  const sqliteVersion = String(db.one<{ v: string }>('select sqlite_version() as v')?.v);
  assertSqlite(sqliteVersion);
  return {
    dir,
    db,
    trafficPath: join(dir, 'traffic.db'),
    sqliteVersion,
    putAside,
    close: () => {
      closeFolded(db);
      lock.release();
    },
  };
}

/** Closes with the journal folded into the file. */
function closeFolded(db: OpenDb): void {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // no room to fold the journal in: it stays beside the file and the next start reads it
  }
  db.close();
}

export function databasePath(dir: string): string {
  return join(dir, 'rollcall.db');
}

/** @throws AppFault as `openWorkspace`, for what can be told from the first bytes; nothing where there is no file */
export function inspectWorkspace(path: string): void {
  inspect(path, workspaceApplicationId, workspaceSteps.length);
}

export function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch {
    throw new AppFault(
      'workspace-unwritable',
      `The folder ${dir} cannot be created. Choose another with --data.`,
    );
  }
}

/** Reads the first bytes without SQLite, so that nothing is written to a file that is not ours. */
function inspect(path: string, applicationId: number, knownSchema: number): void {
  if (!existsSync(path)) {
    return;
  }
  if (!statSync(path).isFile()) throw new AppFault('workspace-foreign', `${path} is not a file.`);
  const head = Buffer.alloc(100);
  let read = 0;
  try {
    const fd = openSync(path, 'r');
    read = readSync(fd, head, 0, 100, 0);
    closeSync(fd);
  } catch {
    throw new AppFault('workspace-unwritable', `${path} cannot be read. Check its owner and permissions.`);
  }
  if (read === 0) {
    throw new AppFault(
      'workspace-damaged',
      `${path} is empty. Rollcall never leaves an empty file, so its content was lost. Put a backup in its place with rollcall restore, or move the whole folder away to begin anew. The file was not touched.`,
    );
  }
  if (read < 100 || head.toString('latin1', 0, 16) !== sqliteHeader) {
    throw new AppFault(
      'workspace-damaged',
      `${path} is not a readable database: its header is damaged. Put a backup in its place with rollcall restore, or move the whole folder away to begin anew. The file was not touched.`,
    );
  }
  if (head.readUInt32BE(68) !== applicationId) {
    throw new AppFault(
      'workspace-foreign',
      `${path} is a database of another program. Choose another folder with --data. The file was not touched.`,
    );
  }
  const schema = head.readUInt32BE(60);
  if (schema > knownSchema) throw newerFault(schema, knownSchema);
}

function openChecked(
  path: string,
  options: OpenOptions,
  steps: Parameters<typeof migrate>[1],
  applicationId: number,
  beforeMigration: (db: OpenDb, found: number) => void = () => {},
): OpenDb {
  let db: OpenDb;
  try {
    if (!existsSync(path)) create(path, options, steps, applicationId);
    db = openDatabase(path, options);
  } catch (error) {
    throw error instanceof AppFault ? error : openFault(path, error);
  }
  try {
    const found = Number(db.pragma('user_version'));
    if (found > 0 && db.pragma('quick_check(1)') !== 'ok') throw damaged(path);
    const behind = found > 0 && found < steps.length;
    if (behind) beforeMigration(db, found);
    migrate(db, steps, applicationId);
    // a step that moves every row leaves a journal larger than any that is kept (security.md P16)
    if (behind) db.pragma('wal_checkpoint(TRUNCATE)');
    // a file that may only be read opens all the same, and would refuse the first write
    db.transaction(() => {});
    return db;
  } catch (error) {
    db.close();
    throw error instanceof AppFault ? error : openFault(path, error);
  }
}

/** A new file gets its schema and its mark under another name first: a crash half-way never leaves a file to refuse. */
function create(
  path: string,
  options: OpenOptions,
  steps: Parameters<typeof migrate>[1],
  applicationId: number,
): void {
  const fresh = `${path}.new`;
  dropFile(fresh);
  const db = openDatabase(fresh, { ...options, synchronous: 'FULL' });
  try {
    migrate(db, steps, applicationId);
    // closing would fold the journal in as well, and not say so where it cannot: half a file would get the name
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  chmodSync(fresh, 0o600);
  renameSync(fresh, path);
  syncFolder(dirname(path));
}

function damaged(path: string): AppFault {
  return new AppFault(
    'workspace-damaged',
    `${path} failed its check: the file is damaged. Put a backup in its place with rollcall restore, or move the whole folder away to begin anew. The file was not repaired or changed.`,
  );
}

/** As a fault where SQLite refused something while the workspace was being opened; anything else as it is. */
export function asOpenFault(dir: string, error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? openFault(databasePath(dir), error) : error;
}

function openFault(path: string, error: unknown): AppFault {
  const code = (error as { code?: string }).code ?? '';
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return damaged(path);
  if (code.startsWith('SQLITE_FULL')) {
    return new AppFault(
      'disk-full',
      `The disk is full: ${path} cannot be opened for writing. Free some space and start again.`,
    );
  }
  if (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_IOERR')
  ) {
    return new AppFault(
      'workspace-unwritable',
      `${path} cannot be opened for writing. Check the folder's owner and permissions.`,
    );
  }
  return new AppFault('internal', `${path} could not be opened (${code || String(error)}).`);
}

export interface TrafficFile {
  readonly db: OpenDb;
  /** true where the traffic log was damaged: it was put aside and a new one begun. */
  readonly replaced: boolean;
  close(): void;
}

/**
 * The traffic log's file. Its damage never keeps the directory from opening: it is put aside and a new one begun.
 * @throws AppFault `workspace-newer`, `workspace-unwritable`, `disk-full`
 */
export function openTrafficFile(path: string): TrafficFile {
  const opened = (replaced: boolean): TrafficFile => {
    const db = openChecked(path, ofTraffic, trafficSteps, trafficApplicationId);
    return { db, replaced, close: () => closeFolded(db) };
  };
  try {
    inspect(path, trafficApplicationId, trafficSteps.length);
    return opened(false);
  } catch (error) {
    if (
      !(error instanceof AppFault) ||
      (error.code !== 'workspace-damaged' && error.code !== 'workspace-foreign')
    )
      throw error;
    setAside(path);
    return opened(true);
  }
}

/** A damaged log is kept beside the new one, with its journal: it may still be read by hand. */
function setAside(path: string): void {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.damaged-${stamp}${suffix}`);
  }
}

function assertSqlite(version: string): void {
  const parts = version.split('.').map(Number);
  for (let i = 0; i < 3; i++) {
    const have = parts[i] ?? 0;
    const need = oldestSqlite[i] ?? 0;
    if (have > need) return;
    if (have < need)
      throw new Error(
        `SQLite ${version} has the WAL-reset bug; ${oldestSqlite.join('.')} or newer is needed`,
      );
  }
}
