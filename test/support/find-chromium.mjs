/** Where a Chromium is: Playwright's own, the system's, or Debian's package, installed where that is possible. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

function installFromDebian() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return false;
  console.log('Installing Chromium from Debian’s packages…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  return (
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    }).status === 0
  );
}

function installFromPlaywright() {
  console.log('Downloading Playwright’s Chromium…');
  const run = spawnSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'], {
    stdio: 'inherit',
    timeout: 300_000,
  });
  return run.status === 0 && existsSync(chromium.executablePath());
}

/** @returns {{ path: string | null, why: string }} where it is and how it was found, or why there is none */
export function findChromium({ install = false } = {}) {
  const given = process.env.ROLLCALL_CHROMIUM;
  if (given && existsSync(given)) return { path: given, why: 'ROLLCALL_CHROMIUM' };
  if (existsSync(chromium.executablePath()))
    return { path: chromium.executablePath(), why: 'Playwright’s own' };
  const system = () => places.find((p) => existsSync(p));
  const there = system();
  if (there) return { path: there, why: 'the system’s' };
  if (!install) return { path: null, why: 'there is no Chromium' };
  if (installFromDebian() && system()) return { path: system(), why: 'Debian’s package, installed now' };
  if (installFromPlaywright())
    return { path: chromium.executablePath(), why: 'Playwright’s own, downloaded now' };
  return { path: null, why: 'there is no Chromium here, and none could be installed' };
}
