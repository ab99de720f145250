import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import { createSecretVault } from '../../electron/engine/vault/secret-vault.ts';
import { createTokenVault } from '../../electron/engine/vault/token-vault.ts';
import { tempDir } from '../support/temp-workspace.ts';

function openVault(start = Date.UTC(2026, 10, 22)) {
  const dir = tempDir();
  const workspace = openWorkspace(dir);
  const time = { now: start };
  const vault = createTokenVault({
    logger: silentLogger,
    db: workspace.db,
    clock: () => time.now,
    ids: randomIds,
    announce: () => {},
  });
  return { dir, workspace, vault, time };
}

const request = { name: 'OIN push', scopes: ['read', 'write'] as const, expiresInDays: 30 };

describe('the token vault', () => {
  it('admits what it issued, in every spelling that Okta sends', () => {
    const { vault, workspace } = openVault();
    const { token, record } = vault.create(request);
    for (const header of [`Bearer ${token}`, `bearer ${token}`, token]) {
      expect(vault.authenticate(header)).toEqual({
        ok: true,
        tokenId: record.id,
        tokenName: 'OIN push',
        scopes: ['read', 'write'],
      });
    }
    vault.close();
    workspace.close();
  });

  it('keeps the token nowhere: not in the answer of the list, not in a file', () => {
    const { vault, workspace, dir } = openVault();
    const { token } = vault.create(request);
    expect(JSON.stringify(vault.list())).not.toContain(token);
    vault.close();
    workspace.close();
    for (const name of readdirSync(dir)) expect(readFileSync(join(dir, name)).includes(token)).toBe(false);
  });

  it('refuses from the moment a token is revoked (P12)', () => {
    const { vault, workspace } = openVault();
    const { token, record } = vault.create(request);
    vault.revoke(record.id);
    expect(vault.authenticate(token)).toEqual({ ok: false, reason: 'invalid' });
    expect(vault.list()[0]?.state).toBe('revoked');
    vault.close();
    workspace.close();
  });

  it('knows many spellings of a token again, and forgets them all when it is revoked', () => {
    const { vault, workspace } = openVault();
    const { token, record } = vault.create(request);
    const other = vault.create(request);
    const spellings = Array.from(
      { length: 1200 },
      (_, i) =>
        `${i % 2 === 0 ? 'Bearer' : 'bEARER'}${' '.repeat(1 + (i % 400))}${token}${'\t'.repeat(i % 3)}`,
    );
    for (let round = 0; round < 2; round++)
      for (const spelling of spellings) expect(vault.authenticate(spelling).ok).toBe(true);
    vault.revoke(record.id);
    for (const spelling of spellings) expect(vault.authenticate(spelling).ok).toBe(false);
    expect(vault.authenticate(other.token).ok).toBe(true);
    vault.close();
    workspace.close();
  });

  it('refuses an expired token, also when the clock is set back (T35)', () => {
    const { vault, workspace, time } = openVault();
    const { token } = vault.create(request);
    const day = 86_400_000;
    time.now += 29 * day;
    expect(vault.authenticate(token).ok).toBe(true);
    time.now += 2 * day;
    expect(vault.authenticate(token).ok).toBe(false);
    time.now -= 20 * day;
    expect(vault.authenticate(token).ok).toBe(false);
    vault.close();
    workspace.close();
  });

  it('slows down those who guess and never a valid token (B20, T24)', () => {
    const { vault, workspace, time } = openVault();
    const { token } = vault.create(request);
    const answers = new Set<string>();
    for (let i = 0; i < 1000; i++) {
      const answer = vault.authenticate(`Bearer guess-${i}`);
      if (!answer.ok) answers.add(answer.reason);
      expect(vault.authenticate(token).ok).toBe(true);
    }
    expect([...answers]).toEqual(['invalid', 'throttled']);
    time.now += 31_000;
    expect(vault.authenticate('Bearer guess')).toEqual({ ok: false, reason: 'invalid' });
    vault.close();
    workspace.close();
  });

  it('counts uses by token and remembers the last', () => {
    const { vault, workspace, time } = openVault();
    const { record } = vault.create(request);
    vault.noteUse(record.id, true, 'Okta SCIM Client 1.0.0, 127.0.0.1');
    vault.noteUse(record.id, false, 'curl/8, 127.0.0.1');
    expect(vault.list()[0]).toMatchObject({
      okCount: 1,
      failedCount: 1,
      lastUsedAt: time.now,
      lastUsedBy: 'curl/8, 127.0.0.1',
    });
    vault.close();
    workspace.close();
  });

  it('remembers its tokens when the workspace is opened again', () => {
    const { vault, workspace, dir } = openVault();
    const { token } = vault.create({ ...request, expiresInDays: null });
    vault.close();
    workspace.close();
    const again = openWorkspace(dir);
    const second = createTokenVault({
      db: again.db,
      clock: Date.now,
      ids: randomIds,
      logger: silentLogger,
      announce: () => {},
    });
    expect(second.authenticate(token).ok).toBe(true);
    second.close();
    again.close();
  });
});

describe('the secret vault', () => {
  const key = new Uint8Array(32).fill(7);
  const under = (bytes: Uint8Array) => ({ dataKey: () => bytes });

  it('opens a secret for the origin it was entered for, and for no other', async () => {
    const { workspace, vault } = openVault();
    const secrets = createSecretVault({ db: workspace.db, clock: Date.now, keyring: under(key) });
    await secrets.put('con_1', 'https://app.example', 'hunter2');
    expect(await secrets.get('con_1', 'https://app.example')).toBe('hunter2');
    expect(await secrets.get('con_1', 'https://evil.example')).toBeNull();
    expect(await secrets.get('con_2', 'https://app.example')).toBeNull();
    vault.close();
    workspace.close();
  });

  it('binds the ciphertext itself: a row moved to another origin does not open', async () => {
    const { workspace, vault } = openVault();
    const secrets = createSecretVault({ db: workspace.db, clock: Date.now, keyring: under(key) });
    await secrets.put('con_1', 'https://app.example', 'hunter2');
    workspace.db.transaction((tx) => tx.run("update secrets set origin = 'https://evil.example'"));
    expect(await secrets.get('con_1', 'https://evil.example')).toBeNull();
    vault.close();
    workspace.close();
  });

  it('does not open under another key, and nothing on disk holds the text', async () => {
    const { workspace, vault, dir } = openVault();
    await createSecretVault({ db: workspace.db, clock: Date.now, keyring: under(key) }).put(
      'con_1',
      'https://app.example',
      'hunter2-canary',
    );
    const other = createSecretVault({
      db: workspace.db,
      clock: Date.now,
      keyring: under(new Uint8Array(32).fill(8)),
    });
    expect(await other.get('con_1', 'https://app.example')).toBeNull();
    vault.close();
    workspace.close();
    for (const name of readdirSync(dir))
      expect(readFileSync(join(dir, name)).includes('hunter2-canary')).toBe(false);
  });
});
