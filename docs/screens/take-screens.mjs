/**
 * `npm run screens`: the README's pictures, taken of the real app on a workspace made for it, in both themes.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../../test/support/find-chromium.mjs';

const cli = fileURLToPath(new URL('../../electron/cli/rollcall.mjs', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'rollcall-screens-'));

const shots = [
  ['home', '#/'],
  ['users', '#/users', openFirstRow],
  ['groups', '#/groups', openFirstRow],
  ['connect', '#/connections/local'],
  ['tokens', '#/connections/local?tab=tokens'],
  ['behaviour', '#/connections/local?tab=behaviour'],
  ['schemas', '#/connections/local?tab=schemas'],
  ['provisioning', '#/simulator'],
  ['mappings', '#/simulator', openMappings],
  ['people', '#/simulator?tab=people'],
  ['assignments', '#/simulator?tab=assignments'],
  ['push-groups', '#/simulator?tab=push'],
  ['push-rule', '#/simulator?tab=push', startRule, closeDialog],
  ['import', '#/simulator?tab=import'],
  ['traffic', '#/traffic?method=PATCH&direction=in', openChange],
  ['transfer', '#/transfer?tab=export'],
  ['history', '#/history'],
  ['settings', '#/settings'],
];

const badgeSchema = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id: 'urn:acme:params:scim:schemas:extension:badge:1.0:User',
  name: 'Badge',
  description: 'The badge that opens doors.',
  attributes: [
    { name: 'number', type: 'string', multiValued: false, required: true, description: 'Printed on it.' },
    { name: 'level', type: 'integer', multiValued: false, description: 'Doors it opens.' },
    { name: 'pin', type: 'string', multiValued: false, mutability: 'writeOnly', returned: 'never' },
  ],
};

function rollcall(...args) {
  return execFileSync(process.execPath, [cli, ...args, '--data', dir], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function openFirstRow(page) {
  await page.getByRole('grid').first().getByRole('row').nth(3).click();
}

async function openChange(page) {
  await page
    .getByRole('grid', { name: 'Exchanges' })
    .getByRole('row')
    .filter({ hasText: 'PATCH' })
    .first()
    .click();
  await page.getByRole('tab', { name: 'Request' }).click();
}

async function openMappings(page) {
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'To App' }).click();
  await page.getByText('Attribute Mappings').scrollIntoViewIfNeeded();
  await page.mouse.move(800, 600);
  await page.mouse.wheel(0, 520);
}

async function startRule(page) {
  await page.getByRole('button', { name: 'Push Groups' }).first().click();
  await page.getByRole('menuitem', { name: 'Find groups by rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Rule name' }).fill('Sales teams');
  await dialog.getByRole('textbox', { name: 'Group name', exact: true }).fill('Sales');
}

async function closeDialog(page) {
  await page.keyboard.press('Escape');
}

/** A directory, an org that knows part of it, pushes in both directions, and an import waiting for its review. */
function prepare() {
  rollcall('seed', '--users', '1284', '--groups', '46');
  rollcall('call', 'workspace.rename', JSON.stringify({ name: 'Acme rollout' }));
  rollcall('tokens', 'create', '--name', 'OIN push', '--days', '90');
  rollcall('tokens', 'create', '--name', 'Nightly export', '--scope', 'read');
  const { id } = JSON.parse(rollcall('tokens', 'create', '--name', 'Review tool', '--json'));
  rollcall('tokens', 'rotate', id, '--overlap', '24h');
  rollcall(
    'server',
    'fault',
    'add',
    '--every',
    '5',
    '--method',
    'POST',
    '--path',
    '/Users',
    '--status',
    '429',
  );
  rollcall('server', 'fault', 'add', '--every', '10', '--lose');
  rollcall('server', 'fault', 'off');
  rollcall('backup', '--name', 'Before the rollout');
  const badge = join(dir, 'badge.json');
  writeFileSync(badge, JSON.stringify(badgeSchema));
  rollcall('schemas', 'import', badge);
}

function simulate() {
  rollcall('sim', 'fill', '--people', '1270', '--groups', '24');
  rollcall('sim', 'test');
  rollcall('sim', 'push', '--dialect', 'catalog', '--people', '1100', '--groups', '10');
  rollcall('sim', 'change', '--people', '6', '--set', 'title=Senior controller');
  rollcall('sim', 'deactivate', '--people', '2');
  rollcall('call', 'sim.configure', JSON.stringify({ connectionId: 'local', allowPartialMatch: true }));
  const { rows } = JSON.parse(rollcall('call', 'sim.people', JSON.stringify({ offset: 1120, limit: 5 })));
  for (const { id, profile } of rows) {
    const login = profile.login.replace('@', '.x@');
    rollcall('call', 'sim.updatePerson', JSON.stringify({ id, profile: { login, email: login } }));
  }
  rollcall('sim', 'import', '--groups');
}

prepare();
const host = spawn(
  process.execPath,
  [cli, 'serve', '--data', dir, '--scim-port', '0', '--console-port', '0', '--json'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const ready = JSON.parse(
  await new Promise((resolve) => createInterface({ input: host.stdout }).once('line', resolve)),
);
simulate();
const browser = await chromium.launch({
  executablePath: findChromium().path,
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(ready.console);
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
  for (const theme of ['light', 'dark']) {
    await page.evaluate((chosen) => localStorage.setItem('rollcall-theme', chosen), theme);
    await page.reload();
    for (const [name, hash, act, after] of shots) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await page.waitForTimeout(900);
      await act?.(page);
      await page.waitForTimeout(400);
      await page.mouse.move(0, 899);
      await page.screenshot({ path: join(here, `${name}-${theme}.png`) });
      await after?.(page);
      console.log(`${name}-${theme}.png`);
    }
  }
} finally {
  await browser.close();
  host.kill('SIGTERM');
  await new Promise((resolve) => host.once('exit', resolve));
  rmSync(dir, { recursive: true, force: true });
}
