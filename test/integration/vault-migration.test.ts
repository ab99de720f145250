import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import { openDatabase } from '../../electron/engine/storage/database.ts';
import { migrate } from '../../electron/engine/storage/migrate.ts';
import { workspaceSteps } from '../../electron/engine/storage/migrations/index.ts';
import { allTokens } from '../../electron/engine/storage/token-rows.ts';
import { digestOf, mintToken } from '../../electron/engine/vault/token-format.ts';
import { createTokenVault } from '../../electron/engine/vault/token-vault.ts';
import { tempDir } from '../support/temp-workspace.ts';
import { basic } from '../support/vault-start.ts';

it('step 4 gives every token a user name and keeps all that was there', () => {
  const db = openDatabase(join(tempDir(), 'rollcall.db'), { synchronous: 'NORMAL' });
  migrate(db, workspaceSteps.slice(0, 3), 1);
  const tokens = Array.from({ length: 200 }, () => mintToken());
  db.transaction((tx) => {
    tokens.forEach((token, i) => {
      tx.run(
        `insert into tokens (id, name, prefix, digest, scopes, purpose, created_at, expires_at, revoked_at)
         values (?, ?, 'rcl_abc', ?, 'read write', 'client', ?, null, ?)`,
        `tok_${i}`,
        `token ${i}`,
        digestOf(token),
        i,
        i % 2 === 0 ? null : 5,
      );
    });
    tx.run("insert into token_days values ('tok_0', 20000, 3, 1)");
    tx.run(
      "insert into secrets values ('con_1', 'connection', 'https://a.example', ?, ?, 1)",
      randomBytes(12),
      randomBytes(40),
    );
  });
  const secretsBefore = db.all('select * from secrets');
  migrate(db, workspaceSteps.slice(0, 4), 1);
  expect(db.pragma('user_version')).toBe(4);
  expect(db.all('select * from secrets')).toEqual(secretsBefore);
  expect(db.one<{ n: number }>('select count(*) as n from token_days')?.n).toBe(1);
  const rows = allTokens(db);
  expect(new Set(rows.map((r) => r.userName)).size).toBe(200);
  for (const row of rows) {
    expect(row.userName).toMatch(/^rcu_[0-9A-Za-z]{16}$/);
    expect([row.rotatedFrom, row.rotatedTo]).toEqual([null, null]);
  }
  const vault = createTokenVault({
    db,
    clock: Date.now,
    ids: randomIds,
    logger: silentLogger,
    announce: () => {},
  });
  const names = new Map(rows.map((r) => [r.id, r.userName]));
  tokens.forEach((token, i) => {
    expect(vault.authenticate(`Bearer ${token}`).ok).toBe(i % 2 === 0);
    expect(vault.authenticate(basic(names.get(`tok_${i}`) ?? '', token)).ok).toBe(i % 2 === 0);
  });
  vault.close();
  db.close();
});

it('the database itself allows one successor, one user name and whole slots only', () => {
  const db = openDatabase(join(tempDir(), 'rollcall.db'), { synchronous: 'NORMAL' });
  migrate(db, workspaceSteps, 1);
  const add = (id: string, userName: string, from: string | null) =>
    db.transaction((tx) =>
      tx.run(
        `insert into tokens (id, name, prefix, digest, scopes, purpose, created_at, user_name, rotated_from)
         values (?, 'n', 'p', ?, 'read', 'client', 1, ?, ?)`,
        id,
        randomBytes(32),
        userName,
        from,
      ),
    );
  add('a', 'rcu_a', null);
  add('b', 'rcu_b', 'a');
  expect(() => add('c', 'rcu_c', 'a')).toThrow(/UNIQUE/);
  expect(() => add('c', 'rcu_a', null)).toThrow(/UNIQUE/);
  expect(() => add('c', 'rcu_c', 'nobody')).toThrow(/FOREIGN KEY/);
  const slot = (kind: string, cost: number | null, r: number | null, p: number | null) =>
    db.transaction((tx) =>
      tx.run(
        'insert into key_slots values (?, ?, ?, ?, ?, ?, ?, 1)',
        kind,
        randomBytes(16),
        cost,
        r,
        p,
        randomBytes(12),
        randomBytes(48),
      ),
    );
  expect(() => slot('tpm', null, null, null)).toThrow(/CHECK/);
  expect(() => slot('passphrase', null, null, null)).toThrow(/CHECK/);
  expect(() => slot('passphrase', 131_072, null, 1)).toThrow(/CHECK/);
  expect(() => slot('os', 131_072, 8, 1)).toThrow(/CHECK/);
  slot('os', null, null, null);
  db.close();
});
