/** The desktop's log: JSON lines in the platform's log folder, begun anew when it grows past 5 MiB. No bodies, no secrets. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../engine/base/ports.ts';

const sizeLimit = 5 * 1024 * 1024;

export function fileLogger(folder: string): Logger {
  const path = join(folder, 'rollcall.log');
  const write =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      try {
        mkdirSync(folder, { recursive: true });
        turn(path);
        appendFileSync(
          path,
          `${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`,
          { mode: 0o600 },
        );
      } catch {
        // a log that cannot be written must not stop the app
      }
    };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

function turn(path: string): void {
  try {
    if (statSync(path).size > sizeLimit) renameSync(path, `${path}.1`);
  } catch {
    // there is none yet
  }
}
