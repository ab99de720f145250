/**
 * `npm run bench`: Rollcall beside the floor, in one run on one machine, into bench/RESULTS.md. Ratios count; absolute
 * figures depend on the machine. The traffic log is on, every write is on disk before its answer (synchronous=FULL).
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inventPeople } from '../electron/engine/base/people.ts';
import { type Call, load, type Measured } from './load.ts';

const root = join(import.meta.dirname, '..');
const cli = join(root, 'electron', 'cli', 'rollcall.mjs');
const users = Number(process.env.BENCH_USERS ?? 50_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);

interface Subject {
  readonly name: string;
  readonly origin: string;
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly child: ChildProcess;
  /** Starts to ready, ms; null where it is not measured. */
  readonly ready: number | null;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) return reject(new Error('no output'));
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`ended (${code}) before it was ready`)));
  });
}

async function startRollcall(dir: string): Promise<Subject> {
  execFileSync(process.execPath, [cli, 'seed', '--users', String(users), '--groups', '3', '--data', dir], {
    stdio: 'inherit',
  });
  const token = JSON.parse(
    execFileSync(process.execPath, [cli, 'tokens', 'create', '--name', 'bench', '--data', dir, '--json'], {
      encoding: 'utf8',
    }),
  ) as { token: string };
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [cli, 'serve', '--data', dir, '--scim-port', '0', '--console-port', '0', '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ready = JSON.parse(await firstLine(child)) as { scim: string };
  const url = new URL(ready.scim);
  return {
    name: 'Rollcall',
    origin: url.origin,
    base: url.pathname,
    headers: { authorization: `Bearer ${token.token}`, accept: 'application/scim+json' },
    child,
    ready: performance.now() - began,
  };
}

async function startFloor(dir: string): Promise<Subject> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'floor.ts'), dir, String(users)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { port } = JSON.parse(await firstLine(child)) as { port: number };
  return {
    name: 'floor',
    origin: `http://127.0.0.1:${port}`,
    base: '/scim/v2',
    headers: {},
    child,
    ready: null,
  };
}

function residentMiB(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

interface Task {
  readonly name: string;
  readonly unit: 'per second' | 'ms';
  readonly connections: number;
  readonly requests: number;
  next(subject: Subject, round: number): Promise<(i: number) => Call>;
}

const people = inventPeople(users, 1);
const lookup = (name: string) => `/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`;

function newUser(name: string): string {
  return JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: name,
    name: { givenName: 'Bench', familyName: 'Person' },
    displayName: 'Bench Person',
    emails: [{ value: name, type: 'work', primary: true }],
    active: true,
  });
}

/** Ids of the first hundred users, and of a group: Rollcall has real ones, the floor takes any. */
async function idsOf(subject: Subject): Promise<{ group: string; members: string[] }> {
  const read = async (path: string) =>
    (await (await fetch(subject.origin + subject.base + path, { headers: subject.headers })).json()) as {
      Resources: { id: string }[];
    };
  const members = (await read('/Users?startIndex=1&count=1000')).Resources.map((r) => r.id);
  if (subject.name === 'floor') return { group: 'one', members };
  const answer = await fetch(`${subject.origin}${subject.base}/Groups`, {
    method: 'POST',
    headers: { ...subject.headers, 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: `Bench ${Math.random()}`,
    }),
  });
  return { group: ((await answer.json()) as { id: string }).id, members };
}

const get = (path: string): Call => ({ method: 'GET', path });

const tasks: readonly Task[] = [
  {
    name: 'lookup `userName eq`, 16 connections',
    unit: 'per second',
    connections: 16,
    requests: 8000,
    next: async (subject) => (i) => get(subject.base + lookup(people[(i * 7919) % users]?.email ?? '')),
  },
  {
    name: 'create a user, 16 connections',
    unit: 'per second',
    connections: 16,
    requests: 3000,
    next: async (subject, round) => (i) => ({
      method: 'POST',
      path: `${subject.base}/Users`,
      body: newUser(`bench.${round}.${i}@acme.example`),
    }),
  },
  {
    name: 'first page of 100',
    unit: 'ms',
    connections: 1,
    requests: 150,
    next: async (s) => () => get(`${s.base}/Users?startIndex=1&count=100`),
  },
  {
    name: 'last page of 100',
    unit: 'ms',
    connections: 1,
    requests: 150,
    next: async (s) => () => get(`${s.base}/Users?startIndex=${users - 99}&count=100`),
  },
  {
    name: 'add one member to a group',
    unit: 'ms',
    connections: 1,
    requests: 500,
    next: async (subject) => {
      const { group, members } = await idsOf(subject);
      return (i) => ({
        method: 'PATCH',
        path: `${subject.base}/Groups/${group}`,
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'add', path: 'members', value: [{ value: members[i] }] }],
        }),
      });
    },
  },
];

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function measure(task: Task, subject: Subject): Promise<Measured> {
  const found: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    const next = await task.next(subject, round);
    found.push(await load(subject.origin, subject.headers, task.connections, task.requests, next));
  }
  return {
    rate: median(found.map((m) => m.rate)),
    p50: median(found.map((m) => m.p50)),
    p99: median(found.map((m) => m.p99)),
    failed: found.reduce((sum, m) => sum + m.failed, 0),
  };
}

function line(task: Task, ours: Measured, floor: Measured): string {
  const shown = (m: Measured) =>
    task.unit === 'ms' ? `${m.p50.toFixed(2)} ms` : `${Math.round(m.rate).toLocaleString('en')}/s`;
  const ratio = task.unit === 'ms' ? floor.p50 / ours.p50 : ours.rate / floor.rate;
  const problem = ours.failed > 0 ? ` (${ours.failed} failed)` : '';
  return `| ${task.name} | ${shown(ours)}${problem} | ${ours.p99.toFixed(1)} ms | ${shown(floor)} | ${ratio.toFixed(2)} |`;
}

const dir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const subjects: Subject[] = [];
try {
  console.log(`Seeding ${users} users twice…`);
  const ours = await startRollcall(join(dir, 'workspace'));
  subjects.push(ours);
  const floor = await startFloor(dir);
  subjects.push(floor);
  const rows: string[] = [];
  for (const task of tasks) {
    // in turn, so that a slow minute of the machine meets both
    const floorResult = await measure(task, floor);
    const oursResult = await measure(task, ours);
    rows.push(line(task, oursResult, floorResult));
    console.log(rows.at(-1));
  }
  const versions = `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const text = `# Measured

${new Date().toISOString().slice(0, 10)}, ${versions}. ${users.toLocaleString('en')} users, medians of ${rounds} rounds, client on the same
cores. Ratio: Rollcall to the floor, more is better, 1.00 is the floor's own speed. The floor is bare \`node:http\` and
better-sqlite3 without authentication, checks, log or fsync; Rollcall does all of these, with its traffic log on and
every write on disk before its answer.

| what | Rollcall | p99 | floor | ratio |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

| what | Rollcall | floor |
| --- | --- | --- |
| start to ready with ${users.toLocaleString('en')} users | ${Math.round(ours.ready ?? 0)} ms | not measured |
| resident memory at the end | ${Math.round(residentMiB(ours.child))} MiB | ${Math.round(residentMiB(floor.child))} MiB |
`;
  writeFileSync(join(import.meta.dirname, 'RESULTS.md'), text);
  console.log('\nWrote bench/RESULTS.md');
} finally {
  for (const subject of subjects) subject.child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 500));
  rmSync(dir, { recursive: true, force: true });
}
