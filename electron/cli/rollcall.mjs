#!/usr/bin/env node
/**
 * What `npm run rollcall` and `npm start` run. Plain JavaScript that any Node can read: it finds a Node that is new
 * enough, builds what is missing or older than the sources, and hands over to the command line. Nothing else of the
 * app is loaded before those two are certain: on an old Node the database driver would crash without a word.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const needed = [22, 19];
const tools = join(root, 'node_modules', '.bin');

function newEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
}

function handToNewerNode() {
  const bundled = join(tools, process.platform === 'win32' ? 'node.cmd' : 'node');
  if (process.env.ROLLCALL_NODE_TRIED || !existsSync(bundled)) {
    console.error(
      `rollcall: Node ${needed.join('.')} or newer is needed, this is ${process.version}. Install it, or run npm ci here.`,
    );
    process.exit(1);
  }
  const child = spawn(bundled, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, ROLLCALL_NODE_TRIED: '1' },
  });
  // whoever stops this process means the one that works
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}

/** Newest change below the source folders, ms; folders count too, so a removed file shows. */
function newestSource() {
  let newest = 0;
  const visit = (path) => {
    const stat = statSync(path);
    newest = Math.max(newest, stat.mtimeMs);
    if (stat.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
  };
  for (const name of ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package.json'])
    visit(join(root, name));
  return newest;
}

function builtAt() {
  try {
    return Number(readFileSync(join(root, 'out', 'built-at'), 'utf8'));
  } catch {
    return 0;
  }
}

/** One build at a time: a second caller waits for the first. */
function build() {
  const lock = join(root, 'out.lock');
  const deadline = Date.now() + 120_000;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (Date.now() > deadline) rmSync(lock, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
  try {
    const sources = newestSource();
    if (builtAt() >= sources) return;
    console.error('rollcall: building (a few seconds, once)…');
    const run = spawnSync(
      process.execPath,
      [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'],
      { cwd: root, encoding: 'utf8' },
    );
    if (run.status !== 0) {
      console.error(run.stdout + run.stderr);
      console.error('rollcall: the build failed.');
      process.exitCode = 70;
      return;
    }
    writeFileSync(join(root, 'out', 'built-at'), String(sources));
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

if (!newEnough(process.version)) handToNewerNode();
else {
  // a packaged app carries its build and no sources
  if (existsSync(join(root, 'renderer')) && builtAt() < newestSource()) build();
  if (process.argv[2] === 'build') process.exit();
  if (process.exitCode === undefined) await import(pathToFileURL(join(root, 'out', 'main', 'cli.js')).href);
}
