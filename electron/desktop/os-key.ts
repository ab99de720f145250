/**
 * What the desktop keeps for a workspace: a key wrapped by the operating system's key store. Where the store is
 * Chromium's `basic_text` (a password anyone can read in its source) it is called what it is: no protection
 * (security.md 0.17). Where the store cannot open what it wrapped, as after a move to another computer, the wrapped
 * key stays untouched and a key file stands in: it opens nothing by itself, the passphrase does.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import type { HostKey, Logger } from '../engine/base/ports.ts';
import { hasKeyFile, keyFromFile } from '../host/key-file.ts';
import { writeNewFile } from '../host/whole-file.ts';

/**
 * The key of the OS store first; the key file where a headless run made one, so that both hosts open the same secrets.
 * @returns one or two keys
 * @throws AppFault as `readKeyFile`
 */
export function readHostKeys(dataDir: string, logger: Logger): readonly HostKey[] {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const fromStore = readOsKey(dataDir, logger);
  if (fromStore === null) return [keyFromFile(dataDir)];
  return hasKeyFile(dataDir) ? [fromStore, keyFromFile(dataDir)] : [fromStore];
}

/** null where there is no store, where it does not answer, and where a headless run began the workspace. */
function readOsKey(dataDir: string, logger: Logger): HostKey | null {
  const wrapped = join(dataDir, 'secret.key.os');
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (!existsSync(wrapped)) {
    if (hasKeyFile(dataDir)) return null;
    writeNewFile(wrapped, safeStorage.encryptString(randomBytes(32).toString('base64')));
  }
  try {
    const bytes = Buffer.from(safeStorage.decryptString(readFileSync(wrapped)), 'base64');
    if (bytes.length === 32) return { kind: 'os', bytes, protection: protectionWords() };
    logger.warn('the wrapped key does not hold 32 bytes', { path: wrapped });
  } catch (error) {
    logger.warn('the key store does not open the wrapped key', { path: wrapped, reason: String(error) });
  }
  return null;
}

function protectionWords(): string | null {
  if (process.platform === 'darwin') return 'The macOS Keychain';
  if (process.platform === 'win32') return 'Windows data protection';
  const backend = safeStorage.getSelectedStorageBackend();
  return backend === 'basic_text' || backend === 'unknown' ? null : `The desktop keyring (${backend})`;
}
