import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../shared/contract/commands.ts';
import type { EngineEvent } from '../../shared/contract/events.ts';
import { call, doors, faultOf, type OpenDoor } from '../support/doors.ts';
import { tempDir } from '../support/temp-workspace.ts';

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (what()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not happen within two seconds');
}

describe.each(doors)('through %s', (_name, open) => {
  let door: OpenDoor;
  const events: EngineEvent[] = [];

  beforeAll(async () => {
    door = await open(tempDir());
    door.onEvent((event) => events.push(event));
  });
  afterAll(() => door.close());

  it('answers what the workspace is', async () => {
    const status = await call(door, 'workspace.status', {});
    expect(status.server.state).toBe('listening');
    expect(status.server.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/scim\/v2$/);
    expect(status).toMatchObject({ version: '0.0.0-test', users: { all: 0 }, groups: 0 });
  });

  it('writes, reads back, and says that it moved', async () => {
    const made = await call(door, 'users.create', {
      attributes: {
        userName: 'ana.ruiz',
        name: { givenName: 'Ana', familyName: 'Ruiz' },
        emails: [{ value: 'ana@acme.example', primary: true }],
      },
    });
    expect(await call(door, 'users.get', { id: made.id })).toEqual(made);
    await until(() => events.some((e) => e.type === 'directory' && e.users?.includes(made.id)));
  });

  it('answers a failure as a value with code, words and field', async () => {
    const fault = await faultOf(door, 'users.create', { attributes: { userName: 'ANA.RUIZ' } });
    expect(fault).toMatchObject({ code: 'conflict', message: expect.stringContaining('userName') });
    expect(await faultOf(door, 'users.get', { id: 'nobody' })).toMatchObject({ code: 'not-found' });
    const wrong = await faultOf(door, 'tokens.create', { name: '', scopes: ['admin'] });
    expect(wrong.code).toBe('invalid-input');
    expect(Object.keys(wrong.fields ?? {})).toEqual(expect.arrayContaining(['name', 'scopes.0']));
  });

  it('refuses what is no command, and input that is none, without a stack', async () => {
    for (const name of ['users.nothing', '__proto__', 'constructor', 'toString', '']) {
      const fault = await faultOf(door, name, {});
      expect(fault.code).toBe('not-found');
      expect(JSON.stringify(fault)).not.toMatch(/\bat .*\.ts:\d+/);
    }
    expect((await faultOf(door, 'users.get', { id: 'x', extra: true })).code).toBe('invalid-input');
    expect((await faultOf(door, 'users.list', 'text')).code).toBe('invalid-input');
  });

  it('shows a token once and announces it', async () => {
    const { token, record } = await call(door, 'tokens.create', { name: 'OIN push' });
    expect(token).toMatch(/^rcl_[0-9A-Za-z]{49}$/);
    expect(JSON.stringify(await call(door, 'tokens.list', {}))).not.toContain(token);
    await until(() => events.some((e) => e.type === 'tokens'));
    const status = await call(door, 'workspace.status', {});
    const answer = await fetch(`${status.server.baseUrl}/Users`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    await call(door, 'tokens.revoke', { id: record.id });
    expect(
      (await fetch(`${status.server.baseUrl}/Users`, { headers: { authorization: `Bearer ${token}` } }))
        .status,
    ).toBe(401);
  });

  it('keeps every exchange, and announces it', async () => {
    await until(() => events.some((e) => e.type === 'traffic'));
    const { rows, all } = await call(door, 'traffic.list', {});
    expect(all).toBe(2);
    expect(rows.map((r) => r.status)).toEqual([401, 200]);
    const whole = await call(door, 'traffic.get', { seq: rows[1]?.seq ?? 0 });
    expect(whole.requestHeaders.find(([n]) => n.toLowerCase() === 'authorization')?.[1]).toMatch(
      /^Bearer ••• sha256:/,
    );
  });

  it('passes hundreds of calls at once, each to its caller', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `person${i}`);
    const made = await Promise.all(
      names.map((userName) => call(door, 'users.create', { attributes: { userName } })),
    );
    expect(made.map((m) => m.userName)).toEqual(names);
  });

  it('answers every command of the contract with a value, never an exception', async () => {
    const names = Object.keys(commands);
    expect(names.length).toBeGreaterThan(55);
    for (const name of names) {
      const envelope = await door.dispatch(name, { unexpected: 1 });
      expect([name, envelope.ok]).toEqual([name, false]);
    }
  });
});
