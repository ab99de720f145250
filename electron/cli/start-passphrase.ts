/**
 * The passphrase of stored secrets, from a file or the environment, never from an argument: arguments are on the list
 * of processes (security.md L6).
 */
import { readFileSync } from 'node:fs';
import { UsageError } from './arguments.ts';

const variable = 'ROLLCALL_PASSPHRASE';

/**
 * The file counts before the environment; null where neither says one. One line end at the file's end is left out.
 * The variable is taken out of the environment, so that no child of this process inherits it.
 * @throws UsageError where the file cannot be read or is empty
 */
export function startPassphrase(file?: string): string | null {
  const given = process.env[variable];
  delete process.env[variable];
  if (file === undefined) return given === undefined || given === '' ? null : given;
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new UsageError(
      `--passphrase-file ${file} cannot be read (${String((error as NodeJS.ErrnoException).code)}).`,
    );
  }
  if (text === '') throw new UsageError(`--passphrase-file ${file} is empty.`);
  return text;
}
