/** P13, T5: secrets go in at every door; no file of the workspace and no answer but the one that issues a token holds one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectToRunningHost } from '../../electron/host/control-client.ts';
import type { AnswerOf, CommandName, InputOf } from '../../shared/contract/commands.ts';
import { call, faultOf } from '../support/doors.ts';
import { everySwitch } from '../support/okta-org.ts';
import { type ScriptedServer, startScriptedServer } from '../support/okta-scripted-server.ts';
import { serve } from '../support/run-cli.ts';
import { coreUser, patchBody, userBody } from '../support/scim-start.ts';
import { tempDir } from '../support/temp-workspace.ts';

const canaries: Record<string, string> = {};
/** A new secret, with what JSON and URLs would write otherwise. */
function canary(what: string): string {
  canaries[what] = `Cnry"${Object.keys(canaries).length}/7f3e+${what.replace(/\W/g, '-')}`;
  return canaries[what];
}

const dir = tempDir();
const heard: string[] = [];
let host: Awaited<ReturnType<typeof serve>>;
let peer: ScriptedServer;
let control: NonNullable<Awaited<ReturnType<typeof connectToRunningHost>>>;

/** Calls and keeps the answer, or the fault, as text. */
async function ask<N extends CommandName>(name: N, input: InputOf<N>): Promise<AnswerOf<N>> {
  const door = { dispatch: (n: string, i: unknown) => control.dispatch(n, i, { door: 'cli' as const }) };
  const envelope = await call(door, name, input);
  if (name !== 'tokens.create' && name !== 'tokens.rotate') heard.push(`${name} ${JSON.stringify(envelope)}`);
  return envelope;
}

