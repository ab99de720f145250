/**
 * What every door to the engine must keep, as a list: vitest runs it over the engine, its thread, the console and the
 * control socket, Playwright runs the same list over the desktop's IPC. Plain assertions, so that both runners can.
 */
import assert from 'node:assert/strict';
import { commands } from '../../shared/contract/commands.ts';
import type { EngineEvent } from '../../shared/contract/events.ts';
import { call, faultOf, type OpenDoor } from './doors.ts';

export interface DoorUnderTest {
  readonly door: Pick<OpenDoor, 'dispatch'>;
  /** Filled by the caller as events arrive. */
  readonly events: readonly EngineEvent[];
}

export interface HostRule {
  readonly name: string;
  check(host: DoorUnderTest): Promise<void>;
}

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 150; i++) {
    if (what()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not happen within three seconds');
}

async function usersStatus(base: string | null, token: string): Promise<number> {
  return (await fetch(`${base}/Users`, { headers: { authorization: `Bearer ${token}` } })).status;
}

/** In order: later rules see what earlier ones made. The workspace starts empty, its server on a free port. */
export const hostContract: readonly HostRule[] = [
  {
    name: 'answers what the workspace is',
    check: async ({ door }) => {
      const status = await call(door, 'workspace.status', {});
      assert.equal(status.server.state, 'listening');
      assert.match(status.server.baseUrl ?? '', /^http:\/\/127\.0\.0\.1:\d+\/scim\/v2$/);
      assert.deepEqual([status.users.all, status.groups], [0, 0]);
      assert.match(status.version, /^\d+\.\d+\.\d+/);
    },
  },
  {
    name: 'writes, reads back, and says that it moved',
    check: async ({ door, events }) => {
      const emails = [{ value: 'ana@acme.example', primary: true }];
      const attributes = { userName: 'ana.ruiz', name: { givenName: 'Ana', familyName: 'Ruiz' }, emails };
      const made = await call(door, 'users.create', { attributes });
      assert.deepEqual(await call(door, 'users.get', { id: made.id }), made);
      await until(() => events.some((e) => e.type === 'directory' && e.users?.includes(made.id)));
    },
  },
  {
    name: 'answers a failure as a value with code, words and field',
    check: async ({ door }) => {
      const fault = await faultOf(door, 'users.create', { attributes: { userName: 'ANA.RUIZ' } });
      assert.equal(fault.code, 'conflict');
      assert.match(fault.message, /userName/);
      assert.equal((await faultOf(door, 'users.get', { id: 'nobody' })).code, 'not-found');
      const wrong = await faultOf(door, 'tokens.create', { name: '', scopes: ['admin'] });
      assert.equal(wrong.code, 'invalid-input');
      assert.deepEqual(Object.keys(wrong.fields ?? {}).sort(), ['name', 'scopes.0']);
    },
  },
  {
    name: 'refuses what is no command, and input that is none, without a stack',
    check: async ({ door }) => {
      for (const name of ['users.nothing', '__proto__', 'constructor', 'toString', '']) {
        const fault = await faultOf(door, name, {});
        assert.equal(fault.code, 'not-found');
        assert.doesNotMatch(JSON.stringify(fault), /\bat .*\.[jt]s:\d+/);
      }
      assert.equal((await faultOf(door, 'users.get', { id: 'x', extra: true })).code, 'invalid-input');
      assert.equal((await faultOf(door, 'users.list', 'text')).code, 'invalid-input');
    },
  },
  {
    name: 'shows a token once and announces it; what is revoked stops at once',
    check: async ({ door, events }) => {
      const { token, record } = await call(door, 'tokens.create', { name: 'OIN push' });
      assert.match(token, /^rcl_[0-9A-Za-z]{49}$/);
      assert.ok(!JSON.stringify(await call(door, 'tokens.list', {})).includes(token));
      await until(() => events.some((e) => e.type === 'tokens'));
      const { server } = await call(door, 'workspace.status', {});
      assert.equal(await usersStatus(server.baseUrl, token), 200);
      await call(door, 'tokens.revoke', { id: record.id });
      assert.equal(await usersStatus(server.baseUrl, token), 401);
    },
  },
  {
    name: 'rotates a token: both work side by side, a leaked one ends before the answer',
    check: async ({ door }) => {
      const first = await call(door, 'tokens.create', { name: 'rotated' });
      const second = await call(door, 'tokens.rotate', { id: first.record.id });
      const { server } = await call(door, 'workspace.status', {});
      const status = (token: string) => usersStatus(server.baseUrl, token);
      assert.deepEqual([await status(first.token), await status(second.token)], [200, 200]);
      const third = await call(door, 'tokens.rotate', { id: second.record.id, overlap: 0 });
      assert.deepEqual([await status(second.token), await status(third.token)], [401, 200]);
      const again = await faultOf(door, 'tokens.rotate', { id: second.record.id });
      assert.equal(again.code, 'conflict');
      const tooLong = await faultOf(door, 'tokens.rotate', { id: third.record.id, overlap: 604_801 });
      assert.deepEqual(Object.keys(tooLong.fields ?? {}), ['overlap']);
      for (const { record } of [first, third]) await call(door, 'tokens.revoke', { id: record.id });
    },
  },
  {
    name: 'keeps secrets under a key that a passphrase opens too, and says what keeps them',
    check: async ({ door, events }) => {
      const before = await call(door, 'vault.status', {});
      assert.deepEqual([before.state, before.slots.length], ['open', 1]);
      const short = await faultOf(door, 'vault.setPassphrase', { passphrase: 'too short' });
      assert.equal(short.fields?.['passphrase'], 'Must have at least 12 characters.');
      await call(door, 'vault.setPassphrase', { passphrase: 'correct horse battery' });
      await until(() => events.some((e) => e.type === 'secrets'));
      const wrong = await faultOf(door, 'vault.unlock', { passphrase: 'wrong horse battery' });
      assert.deepEqual([wrong.code, wrong.message], ['not-allowed', 'Wrong passphrase.']);
      assert.equal((await call(door, 'vault.unlock', { passphrase: 'correct horse battery' })).state, 'open');
      assert.equal((await faultOf(door, 'vault.startOver', {})).code, 'not-allowed');
      assert.deepEqual((await call(door, 'vault.removePassphrase', {})).slots, before.slots);
      assert.equal((await faultOf(door, 'vault.removePassphrase', {})).code, 'not-found');
      assert.ok(!JSON.stringify(events).includes('horse'));
    },
  },
  {
    name: 'keeps every exchange, masked, and announces it',
    check: async ({ door, events }) => {
      await until(() => events.some((e) => e.type === 'traffic'));
      const { rows, all } = await call(door, 'traffic.list', {});
      assert.equal(all, 6);
      assert.deepEqual(
        rows.map((r) => r.status),
        [200, 401, 200, 200, 401, 200],
      );
      const whole = await call(door, 'traffic.get', { seq: rows[5]?.seq ?? 0 });
      const sent = whole.requestHeaders.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
      assert.match(sent ?? '', /^Bearer ••• sha256:/);
    },
  },
  {
    name: 'adds, lists and removes an extension schema, and announces it',
    check: async ({ door, events }) => {
      const resource = {
        id: 'urn:example:badge:User',
        name: 'Badge',
        attributes: [{ name: 'level', type: 'integer' }],
      };
      const saved = await call(door, 'schemas.save', { resource });
      assert.deepEqual([saved.urn, saved.custom, saved.resources], ['urn:example:badge:User', true, 0]);
      await until(() => events.some((e) => e.type === 'schemas'));
      const wrong = await faultOf(door, 'schemas.save', { resource: { ...resource, id: 'badge' } });
      assert.deepEqual(Object.keys(wrong.fields ?? {}), ['id']);
      const attributes = { userName: 'badge.level', [saved.urn]: { level: 'x' } };
      assert.match((await faultOf(door, 'users.create', { attributes })).message, /whole number/);
      assert.equal((await call(door, 'schemas.list', {})).filter((s) => s.custom).length, 1);
      assert.deepEqual(await call(door, 'schemas.remove', { urn: saved.urn }), { resources: 0 });
    },
  },
  {
    name: 'sets how the server behaves, announces it, and counts the faults that are on',
    check: async ({ door, events }) => {
      const usual = await call(door, 'server.profile', {});
      const faults = [
        {
          id: 'flt_1',
          on: true,
          method: 'GET' as const,
          path: '/Users' as const,
          every: 1,
          effect: { kind: 'status' as const, status: 429, retryAfter: 3 },
        },
      ];
      const set = await call(door, 'server.setProfile', { profile: { ...usual, patch: false, faults } });
      assert.deepEqual(await call(door, 'server.profile', {}), set);
      await until(() => events.some((e) => e.type === 'server-profile'));
      const { server, faultsOn } = await call(door, 'workspace.status', {});
      assert.equal(faultsOn, 1);
      const { token, record } = await call(door, 'tokens.create', { name: 'faulted' });
      assert.equal(await usersStatus(server.baseUrl, token), 429);
      const wrong = await faultOf(door, 'server.setProfile', { profile: { ...set, pageCap: 0 } });
      assert.deepEqual(wrong.fields, { 'profile.pageCap': 'Must be at least 1.' });
      await call(door, 'server.setProfile', { profile: { ...usual, faults: [] } });
      assert.equal((await call(door, 'workspace.status', {})).faultsOn, 0);
      assert.equal(await usersStatus(server.baseUrl, token), 200);
      await call(door, 'tokens.revoke', { id: record.id });
    },
  },
  {
    name: 'backs up, verifies, restores behind the same door, and announces it',
    check: async ({ door, events }) => {
      const { backups } = await call(door, 'backups.list', {});
      assert.deepEqual(backups, []);
      const made = await call(door, 'backups.create', { name: 'Contract' });
      const { users, server, storage } = await call(door, 'workspace.status', {});
      assert.deepEqual([made.kind, made.name, made.users, storage], ['manual', 'Contract', users.all, 'ok']);
      await until(() => events.some((e) => e.type === 'backups'));
      await call(door, 'users.create', { attributes: { userName: 'made.since' } });
      const check = await call(door, 'workspace.check', { deep: true });
      assert.deepEqual(
        check.lines.filter((line) => line.state === 'problem'),
        [],
      );
      assert.equal((await call(door, 'backups.restore', { id: made.id })).users, users.all);
      const after = await call(door, 'workspace.status', {});
      assert.deepEqual([after.users.all, after.server.baseUrl], [users.all, server.baseUrl]);
      await until(() => events.some((e) => e.type === 'directory' && e.users === null));
      await call(door, 'backups.remove', { id: made.id });
      assert.equal((await faultOf(door, 'backups.remove', { id: made.id })).code, 'not-found');
    },
  },
  {
    name: 'passes hundreds of calls at once, each to its caller',
    check: async ({ door }) => {
      const names = Array.from({ length: 200 }, (_, i) => `person${i}`);
      const made = await Promise.all(
        names.map((userName) => call(door, 'users.create', { attributes: { userName } })),
      );
      assert.deepEqual(
        made.map((m) => m.userName),
        names,
      );
    },
  },
  {
    name: 'answers every command of the contract with a value, never an exception',
    check: async ({ door }) => {
      const names = Object.keys(commands);
      assert.ok(names.length > 61);
      for (const name of names) {
        const envelope = await door.dispatch(name, { unexpected: 1 });
        assert.deepEqual([name, envelope.ok], [name, false]);
      }
    },
  },
];
