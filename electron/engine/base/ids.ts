/** Where new ids come from. */
import { randomBytes, randomFillSync } from 'node:crypto';
import type { IdSource } from './ports.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `length` characters drawn evenly from [0-9A-Za-z]; 43 of them carry 256 bits. */
export function randomBase62(length: number): string {
  let out = '';
  while (out.length < length) {
    for (const byte of randomBytes(length * 2)) {
      // 248 is the largest multiple of 62 below 256: dropping the rest keeps the draw even
      if (byte < 248 && out.length < length) out += alphabet[byte % 62];
    }
  }
  return out;
}

const drawn = Buffer.alloc(10 * 256);
let used = drawn.length;

/**
 * UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random ones. Ids made one after another lie beside
 * each other in every index on them, where random ones would each touch a page of their own.
 */
export function timeOrderedUuid(at: number): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const time = at.toString(16).padStart(12, '0');
  const rest = drawn.toString('hex', used, used + 10);
  used += 10;
  const variant = '89ab'[Number.parseInt(rest[3] as string, 16) & 3];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-${variant}${rest.slice(4, 7)}-${rest.slice(7, 19)}`;
}

export const randomIds: IdSource = {
  uuid: () => timeOrderedUuid(Date.now()),
  okta: (prefix) => prefix + randomBase62(20 - prefix.length),
};
