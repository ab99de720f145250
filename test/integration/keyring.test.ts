import { createCipheriv, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { HostKey, Logger } from '../../electron/engine/base/ports.ts';
import { openWorkspace, type Workspace } from '../../electron/engine/storage/workspace-files.ts';
import { createKeyring } from '../../electron/engine/vault/keyring.ts';
import { createSecretVault } from '../../electron/engine/vault/secret-vault.ts';
import { tempDir } from '../support/temp-workspace.ts';

const passphrase = 'correct horse battery';
const origin = 'https://app.example';
const wrong = expect.objectContaining({
  code: 'not-allowed',
  message: 'Wrong passphrase.',
  details: { reason: 'wrong-passphrase' },
});
const locked = expect.objectContaining({ code: 'secret-needed', details: { locked: true } });

function hostKey(kind: HostKey['kind'], fill: number): HostKey {
  return { kind, bytes: new Uint8Array(32).fill(fill), protection: `test ${kind}` };
}
const file = hostKey('key-file', 1);
const store = hostKey('os', 2);
const foreign = hostKey('key-file', 9);

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function start(dir: string, ...keys: HostKey[]) {
  const workspace = openWorkspace(dir);
  const said: string[] = [];
  const say = (message: string, fields?: unknown) => said.push(`${message} ${JSON.stringify(fields)}`);
  const logger: Logger = { info: say, warn: say, error: say };
  const announced = { count: 0 };
  const keyring = createKeyring({
    db: workspace.db,
    clock: () => Date.UTC(2026, 10, 22),
    logger,
    keys,
    announce: () => {
      announced.count += 1;
    },
  });
  const secrets = createSecretVault({ db: workspace.db, clock: Date.now, keyring });
  let open = true;
  const stop = () => {
    if (open) workspace.close();
    open = false;
  };
  closing.push(stop);
  return { workspace, keyring, secrets, said, announced, stop };
}

const kinds = (at: ReturnType<typeof start>) => at.keyring.status().slots.map((s) => s.kind);
const slotBytes = (workspace: Workspace) =>
  workspace.db.all('select kind, salt, nonce, wrapped from key_slots order by kind');
const sealedBytes = (workspace: Workspace) => workspace.db.all('select id, nonce, sealed from secrets');

/** A workspace with one secret, a key file's slot and a passphrase's slot. */
async function prepared(): Promise<string> {
  const dir = tempDir();
  const at = start(dir, file);
  await at.secrets.put('con_1', origin, 'hunter2');
  await at.keyring.setPassphrase(passphrase);
  at.stop();
  return dir;
}

describe('the data key', () => {
  it('is made once and wrapped for what the host keeps first', async () => {
    const dir = tempDir();
    const first = start(dir, store, file);
    expect(first.keyring.status()).toEqual({
      state: 'open',
      openedBy: 'os',
      slots: [{ kind: 'os', createdAt: Date.UTC(2026, 10, 22), protection: 'test os', opensHere: true }],
      secrets: 0,
      hostProtection: 'test os',
    });
    await first.secrets.put('con_1', origin, 'hunter2');
    const key = Buffer.from(first.keyring.dataKey());
    first.stop();
    const again = start(dir, store);
    expect(Buffer.from(again.keyring.dataKey()).equals(key)).toBe(true);
    expect(await again.secrets.get('con_1', origin)).toBe('hunter2');
    again.stop();
    // neither the data key nor the host's is on disk
    for (const name of readdirSync(dir)) {
      const bytes = readFileSync(join(dir, name));
      expect([
        bytes.includes(key),
        bytes.includes(Buffer.from(store.bytes)),
        bytes.includes('hunter2'),
      ]).toEqual([false, false, false]);
    }
  });

  it('is another one in every workspace', () => {
    const keys = [start(tempDir(), file), start(tempDir(), file)].map((at) =>
      Buffer.from(at.keyring.dataKey()).toString('hex'),
    );
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('says honestly where the machine protects nothing', () => {
    const at = start(tempDir(), { ...store, protection: null });
    expect(at.keyring.protection()).toBeNull();
    expect(at.keyring.status().slots[0]).toMatchObject({ protection: null, opensHere: true });
  });
});

describe('a passphrase', () => {
  it('opens where the key file is gone, and nothing was sealed anew for it', async () => {
    const dir = tempDir();
    const at = start(dir, file);
    await at.secrets.put('con_1', origin, 'hunter2');
    const before = sealedBytes(at.workspace);
    await at.keyring.setPassphrase(passphrase);
    expect(sealedBytes(at.workspace)).toEqual(before);
    expect(kinds(at)).toEqual(['key-file', 'passphrase']);
    at.stop();

    const moved = start(dir, foreign);
    expect(moved.keyring.status()).toMatchObject({ state: 'locked', openedBy: null, secrets: 1 });
    expect(moved.keyring.status().slots.map((s) => [s.kind, s.opensHere])).toEqual([
      ['key-file', false],
      ['passphrase', false],
    ]);
    expect(moved.keyring.protection()).toBe('Locked');
    await expect(moved.secrets.get('con_1', origin)).rejects.toEqual(locked);
    await expect(moved.secrets.put('con_2', origin, 'x')).rejects.toEqual(locked);
    await expect(moved.keyring.setPassphrase('another passphrase')).rejects.toEqual(locked);
    await expect(moved.keyring.removePassphrase()).rejects.toEqual(locked);
    await expect(moved.keyring.unlock('not the passphrase', false)).rejects.toEqual(wrong);
    expect(moved.keyring.status().state).toBe('locked');
    expect(await moved.keyring.unlock(passphrase, false)).toMatchObject({
      state: 'open',
      openedBy: 'passphrase',
    });
    expect(await moved.secrets.get('con_1', origin)).toBe('hunter2');
    expect(moved.said.join()).not.toContain('passphrase"');
    expect(moved.said.join()).not.toContain(passphrase);
    moved.stop();
    // for that process only
    expect(start(dir, foreign).keyring.status().state).toBe('locked');
  });

  it('is remembered on this computer where that is asked for', async () => {
    const dir = await prepared();
    const moved = start(dir, store, foreign);
    expect((await moved.keyring.unlock(passphrase, true)).slots.map((s) => s.kind).sort()).toEqual([
      'key-file',
      'os',
      'passphrase',
    ]);
    moved.stop();
    const again = start(dir, store);
    expect(again.keyring.status().openedBy).toBe('os');
    again.stop();
    // and where it came from as well
    expect(start(dir, file).keyring.status().openedBy).toBe('key-file');
  });

  it('changes: the old one is wrong from then on', async () => {
    const dir = await prepared();
    const at = start(dir, file);
    const sealed = sealedBytes(at.workspace);
    await at.keyring.setPassphrase('quite another passphrase');
    expect(sealedBytes(at.workspace)).toEqual(sealed);
    expect(kinds(at)).toEqual(['key-file', 'passphrase']);
    await expect(at.keyring.unlock(passphrase, false)).rejects.toEqual(wrong);
    at.stop();
    const moved = start(dir, foreign);
    await expect(moved.keyring.unlock(passphrase, false)).rejects.toEqual(wrong);
    await moved.keyring.unlock('quite another passphrase', false);
    expect(await moved.secrets.get('con_1', origin)).toBe('hunter2');
  });

  it('is the same in both spellings of an accent', async () => {
    const dir = tempDir();
    const at = start(dir, file);
    await at.keyring.setPassphrase('caf\u00e9 caf\u00e9 caf\u00e9');
    await at.keyring.unlock('cafe\u0301 cafe\u0301 cafe\u0301', false);
  });

  it('is removed where something else opens the secrets here, and not where it is the last', async () => {
    const dir = await prepared();
    const moved = start(dir, foreign);
    await moved.keyring.unlock(passphrase, false);
    await expect(moved.keyring.removePassphrase()).rejects.toThrow(/Nothing else opens the secrets/);
    expect(kinds(moved)).toEqual(['key-file', 'passphrase']);
    moved.stop();
    const home = start(dir, file);
    expect((await home.keyring.removePassphrase()).slots.map((s) => s.kind)).toEqual(['key-file']);
    await expect(home.keyring.removePassphrase()).rejects.toEqual(
      expect.objectContaining({ code: 'not-found' }),
    );
    await expect(home.keyring.unlock(passphrase, false)).rejects.toEqual(
      expect.objectContaining({ code: 'not-found' }),
    );
    expect(await home.secrets.get('con_1', origin)).toBe('hunter2');
  });

  it('is tried one at a time, and every change is announced', async () => {
    const dir = await prepared();
    const moved = start(dir, foreign);
    const tries = await Promise.allSettled([
      moved.keyring.unlock('wrong wrong wrong', false),
      moved.keyring.unlock(passphrase, false),
      moved.keyring.unlock('wrong again wrong', false),
    ]);
    expect(tries.map((t) => t.status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect(moved.announced.count).toBe(1);
    expect(moved.keyring.status().state).toBe('open');
  });
});

describe('a slot on disk', () => {
  const flips = ['salt', 'nonce', 'wrapped'] as const;

  it.each(flips)('does not open with one bit of its %s flipped', async (column) => {
    const dir = await prepared();
    const at = start(dir, foreign);
    const row = at.workspace.db.one<Record<string, Uint8Array>>(
      `select ${column} from key_slots where kind = 'passphrase'`,
    );
    const bytes = Buffer.from(row?.[column] ?? []);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x10;
    at.workspace.db.transaction((tx) =>
      tx.run(`update key_slots set ${column} = ? where kind = 'passphrase'`, bytes),
    );
    await expect(at.keyring.unlock(passphrase, false)).rejects.toEqual(wrong);
    expect(at.keyring.status().state).toBe('locked');
  });

  it('does not open with any one bit of a host’s slot flipped, and stays locked without a crash', () => {
    const dir = tempDir();
    const at = start(dir, file);
    const { wrapped } = slotBytes(at.workspace)[0] as unknown as { wrapped: Uint8Array };
    at.stop();
    for (let bit = 0; bit < wrapped.length * 8; bit += 37) {
      const changed = Buffer.from(wrapped);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const raw = new Database(join(dir, 'rollcall.db'));
      raw.prepare('update key_slots set wrapped = ?').run(changed);
      raw.close();
      const now = start(dir, file);
      expect(now.keyring.status().state).toBe('locked');
      now.stop();
    }
  });

  it.each([
    ['N of 2^30', 2 ** 30, 8, 1],
    ['N that is no power of two', 131_071, 8, 1],
    ['N of nothing', 0, 8, 1],
    ['a negative N', -131_072, 8, 1],
    ['r of 1,000', 16_384, 1000, 1],
    ['p of 1,000', 16_384, 8, 1000],
    ['allowed numbers that together take 2 GiB', 2 ** 20, 16, 1],
    ['numbers beyond what a double holds', 2 ** 60, 8, 1],
  ] as const)('is refused before anything is derived: %s', async (_what, n, r, p) => {
    const dir = await prepared();
    const at = start(dir, foreign);
    at.workspace.db.transaction((tx) =>
      tx.run(
        "update key_slots set cost = ?, block_size = ?, parallel = ? where kind = 'passphrase'",
        BigInt(n),
        BigInt(r),
        BigInt(p),
      ),
    );
    const began = performance.now();
    await expect(at.keyring.unlock(passphrase, false)).rejects.toEqual(
      expect.objectContaining({ code: 'workspace-damaged' }),
    );
    expect(performance.now() - began).toBeLessThan(100);
  });

  it('with cheaper costs does not open either: they are part of what is authenticated', async () => {
    const dir = await prepared();
    const at = start(dir, foreign);
    at.workspace.db.transaction((tx) => tx.run("update key_slots set cost = 1024 where kind = 'passphrase'"));
    await expect(at.keyring.unlock(passphrase, false)).rejects.toEqual(wrong);
  });
});

describe('starting over', () => {
  it('forgets what nothing opens any more, and only then', async () => {
    const dir = await prepared();
    const home = start(dir, file);
    await expect(home.keyring.startOver()).rejects.toEqual(expect.objectContaining({ code: 'not-allowed' }));
    home.stop();
    const moved = start(dir, foreign);
    expect(await moved.keyring.startOver()).toMatchObject({
      state: 'open',
      openedBy: 'key-file',
      secrets: 0,
    });
    expect(kinds(moved)).toEqual(['key-file']);
    expect(await moved.secrets.get('con_1', origin)).toBeNull();
    await moved.secrets.put('con_1', origin, 'entered again');
    moved.stop();
    expect(await start(dir, foreign).secrets.get('con_1', origin)).toBe('entered again');
  });
});

describe('a workspace from before there were slots', () => {
  /** As `secret-vault.ts` sealed until schema 3: under the host's key itself. */
  function sealOld(key: Uint8Array, id: string, secret: string) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.from(`v1|connection|${id}|${origin}`));
    return { nonce, sealed: Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]) };
  }

  function oldWorkspace(...sealed: (readonly [HostKey, string, string])[]): string {
    const dir = tempDir();
    const workspace = openWorkspace(dir);
    workspace.db.transaction((tx) => {
      for (const [by, id, secret] of sealed) {
        const row = sealOld(by.bytes, id, secret);
        tx.run(
          "insert into secrets (id, kind, origin, nonce, sealed, created_at) values (?, 'connection', ?, ?, ?, 1)",
          id,
          origin,
          row.nonce,
          row.sealed,
        );
      }
    });
    workspace.close();
    return dir;
  }

  it.each([['key-file', file] as const, ['os', store] as const])(
    'keeps every secret that the %s opened',
    async (kind, key) => {
      const many = Array.from({ length: 40 }, (_, i) => [key, `con_${i}`, `secret ${i}`] as const);
      const dir = oldWorkspace(...many);
      const at = start(dir, key);
      expect(at.keyring.status()).toMatchObject({ state: 'open', openedBy: kind, secrets: 40 });
      for (const [, id, secret] of many) expect(await at.secrets.get(id, origin)).toBe(secret);
      expect(await at.secrets.get('con_1', 'https://evil.example')).toBeNull();
      at.stop();
      const again = start(dir, key);
      for (const [, id, secret] of many) expect(await again.secrets.get(id, origin)).toBe(secret);
      // the host's key alone opens nothing any more: it opens the slot
      const rows = again.workspace.db.all<{ nonce: Uint8Array; sealed: Uint8Array }>('select * from secrets');
      expect(rows).toHaveLength(40);
    },
  );

  it('waits for the host that sealed them, and touches nothing until then', async () => {
    const dir = oldWorkspace([store, 'con_1', 'hunter2']);
    const headless = start(dir, foreign);
    const before = sealedBytes(headless.workspace);
    expect(headless.keyring.status()).toMatchObject({ state: 'locked', slots: [], secrets: 1 });
    await expect(headless.secrets.get('con_1', origin)).rejects.toEqual(locked);
    expect(sealedBytes(headless.workspace)).toEqual(before);
    headless.stop();
    const desktop = start(dir, store, foreign);
    expect(await desktop.secrets.get('con_1', origin)).toBe('hunter2');
    // a key file that lies about gets no slot: the key store is the better lock
    expect(kinds(desktop)).toEqual(['os']);
  });

  it('gathers what two hosts sealed, and gives both a slot', async () => {
    const dir = oldWorkspace([store, 'con_1', 'by the desktop'], [file, 'con_2', 'by headless']);
    const desktop = start(dir, store, file);
    expect(await desktop.secrets.get('con_1', origin)).toBe('by the desktop');
    expect(await desktop.secrets.get('con_2', origin)).toBe('by headless');
    expect(kinds(desktop).sort()).toEqual(['key-file', 'os']);
    desktop.stop();
    expect(await start(dir, file).secrets.get('con_1', origin)).toBe('by the desktop');
  });

  it('leaves a secret that nobody here opens as it is', async () => {
    const dir = oldWorkspace([file, 'con_1', 'ours'], [hostKey('os', 77), 'con_2', 'unknown']);
    const at = start(dir, file);
    expect(await at.secrets.get('con_1', origin)).toBe('ours');
    expect(await at.secrets.get('con_2', origin)).toBeNull();
    expect(at.keyring.status().secrets).toBe(2);
  });
});
