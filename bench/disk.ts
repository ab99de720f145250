/**
 * How long this machine's disk takes to keep one page: the price of every durable write, and the noisiest figure of a
 * shared machine. Printed beside the rows that pay it; nobody else in the bench but Rollcall does.
 */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './measuring.ts';

const tries = 100;

/** Median milliseconds of appending 4 KiB and waiting until it is on disk. */
export function syncMs(folder: string): number {
  const path = join(folder, 'sync-probe');
  const page = Buffer.alloc(4096, 1);
  const file = openSync(path, 'w');
  const took: number[] = [];
  try {
    for (let i = 0; i < tries; i++) {
      const began = performance.now();
      writeSync(file, page);
      fdatasyncSync(file);
      took.push(performance.now() - began);
    }
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
  return median(took);
}
