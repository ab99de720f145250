/** Files that are there whole or not at all: what a full disk or a crash cuts off never gets the name. */
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Only if `path` is not there yet. */
export function writeNewFile(path: string, content: string | Uint8Array): void {
  writeBeside(path, content, (beside) => {
    try {
      linkSync(beside, path);
    } catch (error) {
      // another process was first: its file counts
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  });
}

/** In place of what is there. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  writeBeside(path, content, (beside) => renameSync(beside, path));
}

function writeBeside(path: string, content: string | Uint8Array, name: (beside: string) => void): void {
  const beside = `${path}.${process.pid}.new`;
  rmSync(beside, { force: true });
  try {
    const file = openSync(beside, 'wx', 0o600);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    name(beside);
  } finally {
    rmSync(beside, { force: true });
  }
}
