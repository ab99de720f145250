/**
 * The key that seals outbound secrets, wrapped by the operating system's key store. Where the store is Chromium's
 * `basic_text` (a password anyone can read in its source) it is called what it is: no protection (security.md 0.17).
 * A workspace that already has a key file from a headless run keeps it, so that both hosts open the same secrets.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { writeNewFile } from '../host/whole-file.ts';

export interface OsKey {
  readonly bytes: Uint8Array;
  /** In words; null: not protected. */
  readonly protection: string | null;
}

export async function readOsKey(dataDir: string): Promise<OsKey> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const plain = join(dataDir, 'secret.key');
  if (existsSync(plain))
    return {
      bytes: checked(readFileSync(plain), plain),
      protection: 'A key file in the workspace folder, readable by you only',
    };
  if (!safeStorage.isEncryptionAvailable()) {
    writeNewFile(plain, randomBytes(32));
    return {
      bytes: checked(readFileSync(plain), plain),
      protection: 'A key file in the workspace folder, readable by you only',
    };
  }
  const wrapped = join(dataDir, 'secret.key.os');
  if (!existsSync(wrapped)) {
    writeNewFile(wrapped, safeStorage.encryptString(randomBytes(32).toString('base64')));
  }
  const bytes = checked(Buffer.from(safeStorage.decryptString(readFileSync(wrapped)), 'base64'), wrapped);
  return { bytes, protection: protectionWords() };
}

function checked(bytes: Buffer, path: string): Buffer {
  if (bytes.length !== 32) throw new Error(`${path} is damaged: it must hold 32 bytes.`);
  return bytes;
}

function protectionWords(): string | null {
  if (process.platform === 'darwin') return 'The macOS Keychain';
  if (process.platform === 'win32') return 'Windows data protection';
  const backend = safeStorage.getSelectedStorageBackend();
  return backend === 'basic_text' || backend === 'unknown' ? null : `The desktop keyring (${backend})`;
}
