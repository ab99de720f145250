/**
 * The shape of a provisioning token: `rcl_`, 43 base-62 characters (256 bits), 6 base-62 characters of CRC-32.
 * The prefix and the checksum let a secret scanner find a leaked one and a reader refuse a mistyped one without
 * asking the database (security.md 1.3).
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { randomBase62 } from '../base/ids.ts';

const marker = 'rcl_';
const bodyLength = 43;
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function checksum(text: string): string {
  let rest = crc32(text);
  let out = '';
  for (let i = 0; i < 6; i++) {
    out = digits[rest % 62] + out;
    rest = Math.floor(rest / 62);
  }
  return out;
}

export function mintToken(): string {
  const body = marker + randomBase62(bodyLength);
  return body + checksum(body);
}

/** true where `text` has the shape and its checksum agrees. Says nothing of whether it was ever issued. */
export function isWellFormed(text: string): boolean {
  if (text.length !== marker.length + bodyLength + 6 || !text.startsWith(marker)) return false;
  const body = text.slice(0, -6);
  return checksum(body) === text.slice(-6) && /^[0-9A-Za-z_]+$/.test(text);
}

/** 32 bytes. A fast hash is right for 256 random bits; a slow one would let failures cost us (security.md 1.3). */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token, 'latin1').digest();
}

/** What may be shown of a token afterwards: enough to recognise it. */
export function prefixOf(token: string): string {
  return token.slice(0, 7);
}

/**
 * The token in an Authorization value, or null where nothing usable was sent (B02, B07). Takes `Bearer <t>` in any
 * case and the bare token, which Okta's Header Auth app sends (okta.md 1.2).
 */
export function readAuthorization(value: string | undefined): { token: string | null; usable: boolean } {
  if (value === undefined) return { token: null, usable: false };
  if (value.length > 512 || !/^[\x20-\x7e\t]*$/.test(value)) return { token: null, usable: true };
  const rest = value
    .trim()
    .replace(/^bearer(?:[ \t]+|$)/i, '')
    .trim();
  if (rest === '' || rest === 'null' || rest === 'undefined') return { token: null, usable: false };
  return { token: rest, usable: true };
}
