import { describe, expect, it } from 'vitest';
import {
  isWellFormed,
  mintToken,
  prefixOf,
  readAuthorization,
} from '../../electron/engine/vault/token-format.ts';

describe('a token', () => {
  it('has prefix, 256 bits and a checksum, and is never the same twice', () => {
    const tokens = new Set(Array.from({ length: 200 }, mintToken));
    expect(tokens.size).toBe(200);
    for (const token of tokens) {
      expect(token).toMatch(/^rcl_[0-9A-Za-z]{49}$/);
      expect(isWellFormed(token)).toBe(true);
    }
  });

  it('is refused with any one character changed', () => {
    const token = mintToken();
    for (let i = 0; i < token.length; i++) {
      const other = token[i] === 'x' ? 'y' : 'x';
      expect(isWellFormed(token.slice(0, i) + other + token.slice(i + 1))).toBe(false);
    }
  });

  it('shows seven characters and no more', () => {
    expect(prefixOf(mintToken())).toHaveLength(7);
  });
});

describe('an Authorization value', () => {
  const token = mintToken();
  const usable: readonly (readonly [string, string])[] = [
    [`Bearer ${token}`, token],
    [`bearer ${token}`, token],
    [`BEARER   ${token}  `, token],
    [token, token],
    [`Bearer\t${token}`, token],
  ];
  it.each(usable)('%j holds the token', (value, expected) => {
    expect(readAuthorization(value)).toEqual({ token: expected, usable: true, userName: null });
  });

  const empty = [undefined, '', 'Bearer', 'Bearer    ', 'bearer\t', 'Bearer null', 'Bearer undefined', '   '];
  it.each(empty)('%j holds nothing (B02)', (value) => {
    expect(readAuthorization(value).usable).toBe(false);
  });

  it('is no token where it is too long or not printable (B07)', () => {
    const unreadable = { token: null, usable: true, userName: null };
    expect(readAuthorization(`Bearer ${'a'.repeat(9000)}`)).toEqual(unreadable);
    expect(readAuthorization('Bearer é')).toEqual(unreadable);
  });
});
