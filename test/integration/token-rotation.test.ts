import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import { createTokenVault } from '../../electron/engine/vault/token-vault.ts';
import { basic, startVault } from '../support/vault-start.ts';

const request = { name: 'OIN push', scopes: ['read', 'write'] as const, expiresInDays: 30 };
const hour = 3_600_000;
const day = 24 * hour;

describe('rotating a token', () => {
  it('issues a successor of the same name, scopes and lifetime, and links the two', () => {
    const { vault, time } = startVault();
    const first = vault.create({ ...request, scopes: ['read'] });
    time.now += 10 * day;
    const { record, token, old } = vault.rotate(first.record.id, 86_400);
    expect(token).toMatch(/^rcl_[0-9A-Za-z]{49}$/);
    expect(token).not.toBe(first.token);
    expect(record).toMatchObject({
      name: 'OIN push',
      scopes: ['read'],
      purpose: 'client',
      createdAt: time.now,
      expiresAt: time.now + 30 * day,
      rotatedFrom: first.record.id,
      rotatedTo: null,
      state: 'active',
    });
    expect(record.userName).not.toBe(first.record.userName);
    expect(old).toMatchObject({
      id: first.record.id,
      expiresAt: time.now + day,
      rotatedTo: record.id,
      rotatedFrom: null,
      state: 'active',
    });
    expect(vault.list().map((t) => [t.id, t.rotatedFrom, t.rotatedTo])).toEqual([
      [record.id, first.record.id, null],
      [first.record.id, null, record.id],
    ]);
  });

  it('lets both work until the overlap ends, to the millisecond, and tells their last use apart', () => {
    const { vault, time } = startVault();
    const first = vault.create(request);
    const second = vault.rotate(first.record.id, 3600);
    const works = (token: string) => vault.authenticate(`Bearer ${token}`).ok;
    vault.noteUse(first.record.id, true, 'Okta, 10.0.0.1');
    time.now += hour - 1;
    expect([works(first.token), works(second.token)]).toEqual([true, true]);
    vault.noteUse(second.record.id, true, 'Okta, 10.0.0.2');
    expect(vault.list().map((t) => [t.lastUsedAt, t.lastUsedBy])).toEqual([
      [time.now, 'Okta, 10.0.0.2'],
      [time.now - hour + 1, 'Okta, 10.0.0.1'],
    ]);
    time.now += 1;
    expect([works(first.token), works(second.token)]).toEqual([false, true]);
    expect(vault.list().map((t) => t.state)).toEqual(['active', 'expired']);
    // a clock that is set back revives nothing
    time.now -= hour;
    expect(works(first.token)).toBe(false);
  });

  it('announces the end within a second, though nobody writes then', async () => {
    const { vault, time, announced } = startVault();
    vault.rotate(vault.create(request).record.id, 3600);
    const before = announced.count;
    await pause(1100);
    expect(announced.count).toBe(before);
    time.now += hour;
    await pause(1100);
    expect(announced.count).toBe(before + 1);
  });

  it('ends the old token before it returns where it leaked', () => {
    const { vault } = startVault();
    const first = vault.create(request);
    const header = `Bearer ${first.token}`;
    expect(vault.authenticate(header).ok).toBe(true);
    const { token, old } = vault.rotate(first.record.id, 0);
    expect(vault.authenticate(header)).toEqual({ ok: false, reason: 'invalid' });
    expect(vault.authenticate(basic(first.record.userName, first.token)).ok).toBe(false);
    expect(vault.authenticate(token).ok).toBe(true);
    expect(old.state).toBe('expired');
  });

  it('never lets the old token live longer than it would have', () => {
    const { vault, time } = startVault();
    const first = vault.create(request);
    time.now += 29 * day + 23 * hour;
    expect(vault.rotate(first.record.id, 7 * 86_400).old.expiresAt).toBe(time.now + hour);
    const endless = vault.create({ ...request, expiresInDays: null });
    const rotated = vault.rotate(endless.record.id, 60);
    expect([rotated.old.expiresAt, rotated.record.expiresAt]).toEqual([time.now + 60_000, null]);
  });

  it('goes on: a successor has a successor, with the first lifetime', () => {
    const { vault, time } = startVault();
    const first = vault.create(request);
    const second = vault.rotate(first.record.id, 60);
    time.now += day;
    const third = vault.rotate(second.record.id, 60);
    expect(third.record).toMatchObject({
      expiresAt: time.now + 30 * day,
      rotatedFrom: second.record.id,
    });
    expect(vault.list()).toHaveLength(3);
  });

  it.each([
    ['a token that is not there', 'not-found', /no such token/, () => {}],
    [
      'a revoked one',
      'conflict',
      /OIN push is revoked .*Create a new token/,
      (v: Under, id: string) => v.vault.revoke(id),
    ],
    [
      'an expired one',
      'conflict',
      /OIN push is expired/,
      (v: Under) => {
        v.time.now += 31 * day;
      },
    ],
    ['one that was rotated', 'conflict', /rotated already/, (v: Under, id: string) => v.vault.rotate(id, 60)],
  ] as const)('refuses %s and changes nothing', (what, code, words, prepare) => {
    const under = startVault();
    const { record } = under.vault.create(request);
    prepare(under, record.id);
    const before = under.vault.list();
    const id = what === 'a token that is not there' ? 'tok_none' : record.id;
    expect(() => under.vault.rotate(id, 0)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(words) }),
    );
    expect(under.vault.list()).toEqual(before);
  });

  it('leaves the Simulator’s own token to the Simulator', () => {
    const { vault } = startVault();
    const { record } = vault.create({ ...request, purpose: 'simulator' });
    expect(() => vault.rotate(record.id, 0)).toThrow(expect.objectContaining({ code: 'not-allowed' }));
  });

  it('keeps neither token in a file, and both states over a restart', () => {
    const { vault, workspace, dir, time } = startVault();
    const first = vault.create(request);
    const second = vault.rotate(first.record.id, 3600);
    vault.close();
    workspace.close();
    for (const name of readdirSync(dir)) {
      const bytes = readFileSync(join(dir, name));
      expect([first.token, second.token].filter((t) => bytes.includes(t))).toEqual([]);
    }
    const again = openWorkspace(dir);
    const reopened = createTokenVault({
      db: again.db,
      clock: () => time.now,
      ids: randomIds,
      logger: silentLogger,
      announce: () => {},
    });
    expect(reopened.authenticate(first.token).ok).toBe(true);
    time.now += hour;
    expect(reopened.authenticate(first.token).ok).toBe(false);
    expect(reopened.authenticate(second.token).ok).toBe(true);
    reopened.close();
    again.close();
  });

  it('is never half done: what was accepted before the call is refused after it, three hundred times', () => {
    const { vault } = startVault();
    let { record, token } = vault.create(request);
    for (let i = 0; i < 300; i++) {
      const header = i % 2 === 0 ? `Bearer ${token}` : basic(record.userName, token);
      expect(vault.authenticate(header).ok).toBe(true);
      if (i % 10 === 9) vault.revoke(record.id);
      const next = i % 10 === 9 ? vault.create(request) : vault.rotate(record.id, 0);
      expect(vault.authenticate(header).ok).toBe(false);
      ({ record, token } = next);
    }
  });
});

type Under = ReturnType<typeof startVault>;
