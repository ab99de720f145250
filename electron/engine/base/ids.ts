import { randomBytes, randomUUID } from 'node:crypto';
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

export const randomIds: IdSource = {
  uuid: () => randomUUID(),
  okta: (prefix) => prefix + randomBase62(20 - prefix.length),
};
