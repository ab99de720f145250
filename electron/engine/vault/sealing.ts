/**
 * AES-256-GCM over a text and what it is bound to. What the text was sealed for is part of what is authenticated, so
 * a row that was moved or changed does not open. Knows no database; who holds the key is not its business.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const tagBytes = 16;

export interface Sealed {
  /** 12 random bytes, never used twice with one key. */
  readonly nonce: Uint8Array;
  /** Ciphertext and its tag of 16 bytes. */
  readonly bytes: Uint8Array;
}

/** @param key 32 bytes */
export function seal(key: Uint8Array, boundTo: string, content: Uint8Array): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(boundTo, 'utf8'));
  return { nonce, bytes: Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]) };
}

/** null where the key is another one or anything was changed. */
export function unseal(key: Uint8Array, boundTo: string, sealed: Sealed): Buffer | null {
  const bytes = Buffer.from(sealed.bytes);
  if (sealed.nonce.length !== 12 || bytes.length < tagBytes) return null;
  const opener = createDecipheriv('aes-256-gcm', key, sealed.nonce);
  opener.setAAD(Buffer.from(boundTo, 'utf8'));
  opener.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([opener.update(bytes.subarray(0, -tagBytes)), opener.final()]);
  } catch {
    return null;
  }
}

/**
 * What a secret for another server is bound to (security.md 0.14, 1.3).
 * @param under `host`: the host's key itself, as before there were slots; `data`: the workspace's data key
 */
export function secretBinding(under: 'host' | 'data', id: string, origin: string): string {
  return `${under === 'host' ? 'v1' : 'v2'}|connection|${id}|${origin}`;
}
