/** T35: a token that has come to its end stays ended, whatever the clock says later, over restarts too. */
import { expect, it } from 'vitest';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { type Logger, silentLogger } from '../../electron/engine/base/ports.ts';
import type { OpenDb } from '../../electron/engine/storage/database.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import { createTokenVault } from '../../electron/engine/vault/token-vault.ts';
import { tempDir } from '../support/temp-workspace.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 10, 22);
const wanted = { name: 'OIN push', scopes: ['read', 'write'] as const, expiresInDays: 1 };

/** One start of the vault after the other on the same workspace, each with its own clock. */
function restarting() {
  const dir = tempDir();
  return <T>(now: number, work: (vault: ReturnType<typeof openVault>) => T): T => {
    const workspace = openWorkspace(dir);
    const opened = openVault(workspace.db, now);
    try {
      return work(opened);
    } finally {
      opened.vault.close();
      workspace.close();
    }
  };
}

function openVault(db: OpenDb, now: number, logger: Logger = silentLogger) {
  const time = { now };
  const vault = createTokenVault({ db, clock: () => time.now, ids: randomIds, logger, announce: () => {} });
  const state = (id: string) => vault.list().find((t) => t.id === id)?.state;
  return { db, time, vault, state };
}

it('a clock that is set back over a restart revives nothing', () => {
  const begin = restarting();
  const { token, record } = begin(start, ({ vault }) => vault.create(wanted));
  // its end is seen at the start, and not by a request
  begin(start + 2 * day, ({ vault }) => expect(vault.authenticate(token).ok).toBe(false));
  for (const now of [start, start - 30 * day, start + day]) {
    begin(now, ({ vault, state }) => {
      expect(vault.authenticate(token)).toEqual({ ok: false, reason: 'invalid' });
      expect(state(record.id)).toBe('expired');
    });
  }
});

it('nor the end of an overlap, and what did not end goes on', () => {
  const begin = restarting();
  const { old, fresh, lasting } = begin(start, ({ vault }) => {
    const lasting = vault.create({ ...wanted, expiresInDays: 90 });
    const first = vault.create({ ...wanted, expiresInDays: null });
    return { lasting, old: first.token, fresh: vault.rotate(first.record.id, 0).token };
  });
  begin(start - 2 * day, ({ vault }) => {
    expect(vault.authenticate(old).ok).toBe(false);
    expect(vault.authenticate(fresh).ok).toBe(true);
    expect(vault.authenticate(lasting.token).ok).toBe(true);
  });
});

it('a clock that was years ahead once ends what had an end by then, and nothing that is issued later', () => {
  const begin = restarting();
  const before = begin(start, ({ vault }) => vault.create({ ...wanted, expiresInDays: 365 }));
  begin(start + 3650 * day, ({ state }) => expect(state(before.record.id)).toBe('expired'));
  begin(start + day, ({ vault, time, state }) => {
    expect(state(before.record.id)).toBe('expired');
    const after = vault.create(wanted);
    expect(vault.authenticate(after.token).ok).toBe(true);
    time.now += day;
    expect(vault.authenticate(after.token).ok).toBe(false);
    time.now -= 1;
    expect(vault.authenticate(after.token).ok).toBe(false);
  });
});

it('is written once for an end, at the latest on closing, and never for a request', () => {
  const begin = restarting();
  const id = begin(start, ({ db, vault, time }) => {
    const { token, record } = vault.create(wanted);
    const changes = () => db.one<{ n: number }>('select total_changes() as n')?.n;
    const written = changes();
    for (let i = 0; i < 1000; i++) vault.authenticate(token);
    expect(changes()).toBe(written);
    time.now += 2 * day;
    for (let i = 0; i < 1000; i++) vault.authenticate(token);
    expect(changes()).toBe(written);
    return record.id;
  });
  begin(start, ({ state }) => expect(state(id)).toBe('expired'));
});

it('a full disk keeps neither the end from counting nor a token from being revoked', () => {
  const workspace = openWorkspace(tempDir());
  const warned: string[] = [];
  let full = false;
  const db: OpenDb = {
    ...workspace.db,
    transaction: (work) =>
      workspace.db.transaction((tx) => {
        const refuse = () => {
          throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
        };
        return work(
          full ? { ...tx, run: (text, ...v) => (/settings/.test(text) ? refuse() : tx.run(text, ...v)) } : tx,
        );
      }),
  };
  const { vault, time, state } = openVault(db, start, { ...silentLogger, warn: (text) => warned.push(text) });
  const ends = vault.create(wanted);
  const other = vault.create({ ...wanted, expiresInDays: null });
  full = true;
  time.now += 2 * day;
  vault.revoke(other.record.id);
  time.now -= 2 * day;
  expect([state(ends.record.id), state(other.record.id)]).toEqual(['expired', 'revoked']);
  expect(warned).toEqual(['ends of tokens are not written yet']);
  vault.close();
  workspace.close();
});
