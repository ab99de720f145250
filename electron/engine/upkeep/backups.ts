/**
 * Backups of the workspace that is open: on demand and once a day, one at a time; old ones go by
 * `backup-rotation.ts`. Restoring makes the copy ready and asks the engine to open the workspace again.
 *
 * Knows no other part of the engine. The work itself is `upkeep-work.ts`, here or in a thread.
 */
import { statSync } from 'node:fs';
import type {
  BackupKind,
  BackupRecord,
  DataFiles,
  RestoreResult,
  WorkspaceCheck,
} from '../../../shared/domain/upkeep.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Clock, Logger } from '../base/ports.ts';
import {
  backupFolder,
  countGoodStart,
  type KeptBackup,
  listBackups,
  removeBackup,
} from '../storage/backup-folder.ts';
import { freeBytes } from '../storage/free-space.ts';
import { databasePath } from '../storage/workspace-files.ts';
import { dayOf, surplusBackups } from './backup-rotation.ts';
import { sizeOf } from './make-backup.ts';
import type { DoUpkeep } from './upkeep-work.ts';

/** A start counts as good after this time, ms; the day's backup is looked for then, and every hour. */
const settledAfterMs = 60_000;
const lookEveryMs = 3_600_000;

export interface Backups {
  files(): DataFiles;
  /** @throws AppFault `disk-full`, `workspace-damaged` */
  create(name: string): Promise<BackupRecord>;
  /** @throws AppFault `not-found` */
  remove(id: string): null;
  /** @throws AppFault `not-found`, `disk-full`, `workspace-damaged`, `workspace-newer` */
  restore(id: string): Promise<RestoreResult>;
  check(deep: boolean): Promise<WorkspaceCheck>;
  /** Begins with daily backups: for a host that stays. */
  start(): void;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

export interface BackupDeps {
  readonly dir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly work: DoUpkeep;
  readonly announce: () => void;
  /** Closes the workspace and opens it again, with what was made ready in its place. */
  readonly reopen: () => Promise<{ readonly putAside: string | null }>;
}

export function createBackups(deps: BackupDeps): Backups {
  const { dir, clock, work } = deps;
  const oneAtATime = createTurns();
  const make = (kind: BackupKind, name: string) =>
    oneAtATime(async () => {
      const id = await work({ kind: 'back-up', dir, request: { kind, name, at: clock() } });
      deps.announce();
      return mustFind(dir, id);
    });
  const schedule = createSchedule(deps, () => make('automatic', ''));
  return {
    files: () => filesOf(dir),
    create: async (name) => recordOf(await make('manual', name)),
    remove: (id) => {
      removeBackup(dir, mustFind(dir, id).id);
      deps.announce();
      return null;
    },
    restore: async (id) => {
      const staged = await oneAtATime(() => work({ kind: 'stage', dir, file: mustFind(dir, id).path }));
      // closing waits for what is under way here, so this is no piece of it
      const { putAside } = await deps.reopen();
      return { ...staged, before: putAside };
    },
    check: (deep) => work({ kind: 'check', dir, deep }),
    start: schedule.start,
    close: async () => {
      schedule.stop();
      await oneAtATime(async () => {});
    },
  };
}

function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(piece: () => Promise<T>): Promise<T> => {
    const turn = last.then(piece);
    last = turn.catch(() => {});
    return turn;
  };
}

function createSchedule({ dir, clock, logger, announce }: BackupDeps, make: () => Promise<unknown>) {
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    try {
      if (!listBackups(dir).some((b) => b.kind === 'automatic' && dayOf(b.at) === dayOf(clock())))
        await make();
      for (const id of surplusBackups(listBackups(dir))) {
        removeBackup(dir, id);
        announce();
      }
    } catch (error) {
      logger.error('the daily backup was not made', { error: String(error) });
    }
  };
  const again = () => {
    void look();
    timer = setTimeout(again, lookEveryMs);
    timer.unref();
  };
  return {
    start: () => {
      timer = setTimeout(() => {
        for (const backup of listBackups(dir))
          if (backup.kind === 'before-migration') countGoodStart(dir, backup);
        again();
      }, settledAfterMs);
      timer.unref();
    },
    stop: () => clearTimeout(timer),
  };
}

function mustFind(dir: string, id: string): KeptBackup {
  const found = listBackups(dir).find((backup) => backup.id === id);
  if (found === undefined) throw new AppFault('not-found', 'This backup is no longer there.');
  return found;
}

function recordOf({ path: _path, goodStarts: _starts, ...record }: KeptBackup): BackupRecord {
  return record;
}

/** Also of a workspace that the engine refuses. */
export function filesOf(dir: string): DataFiles {
  const database = databasePath(dir);
  return {
    database,
    bytes: statSync(database, { throwIfNoEntry: false }) === undefined ? 0 : sizeOf(database),
    freeBytes: freeBytes(dir),
    backupFolder: backupFolder(dir),
    backups: listBackups(dir).map(recordOf),
  };
}
