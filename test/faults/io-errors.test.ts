/**
 * P4: any single I/O error is survived. The n-th call of a kind on the database files fails (strace injects it) while
 * an owner and a client are at work: no file is damaged, nothing acknowledged is lost, the client is told to wait, the
 * owner gets words, and what is asked next works.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generator } from '../../electron/engine/base/people.ts';
import { checkClosedWorkspace } from '../../electron/engine/closed-workspace.ts';
import { lookInto } from '../support/closed-workspace.ts';
import type { Said } from '../support/io-error-writer.ts';
import { isLong, scaled, seedOf } from '../support/scale.ts';
import { straceMissing, underStrace } from '../support/strace.ts';
import { tempDir } from '../support/temp-workspace.ts';

const missing = straceMissing();
const why = missing === null ? '' : ` (skipped: ${missing})`;
const random = generator(seedOf('I/O errors'));
const writer = join(import.meta.dirname, '..', 'support', 'io-error-writer.ts');

/** With how often each is called in one run, about. */
const calls = { pwrite64: 1200, 'fsync,fdatasync': 58, ftruncate: 13, openat: 16 } as const;
type Called = keyof typeof calls;
const errors = ['EIO', 'ENOSPC'] as const;
const each = scaled('I/O errors of each kind', 1, 300);
/** Processes at once. */
const width = 2;

interface Injection {
  readonly called: Called;
  readonly error: (typeof errors)[number];
  /** 1-based. */
  readonly n: number;
}

/** What once went wrong: the file opened to be read only, a sync and a write of the first start. */
const known: readonly Injection[] = [
  { called: 'openat', error: 'EIO', n: 4 },
  { called: 'fsync,fdatasync', error: 'ENOSPC', n: 18 },
  { called: 'pwrite64', error: 'EIO', n: 228 },
];

/** Long: the first 300 of each kind, and of what is called more often every tenth beyond. Short: a few at random. */
function injections(): Injection[] {
  const drawn = (Object.keys(calls) as Called[]).flatMap((called) =>
    errors.flatMap((error) => placesOf(calls[called]).map((n) => ({ called, error, n }))),
  );
  return [...known, ...drawn];
}

function placesOf(often: number): number[] {
  if (!isLong) return Array.from({ length: each }, () => 1 + Math.floor(random() * often));
  const places = Array.from({ length: Math.min(often, each) }, (_, i) => i + 1);
  for (let n = each + 10; n <= often; n += 10) places.push(n);
  return places;
}

const files = ['', '-wal', '-shm', '.new', '.new-wal', '.new-shm'].map((end) => `rollcall.db${end}`);
files.push('traffic.db', 'traffic.db-wal', 'traffic.db-shm', 'traffic.db.new', 'traffic.db.new-wal');

interface Outcome {
  readonly injected: boolean;
  readonly refused: number;
  /** Empty is good. */
  readonly wrong: string[];
}

async function run(injection: Injection): Promise<Outcome> {
  const dir = tempDir();
  const trace = join(tempDir(), 'trace');
  const { called, error, n } = injection;
  const paths = files.flatMap((name) => ['-P', join(dir, name)]);
  const fails = ['-e', `trace=${called}`, '-e', `inject=${called}:error=${error}:when=${n}`];
  const child = underStrace([...paths, ...fails, '-o', trace], [process.execPath, writer, dir]);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (d) => {
    stdout += d;
  });
  child.stderr?.on('data', (d) => {
    stderr += d;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  const said = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Said]));
  const injected = readFileSync(trace, 'latin1').includes('(INJECTED)');
  const label = `${called} ${n} ${error}`;
  const wrong = [
    ...(code === 0 && said.at(-1)?.kind === 'done' ? [] : [`ended ${String(code)}: ${stderr.slice(0, 600)}`]),
    ...said.flatMap(wrongWith),
    ...wrongIn(dir, said),
  ].map((text) => `${label}: ${text}`);
  rmSync(dir, { recursive: true });
  return { injected, refused: said.filter((s) => s.kind === 'refused').length, wrong };
}

/** The client is told to wait, the owner what is wrong. */
function wrongWith(said: Said): string[] {
  switch (said.kind) {
    case 'refused':
      return said.status === 429 && said.retryAfter === '30' && / (cannot write|is full)/.test(said.detail)
        ? []
        : [`refused with ${said.status} ${said.detail}`];
    case 'fault':
      return ['workspace-unwritable', 'disk-full'].includes(said.code) || said.at === 'close'
        ? []
        : [`${said.at}: ${said.code} ${said.message}`];
    case 'written':
    case 'deleted':
    case 'done':
      return [];
  }
}

function wrongIn(dir: string, said: readonly Said[]): string[] {
  const wanted = new Map<string, number | 'deleted'>();
  for (const one of said) {
    if (one.kind === 'written') wanted.set(one.id, one.version);
    else if (one.kind === 'deleted') wanted.set(one.id, 'deleted');
  }
  try {
    const lost = lookInto(dir, (directory, integrity) => {
      if (integrity !== 'ok') return [`integrity: ${String(integrity)}`];
      return [...wanted].flatMap(([id, version]) => {
        const found = directory.findUser(id)?.version ?? 'deleted';
        return found === version ? [] : [`user ${id} is ${found}, acknowledged was ${version}`];
      });
    });
    const problems = checkClosedWorkspace(dir, true).lines.filter((line) => line.state === 'problem');
    return [...lost, ...problems.map((line) => JSON.stringify(line))];
  } catch (error) {
    return [String(error)];
  }
}

it.skipIf(missing !== null)(
  `every single I/O error is survived${why}`,
  { timeout: isLong ? 3_600_000 : 120_000 },
  async () => {
    const left = injections();
    const tally = { runs: left.length, injected: 0, refusals: 0 };
    const wrong: string[] = [];
    const work = async () => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const outcome = await run(next);
        if (outcome.injected) tally.injected += 1;
        tally.refusals += outcome.refused;
        wrong.push(...outcome.wrong);
      }
    };
    await Promise.all(Array.from({ length: width }, work));
    console.log(
      `${tally.runs} runs, in ${tally.injected} a call failed, ${tally.refusals} requests were told to wait, ${wrong.length} wrong`,
    );
    expect(wrong).toEqual([]);
    expect(tally.injected).toBeGreaterThan(tally.runs / 2);
  },
);
