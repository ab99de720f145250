import { beforeAll, describe, expect, it } from 'vitest';
import { basic, startVault, type VaultUnderTest } from '../support/vault-start.ts';

const request = { name: 'OIN push', scopes: ['read'] as const, expiresInDays: null };
const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

describe('Basic', () => {
  let under: VaultUnderTest;
  let user = '';
  let token = '';
  let id = '';

  beforeAll(() => {
    under = startVault();
    const made = under.vault.create(request);
    ({ userName: user, id } = made.record);
    token = made.token;
  });

  it('gives every token a user name of its own', () => {
    const names = Array.from({ length: 50 }, () => under.vault.create(request).record.userName);
    expect(new Set([user, ...names]).size).toBe(51);
    for (const name of names) expect(name).toMatch(/^rcu_[0-9A-Za-z]{16}$/);
  });

  it('admits the pair the vault issued, in any case of the scheme', () => {
    const encoded = base64(`${user}:${token}`);
    const admitted = { ok: true, tokenId: id, tokenName: 'OIN push', scopes: ['read'] };
    for (const header of [`Basic ${encoded}`, `basic ${encoded}`, `BASIC  ${encoded} `, `Basic\t${encoded}`])
      expect(under.vault.authenticate(header)).toEqual(admitted);
  });

  it('refuses a token under another’s user name', () => {
    const other = under.vault.create(request);
    expect(under.vault.authenticate(basic(other.record.userName, other.token)).ok).toBe(true);
    expect(under.vault.authenticate(basic(user, other.token))).toEqual({ ok: false, reason: 'invalid' });
    expect(under.vault.authenticate(basic(other.record.userName, token)).ok).toBe(false);
  });

  const malformed: readonly (readonly [string, () => string, 'missing' | 'invalid'])[] = [
    ['nothing after the scheme', () => 'Basic', 'missing'],
    ['only blanks after the scheme', () => 'Basic    ', 'missing'],
    ['no base64', () => `Basic ${user}:${token}`, 'invalid'],
    [
      'base64 with a stray character',
      () => `Basic ${base64(`${user}:${token}`).replace(/.$/, '*')}`,
      'invalid',
    ],
    ['base64 cut short', () => `Basic ${base64(`${user}:${token}`).slice(0, -3)}`, 'invalid'],
    ['base64 without its padding', () => `Basic ${base64(`${user}:${token}`).replace(/=$/, '')}`, 'invalid'],
    ['base64 of the URL alphabet', () => `Basic ${Buffer.from('ü?>:ÿÿ').toString('base64url')}`, 'invalid'],
    ['base64 in two pieces', () => `Basic ${base64(`${user}:`)} ${base64(token)}`, 'invalid'],
    ['a pair without a colon', () => `Basic ${base64(user + token)}`, 'invalid'],
    ['no user name', () => basic('', token), 'invalid'],
    ['no password', () => basic(user, ''), 'invalid'],
    ['the two swapped', () => basic(token, user), 'invalid'],
    ['the user name in another case', () => basic(user.toUpperCase(), token), 'invalid'],
    ['the user name cut short', () => basic(user.slice(0, -1), token), 'invalid'],
    ['a NUL after the user name', () => basic(`${user}\0`, token), 'invalid'],
    ['a line end after the password', () => basic(user, `${token}\n`), 'invalid'],
    ['a colon too many', () => basic(`${user}:`, token), 'invalid'],
    [
      'a token with a wrong checksum',
      () => basic(user, `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`),
      'invalid',
    ],
    ['Basic inside Bearer', () => `Bearer ${basic(user, token)}`, 'invalid'],
    ['more than 512 characters', () => basic(user, token + 'a'.repeat(400)), 'invalid'],
  ];
  it.each(malformed)('answers 401 to %s', (_what, header, reason) => {
    expect(under.vault.authenticate(header())).toEqual({ ok: false, reason });
  });

  it('has a table that is not empty', () => {
    expect(malformed.length).toBeGreaterThanOrEqual(15);
  });

  it('counts a wrong pair as a failure and never holds up a right one', () => {
    const own = startVault();
    const made = own.vault.create(request);
    const reasons = new Set<string>();
    for (let i = 0; i < 700; i++) {
      const answer = own.vault.authenticate(basic('rcu_0000000000000000', made.token));
      if (!answer.ok) reasons.add(answer.reason);
      expect(own.vault.authenticate(basic(made.record.userName, made.token)).ok).toBe(true);
    }
    expect([...reasons]).toEqual(['invalid', 'throttled']);
  });
});
