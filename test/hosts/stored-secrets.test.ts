/** Stored secrets and the command line: a workspace that moved, the passphrase from a file or the environment. */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToRunningHost } from '../../electron/host/control-client.ts';
import type { AnswerOf, CommandName, InputOf } from '../../shared/contract/commands.ts';
import { call, faultOf } from '../support/doors.ts';
import { type ScriptedServer, startScriptedServer } from '../support/okta-scripted-server.ts';
import { cliJson, runCli, serve, startCli } from '../support/run-cli.ts';
import { userBody } from '../support/scim-start.ts';
import { tempDir } from '../support/temp-workspace.ts';
import { basic } from '../support/vault-start.ts';

const passphrase = 'correct horse battery';

interface Served {
  readonly scim: string;
  readonly stderr: () => string;
  ask<N extends CommandName>(name: N, input: InputOf<N>): Promise<AnswerOf<N>>;
  fault(name: CommandName, input: unknown): ReturnType<typeof faultOf>;
  stop(): Promise<number | null>;
}

async function served(dir: string, ...more: string[]): Promise<Served> {
  const host = await serve(dir, ...more);
  let stderr = '';
  host.child.stderr?.on('data', (d) => {
    stderr += d;
  });
  const control = await connectToRunningHost(dir);
  if (control === null) throw new Error('no host');
  const door = { dispatch: (n: string, i: unknown) => control.dispatch(n, i, { door: 'cli' as const }) };
  return {
    scim: host.ready.scim,
    stderr: () => stderr,
    ask: (name, input) => call(door, name, input),
    fault: (name, input) => faultOf(door, name, input),
    stop: async () => {
      await control.close();
      return host.stop();
    },
  };
}

describe('a workspace whose key file is gone', () => {
  const dir = tempDir();
  const keyFile = join(dir, 'secret.key');
  let peer: ScriptedServer;
  let connectionId = '';

  beforeAll(async () => {
    peer = await startScriptedServer(() => ({
      status: 200,
      body: { totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [], schemas: [] },
    }));
    const host = await served(dir);
    const connection = await host.ask('connections.create', {
      name: 'peer',
      baseUrl: peer.baseUrl,
      authMode: 'bearer',
      secret: 'sealed-secret',
    });
    connectionId = connection.id;
    await host.ask('vault.setPassphrase', { passphrase });
    expect(await host.stop()).toBe(0);
    renameSync(keyFile, `${keyFile}.away`);
  });
  afterAll(() => peer.close());

  it('starts locked; everything that needs no outbound secret works', async () => {
    const host = await served(dir);
    expect(await host.ask('vault.status', {})).toMatchObject({ state: 'locked', secrets: 1 });
    expect((await host.ask('workspace.status', {})).secretStore).toBe('Locked');
    const { record, token } = await host.ask('tokens.create', { name: 'while locked' });
    const made = await fetch(`${host.scim}/Users`, {
      method: 'POST',
      headers: { authorization: basic(record.userName, token), 'content-type': 'application/scim+json' },
      body: JSON.stringify(userBody('locked@x.example')),
    });
    expect(made.status).toBe(201);
    // the Simulator reaches this server with a token of this process
    expect((await host.ask('sim.test', { connectionId: 'local' })).ok).toBe(true);
    expect((await host.ask('sim.test', { connectionId: 'local' })).ok).toBe(true);
    const simulators = (await host.ask('tokens.list', {})).filter((t) => t.purpose === 'simulator');
    expect(simulators.filter((t) => t.state === 'active')).toHaveLength(1);
    // what needs the secret says so and sends nothing
    const before = peer.seen.length;
    expect(await host.fault('sim.test', { connectionId })).toMatchObject({
      code: 'secret-needed',
      message: expect.stringMatching(/locked.*passphrase/),
      details: { locked: true },
    });
    expect(
      await host.fault('connections.create', {
        name: 'new',
        baseUrl: peer.baseUrl,
        authMode: 'bearer',
        secret: 'x',
      }),
    ).toMatchObject({ code: 'secret-needed' });
    expect(peer.seen.length).toBe(before);
    expect(await host.fault('vault.unlock', { passphrase: 'wrong' })).toMatchObject({
      message: 'Wrong passphrase.',
    });
    await host.ask('vault.unlock', { passphrase });
    expect((await host.ask('sim.test', { connectionId })).ok).toBe(true);
    expect(JSON.stringify(peer.seen.at(-1)?.headers)).toContain('Bearer sealed-secret');
    expect(await host.stop()).toBe(0);
  });

  it('is opened at start by a passphrase file, and locked again without it', async () => {
    const file = join(tempDir(), 'passphrase');
    writeFileSync(file, `${passphrase}\n`, { mode: 0o600 });
    const host = await served(dir, '--passphrase-file', file);
    expect(await host.ask('vault.status', {})).toMatchObject({ state: 'open', openedBy: 'passphrase' });
    expect(await host.stop()).toBe(0);
    const bare = await served(dir);
    expect((await bare.ask('vault.status', {})).state).toBe('locked');
    expect(await bare.stop()).toBe(0);
  });

  it('starts locked with a wrong passphrase and says so, without repeating it', async () => {
    const file = join(tempDir(), 'passphrase');
    writeFileSync(file, 'wrong-horse-battery');
    const host = await served(dir, '--passphrase-file', file);
    expect((await host.ask('vault.status', {})).state).toBe('locked');
    expect(await host.stop()).toBe(0);
    expect(host.stderr()).not.toContain('wrong-horse');
  });

  it('is opened by the environment, for the command line’s own engine too', async () => {
    const child = startCli(['status', '--data', dir, '--json'], { ROLLCALL_PASSPHRASE: passphrase });
    let out = '';
    child.stdout?.on('data', (d) => {
      out += d;
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect((JSON.parse(out) as { secretStore: string }).secretStore).toBe('A passphrase');
  });

  it('is opened by the old key file, put back', async () => {
    rmSync(keyFile);
    renameSync(`${keyFile}.away`, keyFile);
    const status = await cliJson<{ secretStore: string }>('status', '--data', dir);
    expect(status.secretStore).toMatch(/key file/);
  });
});

describe('the flag', () => {
  it('refuses a file that is not there or empty, before anything starts', async () => {
    const dir = tempDir();
    const missing = await runCli('serve', '--data', dir, '--passphrase-file', join(dir, 'none'));
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringMatching(/cannot be read \(ENOENT\)/)]);
    writeFileSync(join(dir, 'empty'), '\n');
    const empty = await runCli('serve', '--data', dir, '--passphrase-file', join(dir, 'empty'));
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringMatching(/is empty/)]);
    expect(existsSync(join(dir, 'rollcall.db'))).toBe(false);
  });
});

