/**
 * The main job of Rollcall on the command line, from an empty folder to an exported list. Run it with
 * `npm run tour`; it works in a temporary folder, says what it does, and ends with an error at the first thing that
 * is not as it should be.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runSpecSteps } from './spec-steps.mjs';

const cli = fileURLToPath(new URL('../../electron/cli/rollcall.mjs', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'rollcall-tour-'));

function rollcall(...args) {
  const out = execFileSync(process.execPath, [cli, ...args, '--data', dir, '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(out);
}

function expect(what, found, expected) {
  if (found !== expected)
    throw new Error(`${what}: ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
  console.log(`  ok  ${what}: ${expected}`);
}

async function serve() {
  const child = spawn(
    process.execPath,
    [cli, 'serve', '--data', dir, '--scim-port', '0', '--console-port', '0', '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const line = await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  return { child, ready: JSON.parse(line) };
}

async function total(base, token, path) {
  const answer = await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return (await answer.json()).totalResults;
}

let host;
try {
  console.log('1. A directory of 2,000 people, a server, a token');
  expect('users', rollcall('seed', '--users', '2000', '--groups', '40').users, 2000);
  host = await serve();
  const base = host.ready.scim;
  const { token } = rollcall('tokens', 'create', '--name', 'Okta');

  console.log('2. Okta’s SPEC test');
  for (const { step, wrong } of await runSpecSteps(base, `Bearer ${token}`))
    expect(step, wrong.join('; '), '');

  console.log(
    '3. Push 50 people and 5 groups as a catalog app does (PATCH), then as a wizard app does (PUT)',
  );
  rollcall('sim', 'fill', '--people', '140', '--groups', '10', '--seed', '2');
  expect('credentials', rollcall('sim', 'test').ok, true);
  for (const [dialect, skip, skipGroups] of [
    ['catalog', 0, 0],
    ['wizard', 50, 5],
  ]) {
    const pushed = rollcall(
      'sim',
      'push',
      '--dialect',
      dialect,
      '--people',
      '50',
      '--skip',
      `${skip}`,
      '--groups',
      '5',
      '--skip-groups',
      `${skipGroups}`,
    );
    expect(`${dialect}: people that failed`, pushed.people.failed, 0);
    expect(`${dialect}: groups that failed`, pushed.groups.failed, 0);
    const title = `Moved by ${dialect}`;
    expect(
      `${dialect}: updates that failed`,
      rollcall('sim', 'change', '--people', '10', '--skip', `${skip}`, '--set', `title=${title}`).updates
        .failed,
      0,
    );
    expect(
      `${dialect}: users with the new title`,
      await total(base, token, `/Users?filter=${encodeURIComponent(`title eq "${title}"`)}`),
      10,
    );
  }

  console.log('4. Deactivate');
  const before = await total(base, token, `/Users?filter=${encodeURIComponent('active eq false')}&count=0`);
  expect('deactivations that failed', rollcall('sim', 'deactivate', '--people', '5').deactivations.failed, 0);
  expect(
    'inactive users more than before',
    (await total(base, token, `/Users?filter=${encodeURIComponent('active eq false')}&count=0`)) - before,
    5,
  );

  console.log('5. Import everyone back, match, confirm');
  const active = await total(base, token, `/Users?filter=${encodeURIComponent('active eq true')}&count=0`);
  const imported = rollcall('sim', 'import', '--confirm');
  expect('users scanned (Okta skips inactive ones)', imported.summary.usersScanned, active);
  expect(
    'pages of 100',
    imported.summary.pages,
    Math.ceil((await total(base, token, '/Users?count=0')) / 100),
  );
  expect(
    'left to review',
    rollcall(
      'call',
      'sim.importState',
      JSON.stringify({ connectionId: rollcall('sim', 'connections')[0].id }),
    ).counts.all,
    0,
  );

  console.log('6. Export the list, and read it back');
  const file = join(dir, 'okta-people.csv');
  expect('rows', rollcall('export', 'users', '--output', file).rows, active);
  const plan = rollcall('import', file, '--preview');
  expect('changes that reading it back would make', plan.create + plan.update + plan.skip, 0);
  console.log('\nThe main job works.');
} finally {
  host?.child.kill('SIGTERM');
  if (host) await new Promise((resolve) => host.child.once('exit', resolve));
  rmSync(dir, { recursive: true, force: true });
}
