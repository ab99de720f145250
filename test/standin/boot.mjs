/** Starts Chromium, puts the stand-in in the place of `electron`, and loads the app's real built main. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import inspector from 'node:inspector';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../support/find-chromium.mjs';

const args = process.argv.slice(2);
const appDir = resolve(args.find((a) => !a.startsWith('-')) ?? '.');
const about = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8'));
const main = join(appDir, about.main);
const standin = pathToFileURL(join(import.meta.dirname, 'electron-module.mjs')).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: standin, format: 'module', shortCircuit: true }
      : next(specifier, context),
});
process.versions.electron ??= `${about.devDependencies.electron}-standin`;
process.type = 'browser';
process.argv = [
  process.argv[0],
  appDir,
  ...args.filter((a) => a.startsWith('-') && !/^--(inspect|remote-debugging-port|no-sandbox)/.test(a)),
];

function startChromium(profile) {
  const { path, why } = findChromium();
  if (path === null) throw new Error(why);
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
    '--password-store=basic',
    '--no-startup-window',
    '--disable-dev-shm-usage',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
  ];
  return spawn(path, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** The address that Chromium prints once it listens. */
function debuggerAddress(child) {
  return new Promise((ok, bad) => {
    let text = '';
    const timer = setTimeout(() => bad(new Error(`Chromium gave no address in 20 s:\n${text}`)), 20_000);
    child.once('exit', (code) => bad(new Error(`Chromium ended (${code}):\n${text}`)));
    child.stderr.on('data', (data) => {
      text += data;
      const found = /DevTools listening on (ws:\S+)/.exec(text);
      if (!found) return;
      clearTimeout(timer);
      ok(found[1]);
    });
  });
}

const profile = mkdtempSync(join(tmpdir(), 'rollcall-standin-'));
const child = startChromium(profile);
process.on('exit', () => {
  child.kill('SIGKILL');
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    // a file Chromium still held: it lies in the temporary folder
  }
});
const address = await debuggerAddress(child);
const browser = await chromium.connectOverCDP(address);
const { attach, becomeReady } = await import(standin);
attach(browser.contexts()[0], { appDir, about });

/** With Playwright the app starts only once the tester is attached, as with the real binary. */
async function start() {
  await import(pathToFileURL(main).href);
  becomeReady();
}

if (args.some((a) => a.startsWith('--inspect'))) {
  // set before the addresses are printed: the tester calls it as soon as it has both
  globalThis.__playwright_run = start;
  inspector.open(0);
  process.stderr.write(`DevTools listening on ${address}\n`);
} else await start();