describe('tokens of the command line', () => {
  interface Rotated {
    readonly id: string;
    readonly token: string;
    readonly userName: string;
    readonly old: { readonly id: string; readonly expiresAt: string };
  }
  const dir = tempDir();

  it('rotate prints the new token, once, and when the old one ends', async () => {
    const made = await cliJson<Rotated>('tokens', 'create', '--name', 'push', '--data', dir);
    expect(made).toMatchObject({
      id: expect.stringMatching(/^tok_/),
      token: expect.stringMatching(/^rcl_[0-9A-Za-z]{49}$/),
      userName: expect.stringMatching(/^rcu_[0-9A-Za-z]{16}$/),
    });
    const began = Date.now();
    const next = await cliJson<Rotated>('tokens', 'rotate', made.id, '--overlap', '1h', '--data', dir);
    expect(next.token).not.toBe(made.token);
    expect(next.old.id).toBe(made.id);
    const left = Date.parse(next.old.expiresAt) - began;
    expect(left).toBeGreaterThan(3_599_000);
    expect(left).toBeLessThan(3_620_000);
    const list = await runCli('tokens', 'list', '--data', dir);
    expect(list.stdout).toMatch(new RegExp(`${made.id}.*ending`));
    expect(list.stdout).not.toContain(next.token);
    const now = await runCli('tokens', 'rotate', next.id, '--overlap', 'now', '--data', dir);
    expect(now.code).toBe(0);
    expect(now.stdout).toMatch(/^rcl_[0-9A-Za-z]{49}\n$/);
    expect(now.stderr).toMatch(/does not work any more/);
    const again = await runCli('tokens', 'rotate', next.id, '--data', dir);
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringMatching(/push is expired and cannot be rotated/),
    ]);
  });

  it.each(['8d', '25', '-1h', '1w', '', '1h30m', '9999999d'])('refuses an overlap of %j', async (overlap) => {
    const { code, stderr } = await runCli('tokens', 'rotate', 'tok_x', `--overlap=${overlap}`, '--data', dir);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/--overlap takes now, or a time of up to 7d/)]);
  });

  it('asks which token', async () => {
    const { code, stderr } = await runCli('tokens', 'rotate', '--data', dir);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/Which token\?/)]);
  });
});
