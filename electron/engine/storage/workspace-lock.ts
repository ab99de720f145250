/**
 * One writer per workspace: an SQLite file held in an exclusive transaction. The operating system frees it with the
 * process, so there is no stale lock after a crash (security.md 2, P15).
 */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppFault } from '../base/app-fault.ts';

export interface WorkspaceLock {
  release(): void;
}

/** What the holder writes beside the lock for people and for the CLI; never trusted for the lock itself. */
export interface RuntimeNote {
  readonly pid: number;
  readonly scim: string | null;
  readonly control: string | null;
}

/** @throws AppFault `workspace-open` with `details.pid` where another process holds it. */
export function holdWorkspace(dir: string): WorkspaceLock {
  const path = join(dir, 'lock.db');
  let db: Database.Database;
  try {
    db = new Database(path, { timeout: 150 });
    chmodSync(path, 0o600);
  } catch {
    throw new AppFault(
      'workspace-unwritable',
      `${path} cannot be created. Check the folder's owner and permissions.`,
    );
  }
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('begin exclusive');
  } catch (error) {
    db.close();
    const code = (error as { code?: string }).code ?? '';
    if (code === 'SQLITE_BUSY') throw alreadyOpen(path);
    throw new AppFault(
      'workspace-unwritable',
      `${path} cannot be locked (${code}). Check the folder's owner and permissions.`,
    );
  }
  return {
    release: () => {
      if (db.open) db.close();
    },
  };
}

function alreadyOpen(path: string): AppFault {
  const note = readRuntimeNote(path.replace(/lock\.db$/, 'runtime.json'));
  const where = note ? ` (PID ${note.pid}${note.scim ? `, ${note.scim}` : ''})` : '';
  return new AppFault('workspace-open', `Already running${where}. This workspace is open there.`, {
    details: { pid: note?.pid ?? null, scim: note?.scim ?? null },
  });
}

export function readRuntimeNote(path: string): RuntimeNote | null {
  try {
    const note: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof note !== 'object' || note === null || typeof (note as RuntimeNote).pid !== 'number')
      return null;
    return note as RuntimeNote;
  } catch {
    return null;
  }
}
