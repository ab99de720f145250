/**
 * The servers that are measured, each a process of its own on 127.0.0.1: Rollcall as its users start it, the floor,
 * the peer and the limit. Whoever starts one stops it; `stop` waits until it is gone.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type SubjectName = 'Rollcall' | 'floor' | 'peer' | 'limit';

export interface Subject {
  readonly name: SubjectName;
  readonly origin: string;
  /** Path that SCIM's endpoints are below. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** From its start to its first line, ms. */
  readonly readyMs: number;
  /** MB that are resident; null where this machine cannot say. */
  residentMB(): number | null;
  stop(): Promise<void>;
}

const here = import.meta.dirname;
const cli = join(here, '..', 'electron', 'cli', 'rollcall.mjs');
const peerFolder = join(here, 'peer');
const patienceMs = 120_000;

/** Rejects when the process ends, or says nothing for two minutes. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) return reject(new Error('no output'));
    const timer = setTimeout(() => reject(new Error('was not ready in time')), patienceMs);
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
    child.once('exit', (code) => reject(new Error(`ended (${code}) before it was ready`)));
  });
}

function residentMB(child: ChildProcess): number | null {
  try {
    const kib = execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' });
    return (Number(kib.trim()) * 1024) / 1e6;
  } catch {
    return null;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(timer);
}

async function start(
  name: SubjectName,
  args: readonly string[],
  headers: Subject['headers'] = {},
): Promise<Subject> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  // an interrupted bench leaves no server behind
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  try {
    const said = JSON.parse(await firstLine(child)) as { port?: number; scim?: string };
    const readyMs = performance.now() - began;
    const url = new URL(said.scim ?? `http://127.0.0.1:${said.port}/scim/v2`);
    return {
      name,
      origin: url.origin,
      base: url.pathname,
      headers: { accept: 'application/scim+json', ...headers },
      readyMs,
      residentMB: () => residentMB(child),
      stop: () => stop(child),
    };
  } catch (error) {
    await stop(child);
    throw new Error(`${name}: ${String(error)}`);
  }
}

/** A workspace of its own with `users` people and the first `groups` groups; answers with a token that may write. */
export function seedWorkspace(data: string, users: number, groups: number): string {
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [cli, ...args, '--data', data, '--json'], { encoding: 'utf8' });
  run('seed', '--users', String(users), '--groups', String(groups));
  return (JSON.parse(run('tokens', 'create', '--name', 'bench')) as { token: string }).token;
}

/** How many exchanges the traffic log of a running Rollcall holds: proof that it was on. */
export function loggedExchanges(data: string): number {
  const args = [cli, 'call', 'traffic.list', '{"limit":1}', '--data', data, '--json'];
  return (JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as { all: number }).all;
}

export function startRollcall(data: string, token: string): Promise<Subject> {
  const args = [cli, 'serve', '--data', data, '--scim-port', '0', '--console-port', '0', '--json'];
  return start('Rollcall', args, { authorization: `Bearer ${token}` });
}

export function startFloor(folder: string, users: number): Promise<Subject> {
  return start('floor', [join(here, 'floor.ts'), folder, String(users)]);
}

export function startLimit(): Promise<Subject> {
  return start('limit', [join(here, 'limit.ts')]);
}

/** The peer's packages are its own: they are installed by its lockfile the first time. */
export function startPeer(users: number): Promise<Subject> {
  if (!existsSync(join(peerFolder, 'node_modules'))) {
    console.log('Installing the peer (scimmy, Express 4) with npm ci in bench/peer, once.');
    execFileSync('npm', ['ci'], { cwd: peerFolder, stdio: 'inherit', shell: process.platform === 'win32' });
  }
  return start('peer', [join(peerFolder, 'server.mjs'), String(users)]);
}
