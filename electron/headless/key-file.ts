/**
 * The key that seals outbound secrets where no OS key store is at hand: a file of 32 bytes in the workspace folder,
 * readable by its owner only. Honest about what that is worth: the screen says "a key file beside the workspace".
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppFault } from '../engine/base/app-fault.ts';
import { writeNewFile } from '../host/whole-file.ts';

export const keyFileProtection = 'A key file in the workspace folder, readable by you only';

/**
 * @returns 32 bytes, made on first use
 * @throws AppFault `workspace-unwritable`, `disk-full`, `workspace-damaged`
 */
export function readKeyFile(dataDir: string): Uint8Array {
  const path = join(dataDir, 'secret.key');
  const key = readOrMake(dataDir, path);
  if (key.length !== 32)
    throw new AppFault(
      'workspace-damaged',
      `${path} is damaged: it must hold 32 bytes. Put a backup in its place, or move it away and enter the secrets for other servers again.`,
    );
  return key;
}

function readOrMake(dataDir: string, path: string): Uint8Array {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (!existsSync(path)) writeNewFile(path, randomBytes(32));
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new AppFault('disk-full', `The disk is full: ${path} cannot be written. Free some space first.`);
    throw new AppFault(
      'workspace-unwritable',
      `The folder ${dataDir} cannot be used: ${String((error as NodeJS.ErrnoException).code)}. Check its owner and permissions, or choose another with --data.`,
    );
  }
}
