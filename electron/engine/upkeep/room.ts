/**
 * Room on the disk. While there is some, a ballast file keeps 16 MiB of it; the moment SQLite is refused a write it is
 * given up, and the workspace becomes read-only but for what deletes: deletes, the log and notices then have room to
 * be written (security.md 0.11, P3). When there is room again the ballast is taken back and writing goes on.
 */
import { randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StorageState } from '../../../shared/domain/workspace.ts';
import type { Logger } from '../base/ports.ts';
import { freeBytes } from '../storage/free-space.ts';

const megabyte = 1024 * 1024;
const ballastBytes = 16 * megabyte;
/** Taken only where this much is left. */
const plenty = 64 * megabyte;
/** What must be free beside the ballast before writing goes on. */
const spare = 4 * megabyte;
/** Where there never was a ballast, on a very small disk. */
const least = megabyte;
const takeAfterMs = 1000;
const lookEveryMs = 1000;

export interface Room {
  state(): StorageState;
  /** SQLite was refused a write. */
  refused(code: string): void;
  /** Takes the ballast, soon: for a host that stays. */
  start(): void;
  close(): void;
}

export interface RoomDeps {
  readonly dir: string;
  readonly logger: Logger;
  readonly announce: (state: StorageState) => void;
}

export function createRoom({ dir, logger, announce }: RoomDeps): Room {
  const ballast = join(dir, 'ballast');
  let state: StorageState = 'ok';
  let needed = least;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const take = () => {
    void takeBallast(ballast).catch((error: unknown) =>
      logger.info('no ballast was taken', { error: String(error) }),
    );
  };
  const become = (next: StorageState) => {
    state = next;
    logger.warn(next === 'full' ? 'the disk is full: read-only' : 'there is room on the disk again');
    announce(next);
  };
  const look = () => {
    timer = undefined;
    if (closed) return;
    if (freeOf(dir) < needed) return wait(look, lookEveryMs);
    if (needed > least) take();
    become('ok');
  };
  const wait = (work: () => void, ms: number) => {
    timer = setTimeout(work, ms);
    timer.unref();
  };
  return {
    state: () => state,
    refused: (code) => {
      if (state === 'full' || (!code.startsWith('SQLITE_FULL') && freeOf(dir) >= least)) return;
      needed = giveUp(ballast) ? ballastBytes + spare : least;
      clearTimeout(timer);
      become('full');
      wait(look, lookEveryMs);
    },
    start: () => {
      if (sizeOf(ballast) === ballastBytes) return;
      wait(() => {
        if (!closed && freeOf(dir) >= plenty) take();
      }, takeAfterMs);
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Random bytes: a file system that packs zeros away would keep no room. */
async function takeBallast(path: string): Promise<void> {
  const fresh = `${path}.new`;
  try {
    const file = await open(fresh, 'w', 0o600);
    try {
      const piece = randomBytes(megabyte);
      for (let i = 0; i < ballastBytes / megabyte; i++) await file.write(piece);
    } finally {
      await file.close();
    }
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** true where there was one. */
function giveUp(path: string): boolean {
  const held = sizeOf(path) > 0;
  rmSync(path, { force: true });
  return held;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** 0 where the disk does not say. */
function freeOf(dir: string): number {
  try {
    return freeBytes(dir);
  } catch {
    return 0;
  }
}
