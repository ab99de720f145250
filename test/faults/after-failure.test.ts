/** What a failure must not leave behind: calls that hang, tokens that cannot be had, a server that starts unasked. */
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SecretStore } from '../../electron/engine/base/ports.ts';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import { localToken } from '../../electron/engine/vault/local-token.ts';
import type { TokenVault } from '../../electron/engine/vault/token-vault.ts';
import { connectToRunningHost } from '../../electron/host/control-client.ts';
import { openControlDoor } from '../../electron/host/control-door.ts';
import { startEngineThread } from '../../electron/host/engine-thread.ts';
import { readKeyFile } from '../../electron/host/key-file.ts';
import { call, openEngineHere } from '../support/doors.ts';
import { tempDir } from '../support/temp-workspace.ts';

const asCli = { door: 'cli' as const };

describe("the simulator's own token", () => {
  /** A vault that knows what was issued and not revoked. */
  function fakes() {
    const active = new Map<string, string>();
    let made = 0;
    const full = { disk: false };
    const vault = {
      list: () => [...active.keys()].map((id) => ({ id, purpose: 'simulator', state: 'active' })),
      revoke: (id: string) => active.delete(id),
      create: () => {
        made += 1;
        active.set(`t${made}`, `token${made}`);
        return { record: { id: `t${made}` }, token: `token${made}` };
      },
      authenticate: (header: string) => ({
        ok: [...active.values()].some((token) => header === `Bearer ${token}`),
      }),
    } as unknown as TokenVault;
    const secrets = {
      get: async () => null,
      put: async () => {
        if (full.disk) throw new Error('SQLITE_FULL');
      },
    } as unknown as SecretStore;
    return { token: localToken({ vault, secrets, onCreated: () => {} }), full, active, made: () => made };
  }

  it('can be had again after a failure', async () => {
    const { token, full } = fakes();
    full.disk = true;
    await expect(token()).rejects.toThrow('SQLITE_FULL');
    full.disk = false;
    await expect(token()).resolves.toMatch(/^token/);
  });

  it('is made anew once, however many find it revoked', async () => {
    const { token, active, made } = fakes();
    await token();
    active.clear();
    const got = await Promise.all([token(), token(), token()]);
    expect(new Set(got).size).toBe(1);
    expect(made()).toBe(2);
  });
});

it('looking at the connections starts no server and survives a busy port', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  const engine = await openEngineHere(tempDir(), (other.address() as AddressInfo).port);
  const door = { dispatch: (name: string, input: unknown) => engine.dispatch(name, input, asCli) };
  expect((await call(door, 'workspace.status', {})).server.state).toBe('port-busy');
  expect(await call(door, 'connections.list', {})).toMatchObject([{ kind: 'local', baseUrl: '' }]);
  await new Promise((resolve) => {
    other.close(resolve);
  });
  await call(door, 'connections.list', {});
  expect((await call(door, 'workspace.status', {})).server.state).not.toBe('listening');
  await engine.close();
});

it('a call over a control socket whose host is gone fails in words and does not hang', async () => {
  const dir = tempDir();
  const engine = await openEngineHere(dir, null);
  const host = await openControlDoor(engine, dir, null);
  const client = await connectToRunningHost(dir);
  if (client === null) throw new Error('the control door does not answer');
  expect((await client.dispatch('workspace.status', {}, asCli)).ok).toBe(true);
  await host.close();
  await engine.close();
  for (let i = 0; i < 2; i++)
    await expect(client.dispatch('workspace.status', {}, asCli)).rejects.toMatchObject({ code: 'stopping' });
});

it('a damaged or impossible key file is a fault with words, and a new one is whole', () => {
  const dir = tempDir();
  expect(readKeyFile(dir)).toHaveLength(32);
  expect(readKeyFile(dir)).toEqual(readKeyFile(dir));
  writeFileSync(join(dir, 'secret.key'), '');
  expect(() => readKeyFile(dir)).toThrow(expect.objectContaining({ code: 'workspace-damaged' }));
  const file = join(dir, 'file');
  writeFileSync(file, '');
  expect(() => readKeyFile(join(file, 'below'))).toThrow(
    expect.objectContaining({ code: 'workspace-unwritable' }),
  );
  expect(existsSync(join(dir, `secret.key.${process.pid}.new`))).toBe(false);
});

it('an engine thread that failed refuses every later call, and closes at once', async () => {
  const worker = `import { parentPort } from 'node:worker_threads';
    parentPort.postMessage({ kind: 'ready' });
    parentPort.on('message', () => { throw new Error('broken'); });`;
  const engine = await startEngineThread(
    new URL(`data:text/javascript,${encodeURIComponent(worker)}`),
    {
      dataDir: '',
      version: '',
      scimPort: null,
      scimHost: '',
      keys: [],
    },
    silentLogger,
  );
  await expect(engine.dispatch('workspace.status', {}, asCli)).rejects.toThrow('broken');
  expect((await engine.crashed).message).toBe('broken');
  await expect(engine.dispatch('workspace.status', {}, asCli)).rejects.toThrow('broken');
  const asked = performance.now();
  await engine.close();
  expect(performance.now() - asked).toBeLessThan(2000);
});