async function scim(method: string, path: string, headers: Record<string, string>, body?: unknown) {
  const reply = await fetch(host.ready.scim + path, {
    method,
    headers: { 'content-type': 'application/scim+json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await reply.text();
  heard.push(`${method} ${path.split('?')[0]} ${text} ${JSON.stringify([...reply.headers])}`);
  return JSON.parse(text === '' ? '{}' : text) as { id?: string };
}

beforeAll(async () => {
  host = await serve(dir);
  host.child.stderr?.on('data', (d) => heard.push(`stderr ${String(d)}`));
  const running = await connectToRunningHost(dir);
  if (running === null) throw new Error('no host');
  control = running;
  control.onEvent((event) => heard.push(`event ${JSON.stringify(event)}`));
  // a server that repeats what it was sent, as debug pages do
  peer = await startScriptedServer((request) => ({
    status: request.method === 'GET' ? 200 : 400,
    headers: {
      'x-debug': String(request.headers.find(([n]) => n.toLowerCase() === 'authorization')?.[1]),
    },
    body:
      request.method === 'GET'
        ? { totalResults: 0, Resources: [], schemas: [], headers: JSON.stringify(request.headers) }
        : { detail: `bad: ${request.body} ${JSON.stringify(request.headers)}`, status: '400' },
  }));
});

afterAll(async () => {
  await peer.close();
});

async function throughScim(): Promise<void> {
  const { record, token } = await ask('tokens.create', {
    name: 'canary',
    scopes: ['read', 'write'],
    expiresInDays: 1,
  });
  canaries['provisioning token'] = token;
  const auth = { authorization: `Bearer ${token}`, 'x-api-key': canary('x-api-key'), 'x-note': token };
  const made = await scim(
    'POST',
    '/Users',
    auth,
    userBody('c@x.example', { password: canary('POST password') }),
  );
  const at = `/Users/${made.id}`;
  const op = { op: 'replace', path: 'password', value: canary('PATCH password') };
  await scim('PATCH', at, auth, patchBody(op));
  await scim('PATCH', at, auth, patchBody({ op: 'replace', value: { password: canary('PATCH value') } }));
  const put = userBody('c@x.example', { [`${coreUser}:password`]: canary('URN password') });
  await scim('PUT', at, auth, put);
  const escaped = JSON.stringify(canary('escaped name'));
  await scim(
    'PATCH',
    at,
    auth,
    `{"schemas":[],"Operations":[{"op":"add","path":"p\\u0061ssword","value":${escaped}}]}`,
  );
  await scim('POST', '/Users', auth, `{"userName":"x","password":${JSON.stringify(canary('broken JSON'))}`);
  const filter = `password eq ${JSON.stringify(canary('filter'))}`;
  await scim('GET', `/Users?filter=${encodeURIComponent(filter)}`, auth);
  await scim('POST', '/Users/.search', auth, { filter });
  await scim('GET', '/Users', { authorization: `Bearer ${canary('unknown token')}` });
  await scim('GET', '/Users', { authorization: `Basic ${btoa(`u:${canary('basic')}`)}` });
  const next = await ask('tokens.rotate', { id: record.id, overlap: 60 });
  canaries['rotated token'] = next.token;
  for (const pair of [`${record.userName}:${token}`, `${next.record.userName}:${next.token}`]) {
    canaries[`pair ${pair.slice(0, 8)}`] = pair;
    await scim('GET', '/Users', { authorization: `Basic ${btoa(pair)}`, 'x-note': pair });
  }
  await scim('GET', `/Users?access_token=${encodeURIComponent(canary('query token'))}`, auth);
}

async function throughSimulator(): Promise<void> {
  for (const authMode of ['bearer', 'header', 'basic'] as const) {
    const connection = await ask('connections.create', {
      name: `peer ${authMode}`,
      baseUrl: peer.baseUrl,
      authMode,
      username: authMode === 'basic' ? 'robot' : null,
      secret: canary(`${authMode} secret`),
    });
    await ask('sim.configure', { connectionId: connection.id, ...everySwitch });
    await ask('sim.test', { connectionId: connection.id });
    const login = `${authMode}@x.example`;
    const person = await ask('sim.createPerson', {
      profile: { login, email: login, firstName: 'A', lastName: 'B' },
    });
    await ask('sim.assign', { connectionId: connection.id, personIds: [person.id] });
    await ask('sim.assignments', { connectionId: connection.id });
    await ask('connections.update', { id: connection.id, secret: canary(`${authMode} second secret`) });
    await ask('sim.test', { connectionId: connection.id });
  }
  for (const [i, seen] of peer.seen.entries()) {
    const password = (JSON.parse(seen.body || '{}') as { password?: string }).password;
    if (password !== undefined) canaries[`password that Okta made ${i}`] = password;
  }
}

async function throughPassphrases(): Promise<void> {
  await ask('vault.setPassphrase', { passphrase: canary('passphrase') });
  await ask('vault.setPassphrase', { passphrase: canary('second passphrase') });
  await ask('vault.unlock', { passphrase: canaries['second passphrase'] ?? '' });
  const door = { dispatch: (n: string, i: unknown) => control.dispatch(n, i, { door: 'cli' as const }) };
  const wrong = [
    ['vault.unlock', { passphrase: canary('wrong passphrase') }],
    ['vault.unlock', { passphrase: canary('extra key'), more: canary('extra value') }],
    ['vault.setPassphrase', { passphrase: canary('passphrase that is too long').repeat(40) }],
    ['vault.setPassphrase', { passphrase: [canary('passphrase in a list')] }],
  ] as const;
  for (const [name, input] of wrong)
    heard.push(`${name} ${JSON.stringify(await faultOf(door, name, input))}`);
  await ask('vault.status', {});
}

async function throughLists(): Promise<void> {
  const csv = `login,firstName,lastName,password\nl@x.example,A,B,"${canary('CSV').replaceAll('"', '""')}"\n`;
  const { id } = await ask('imports.begin', { fileName: 'people.csv' });
  await ask('imports.append', { id, chunk: Buffer.from(csv).toString('base64') });
  const plan = await ask('imports.plan', { id });
  await ask('imports.rows', { id });
  await ask('imports.commit', { id, digest: plan.digest });
  for (const format of ['okta-csv', 'csv', 'scim-json', 'ndjson'] as const) {
    await ask('export.preview', { format, includeInactive: true });
    const list = await ask('export.open', { format, includeInactive: true });
    while (!(await ask('export.read', { id: list.id })).done);
  }
}

async function readEverything(): Promise<void> {
  const { rows } = await ask('traffic.list', { limit: 500 });
  for (const { seq } of rows) await ask('traffic.get', { seq });
  for (const { id } of (await ask('users.list', {})).rows) {
    await ask('users.get', { id });
    await ask('users.scim', { id });
  }
  await ask('tokens.list', {});
  await ask('connections.list', {});
  await ask('sim.log', { limit: 500 });
  await ask('workspace.status', {});
  await ask('home.summary', {});
}

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, '').slice(0, -1),
  ];
}

function hits(where: string, bytes: Buffer): string[] {
  return Object.entries(canaries)
    .filter(([, secret]) => spellings(secret).some((s) => bytes.includes(s)))
    .map(([what]) => `${what} in ${where}`);
}

const filesWith = () =>
  readdirSync(dir)
    .filter((name) => name !== 'control.sock')
    .flatMap((name) => hits(name, readFileSync(join(dir, name))));

it('finds no secret in any file of the workspace or in any answer', async () => {
  await throughScim();
  await throughSimulator();
  await throughPassphrases();
  await throughLists();
  await readEverything();
  const whileRunning = filesWith();
  await control.close();
  expect(await host.stop()).toBe(0);
  expect(Object.keys(canaries).length).toBeGreaterThan(18);
  expect(heard.flatMap((line) => hits(line.slice(0, 60), Buffer.from(line)))).toEqual([]);
  expect(whileRunning).toEqual([]);
  expect(filesWith()).toEqual([]);
  expect(readFileSync(join(dir, 'traffic.db')).includes('/Users')).toBe(true);
});
