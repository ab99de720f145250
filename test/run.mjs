/**
 * `npm test`: every check and every test, one after the other, and one line that sums them up. Finds a Chromium or
 * installs one, says what it skipped and why, and fails where a runner failed or ran nothing.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './support/find-chromium.mjs';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const totals = { passed: 0, failed: 0, skipped: 0 };
const skipped = [];

function count(passed, failed, skippedHere) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skippedHere;
}

function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('error', (error) => {
      console.error(String(error));
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function check(name, command, args) {
  const began = Date.now();
  const code = await run(command, args);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  count(code === 0 ? 1 : 0, code === 0 ? 0 : 1, 0);
}

async function checks() {
  console.log('\n# Checks');
  const tsc = bin('tsc');
  for (const part of ['shared', 'electron', 'electron/desktop', 'renderer', 'test'])
    await check(`types of ${part}`, tsc, ['-p', part]);
  await check('format and lint (biome)', bin('biome'), ['check', '--error-on-warnings', '.']);
  await check('lint with types (oxlint)', bin('oxlint'), ['--type-aware', '--deny-warnings']);
  await check('dead code (knip)', bin('knip'), []);
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

async function unitTests() {
  console.log('\n# Unit, integration, Okta exchanges, hosts (vitest)');
  await vitest([], {});
}

/** The promised numbers of what `npm test` does in a short form: about three quarters of an hour on two cores. */
async function longTests() {
  console.log('\n# Long forms: models, races, malformed requests, crashes (vitest)');
  const files = [
    'test/model',
    'test/faults',
    'condition-to-sql',
    'scim-users',
    'workspace-files',
    'damage',
    'backup',
    'migration',
  ];
  await vitest(files, { ROLLCALL_LONG: '1' });
}

async function vitest(filters, env) {
  const report = join(results, 'vitest.json');
  const code = await run(
    bin('vitest'),
    ['run', ...filters, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    env,
  );
  const found = readReport(report);
  if (found === null || found.numTotalTests === 0) return count(0, 1, 0);
  count(found.numPassedTests, found.numFailedTests, found.numPendingTests + (found.numTodoTests ?? 0));
  if (code !== 0 && found.numFailedTests === 0) count(0, 1, 0);
}

async function build() {
  console.log('\n# Build');
  await check('build', process.execPath, [join(root, 'electron', 'cli', 'rollcall.mjs'), 'build']);
}

async function endToEnd() {
  console.log('\n# End to end in a browser and through the Electron entry (playwright)');
  const chromium = findChromium({ install: true });
  if (chromium.path === null) {
    skipped.push(`end to end: ${chromium.why}`);
    return count(0, 0, 1);
  }
  console.log(`Chromium: ${chromium.path} (${chromium.why})`);
  const report = join(results, 'playwright.json');
  const code = await run(bin('playwright'), ['test'], {
    ROLLCALL_CHROMIUM: chromium.path,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const stats = readReport(report)?.stats;
  if (stats === undefined || stats.expected + stats.unexpected + stats.flaky === 0) return count(0, 1, 0);
  count(stats.expected + stats.flaky, stats.unexpected, stats.skipped);
  if (code !== 0 && stats.unexpected === 0) count(0, 1, 0);
  for (const reason of skipReasons(readReport(report))) skipped.push(reason);
}

function skipReasons(report) {
  const reasons = new Map();
  const visit = (suite) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const note = test.annotations.find((a) => a.type === 'skip')?.description;
        if (test.status === 'skipped')
          reasons.set(note ?? 'no reason given', (reasons.get(note ?? 'no reason given') ?? 0) + 1);
      }
    }
    for (const inner of suite.suites ?? []) visit(inner);
  };
  for (const suite of report?.suites ?? []) visit(suite);
  return [...reasons].map(([why, n]) => `${n} end to end: ${why}`);
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
console.log(`Node ${process.version} on ${process.platform} ${process.arch}`);
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error('The tests need Node 22.19 or newer. On Linux x64 npm brings one; elsewhere install it.');
  process.exit(1);
}
if (!existsSync(join(root, 'node_modules'))) {
  console.error('Run npm ci first.');
  process.exit(1);
}
const only = process.argv[2];
const steps = { checks, build, unit: unitTests, e2e: endToEnd };
if (only === 'long') await longTests();
for (const [name, step] of Object.entries(steps)) if (only === undefined || only === name) await step();
for (const line of skipped) console.log(`Skipped: ${line}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 ? 1 : 0;
