/** `rollcall server …`, in processes of its own, with and without a server that runs on the workspace. */
import { expect, test } from 'vitest';
import { type FaultRule, type ServerProfile, usualProfile } from '../../shared/domain/server-profile.ts';
import { cliJson, runCli, serve } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-workspace.ts';

async function said(...args: string[]): Promise<[number | null, string]> {
  const { code, stderr } = await runCli(...args);
  return [code, stderr];
}

test('the profile is shown, set and reset where no server runs', async () => {
  const dir = tempDir();
  const server = (...args: string[]) => ['server', ...args, '--data', dir];
  expect(await cliJson<ServerProfile>(...server('profile'))).toEqual(usualProfile);
  expect(await said(...server('set', 'strict=on', 'page-cap=50', 'latency=200'))).toEqual([
    0,
    'strict=on, page-cap=50, latency=200: in force from the next request on.\n',
  ]);
  const set = await cliJson<ServerProfile>(
    ...server('set', 'patch=off', 'bulk=on', 'entitlements=on', 'refuse-with=503'),
  );
  expect(set).toEqual({
    strict: true,
    pageCap: 50,
    patch: false,
    bulk: true,
    entitlements: true,
    refuseWith: 503,
    latencyMs: 200,
    faults: [],
  });
  const { stdout } = await runCli(...server('profile'));
  expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
    'strict=on',
    'page-cap=50',
    'patch=off',
    'bulk=on',
    'entitlements=on',
    'refuse-with=503',
    'latency=200',
    'No',
    '',
  ]);
  expect(await said(...server('reset'))).toEqual([0, 'Back to usual.\n']);
  expect(await cliJson<ServerProfile>(...server('profile'))).toEqual(usualProfile);
}, 60_000);

test('wrong settings and rules are usage errors, and nothing is changed', async () => {
  const dir = tempDir();
  const add = ['server', 'fault', 'add'];
  const rows: readonly (readonly [string[], string])[] = [
    [['server', 'set', 'page-cap=5000'], 'page-cap: Must be at most 1,000.'],
    [['server', 'set', 'pagecap=5'], 'There is no setting "pagecap". Did you mean page-cap?'],
    [['server', 'set', 'patch=off', 'strict=yes'], 'strict is on or off, not "yes".'],
    [['server', 'set', 'strict'], 'strict needs a value: strict=…'],
    [['server', 'set', 'refuse-with=500'], 'refuse-with is 429 or 503, not "500".'],
    [[...add, '--status', '200'], '--status: Must be at least 400.'],
    [
      [...add, '--drop', '--html'],
      'How does it fail? Give one of --status, --html, --drop, --lose, --delay.',
    ],
    [[...add, '--drop', '--retry-after', '3'], '--retry-after goes with --status.'],
    [[...add, '--drop', '--every', '0'], '--every: Must be at least 1.'],
    [
      [...add, '--drop', '--path', '/Me'],
      '--path is one of any, /Users, /Users/{id}, /Groups, /Groups/{id}, not "/Me".',
    ],
    [['server', 'fault', 'remove'], 'Which rule? Give its id from rollcall server fault list.'],
  ];
  for (const [args, words] of rows)
    expect([args, await said(...args, '--data', dir)]).toEqual([args, [2, `rollcall: ${words}\n`]]);
  const [code, words] = await said('server', 'fault', 'lst', '--data', dir);
  expect([code, words]).toEqual([
    2,
    expect.stringMatching(/^rollcall: There is no command "server fault". There are: server fault add, /),
  ]);
  expect(await said('server', 'fault', 'off', 'nope', '--data', dir)).toEqual([
    1,
    'rollcall: There is no fault rule "nope".\n',
  ]);
  expect(await cliJson<ServerProfile>('server', 'profile', '--data', dir)).toEqual(usualProfile);
}, 60_000);

test('fault rules are in force at once for a server that runs, and serve says at its start that they are', async () => {
  const dir = tempDir();
  const { token } = await cliJson<{ token: string }>('tokens', 'create', '--name', 'faults', '--data', dir);
  const first = await serve(dir);
  const ask = async (base: string) => {
    const answer = await fetch(`${base}/Users`, { headers: { authorization: `Bearer ${token}` } });
    return [answer.status, answer.headers.get('retry-after')];
  };
  const fault = (...args: string[]) => runCli('server', 'fault', ...args, '--data', dir);
  const added = await fault(
    'add',
    '--method',
    'get',
    '--path',
    '/users',
    '--status',
    '429',
    '--retry-after',
    '3',
  );
  expect([added.code, added.stderr]).toEqual([
    0,
    'Every GET /Users answers 429 with Retry-After 3. In force from the next request on.\n',
  ]);
  const id = added.stdout.trim();
  expect(await ask(first.ready.scim)).toEqual([429, '3']);
  expect((await fault('off', id)).stderr).toBe('Off: Every GET /Users answers 429 with Retry-After 3.\n');
  expect(await ask(first.ready.scim)).toEqual([200, null]);
  expect((await fault('on', id)).code).toBe(0);
  expect((await fault('list')).stdout).toBe(
    `ID            STATE  RULE\n${id}  on     Every GET /Users answers 429 with Retry-After 3.\n`,
  );
  expect(await first.stop()).toBe(0);

  const second = await serve(dir);
  expect(second.stderr()).toBe('Faults on: 1 rule. rollcall server fault off switches them off.\n');
  expect(await ask(second.ready.scim)).toEqual([429, '3']);
  expect((await fault('off')).stderr).toBe('All fault rules are off.\n');
  expect(await ask(second.ready.scim)).toEqual([200, null]);
  const removed = await cliJson<FaultRule>('server', 'fault', 'remove', id, '--data', dir);
  expect(removed).toMatchObject({ id, on: false });
  expect(await cliJson<FaultRule[]>('server', 'fault', 'list', '--data', dir)).toEqual([]);
  expect(await second.stop()).toBe(0);
}, 60_000);
