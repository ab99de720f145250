/** How much room there is on the disk of a path. */
import { statfsSync } from 'node:fs';

/** Bytes that this user may still take; `path` must exist. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}
