/** The log of a command line run: warnings and errors as JSON lines on stderr, information only when asked for. */
import type { Logger } from '../engine/base/ports.ts';

function line(level: string, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`);
}

export const stderrLogger: Logger = {
  info: (message, fields) => {
    if (process.env.ROLLCALL_LOG === 'info') line('info', message, fields);
  },
  warn: (message, fields) => line('warn', message, fields),
  error: (message, fields) => line('error', message, fields),
};
