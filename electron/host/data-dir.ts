/** Where a workspace lies when nobody says: the place the platform keeps for an application's data. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export function dataDirOf(given: string | undefined): string {
  const chosen = given ?? process.env.ROLLCALL_DATA;
  return chosen === undefined || chosen === '' ? defaultDataDir() : resolve(chosen);
}

function defaultDataDir(): string {
  const home = homedir();
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Rollcall', 'data');
  if (process.platform === 'win32')
    return join(process.env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Rollcall', 'data');
  return join(process.env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'rollcall', 'data');
}
