/**
 * The key that seals outbound secrets where no OS key store is at hand: a file of 32 bytes in the workspace folder,
 * readable by its owner only. Honest about what that is worth: the screen says "a key file beside the workspace".
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const keyFileProtection = 'A key file in the workspace folder, readable by you only';

/** @returns 32 bytes, made on first use */
export function readKeyFile(dataDir: string): Uint8Array {
  const path = join(dataDir, 'secret.key');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (!existsSync(path)) {
    try {
      writeFileSync(path, randomBytes(32), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  const key = readFileSync(path);
  if (key.length !== 32)
    throw new Error(`${path} is damaged: it must hold 32 bytes. Secrets for other servers cannot be opened.`);
  return key;
}
