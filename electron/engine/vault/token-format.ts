/**
 * The shape of a provisioning token: `rcl_`, 43 base-62 characters (256 bits), 6 base-62 characters of CRC-32; and
 * what an Authorization value may look like. The prefix and the checksum let a secret scanner find a leaked token and
 * a reader refuse a mistyped one without asking the database (security.md 1.3). Knows nothing of who was issued what.
 */
import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { randomBase62 } from '../base/ids.ts';

const marker = 'rcl_';
const bodyLength = 43;
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Longest Authorization value that is looked at, characters (security.md B07). */
export const longestAuthorization = 512;

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

/** The user name that goes with a token where a client speaks Basic. It tells tokens apart and protects nothing. */
export function mintUserName(): string {
  return `rcu_${randomBase62(16)}`;
}

/** true where `text` has the shape and its checksum agrees. Says nothing of whether it was ever issued. */
export function isWellFormed(text: string): boolean {
  if (text.length !== marker.length + bodyLength + 6 || !text.startsWith(marker)) return false;
  const body = text.slice(0, -6);
  return checksum(body) === text.slice(-6) && /^[0-9A-Za-z_]+$/.test(text);
}

/** 32 bytes. A fast hash is right for 256 random bits; a slow one would let failures cost us (security.md 1.3). */
export function digestOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** What may be shown of a token afterwards: enough to recognise it. */
export function prefixOf(token: string): string {
  return token.slice(0, 7);
}

/** What an Authorization value holds. `usable` false: nothing was sent at all (B01, B02). */
export interface Credential {
  readonly usable: boolean;
  /** null where what was sent cannot be a token. */
  readonly token: string | null;
  /** null where it came without one: as Bearer or bare. */
  readonly userName: string | null;
}

const nothing: Credential = { usable: false, token: null, userName: null };
const unreadable: Credential = { usable: true, token: null, userName: null };

/**
 * Reads `Bearer <t>` in any case, the bare token, which Okta's Header Auth app sends (okta.md 1.2), and
 * `Basic base64(user:token)` (RFC 7617 §2) with its padding, as the RFC writes it.
 */
export function readAuthorization(value: string | undefined): Credential {
  if (value === undefined) return nothing;
  if (value.length > longestAuthorization || !/^[\x20-\x7e\t]*$/.test(value)) return unreadable;
  const text = value.trim();
  const scheme = /^(bearer|basic)(?:[ \t]+|$)/i.exec(text);
  const rest = scheme === null ? text : text.slice(scheme[0].length);
  if (rest === '' || rest === 'null' || rest === 'undefined') return nothing;
  return scheme?.[1]?.toLowerCase() === 'basic'
    ? readPair(rest)
    : { usable: true, token: rest, userName: null };
}

function readPair(encoded: string): Credential {
  const bytes = Buffer.from(encoded, 'base64');
  // Node skips what is no base64; only the one spelling of these bytes is taken
  if (bytes.toString('base64') !== encoded) return unreadable;
  const pair = bytes.toString('latin1');
  const colon = pair.indexOf(':');
  return colon < 0
    ? unreadable
    : { usable: true, userName: pair.slice(0, colon), token: pair.slice(colon + 1) };
}
