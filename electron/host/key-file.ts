/**
 * The host's key where no OS key store is at hand: a file of 32 bytes in the workspace folder, readable by its owner
 * only. Honest about what that is worth: who copies the folder copies the key. It opens a slot of the vault's keyring;
 * one that is made anew opens nothing that was sealed before.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppFault } from '../engine/base/app-fault.ts';
import type { HostKey } from '../engine/base/ports.ts';
import { writeNewFile } from './whole-file.ts';

const protection = 'A key file in the workspace folder, readable by you only';
const nameOf = (dataDir: string) => join(dataDir, 'secret.key');

export function hasKeyFile(dataDir: string): boolean {
  return existsSync(nameOf(dataDir));
}

/** As `readKeyFile`, for the engine. @throws AppFault as it does */
export function keyFromFile(dataDir: string): HostKey {
  return { kind: 'key-file', bytes: readKeyFile(dataDir), protection };
}

/**
 * @returns 32 bytes, made on first use
 * @throws AppFault `workspace-unwritable`, `disk-full`, `workspace-damaged`
 */
export function readKeyFile(dataDir: string): Uint8Array {
  const path = nameOf(dataDir);
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
