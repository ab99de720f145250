/** Writes the rows down: one table, the aims in plain words, and the notes that are kept beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { knobs } from './knobs.ts';
import { type Aim, milliseconds, type ResultRow } from './measuring.ts';
import { counted } from './user-rows.ts';

const here = import.meta.dirname;

/** Version of an installed package, as its own manifest says. */
function versionOf(name: string, folder: string): string {
  const manifest = join(folder, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return String(db.prepare('select sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}

function versions(): string {
  const peer = (name: string) => `${name} ${versionOf(name, join(here, 'peer'))}`;
  const ours = (name: string) => `${name} ${versionOf(name, join(here, '..'))}`;
  return [
    `Node ${process.version.slice(1)}`,
    `SQLite ${sqliteVersion()}`,
    ours('better-sqlite3'),
    ours('fastify'),
    peer('express'),
    peer('scimmy'),
    peer('scimmy-routers'),
  ].join(', ');
}

function aimText(aim: Aim): string {
  return `${aim.words}: ${aim.met ? 'met' : '**not met**'} (${aim.found})`;
}

function lineOf(row: ResultRow): string {
  const { Rollcall = '', floor = '', peer = '', limit = '' } = row.cells;
  const aims = row.aims.map(aimText).join('<br>');
  return `| ${[row.what, Rollcall, floor, peer, limit, row.toFloor, row.toPeer, aims].join(' | ')} |`;
}

/** What a row says on the screen while the bench goes on. */
export function spoken(row: ResultRow): string {
  const cells = Object.entries(row.cells).map(([name, text]) => `${name} ${text}`);
  return [row.what, ...cells, ...row.aims.map(aimText)].join('\n    ');
}

function notes(): string {
  const file = join(here, 'notes.md');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'Not written yet (bench/notes.md).';
}

export interface Report {
  readonly rows: readonly ResultRow[];
  /** What the client did at the limit: calls per second, and its share of one core. */
  readonly ceiling: string;
  /** What one page on disk took before the creates and before the membership changes, ms. */
  readonly syncs: readonly number[];
  /** Load average of the machine before the bench began: above 0.5 a core, others were at work. */
  readonly loadBefore: number;
  readonly minutes: number;
}

export function reportText({ rows, ceiling, syncs, loadBefore, minutes }: Report): string {
  const aims = rows.flatMap((row) => row.aims);
  const met = aims.filter((aim) => aim.met).length;
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `# Measured

\`npm run bench\`, ${new Date().toISOString().slice(0, 10)}, took ${minutes.toFixed(0)} min. ${machine}, the load client on the same
cores; load average ${loadBefore.toFixed(1)} before it began (above half a core each, others were at work).
${versions()}.

**${met} of ${aims.length} aims met.** Medians of ${knobs.rounds} rounds of up to ${knobs.seconds} s; all subjects take their turn in every round. A ratio is the
median of the rounds' own ratios, 2× is twice as fast; differences under 1.5 times are ties on a shared machine. Rates
for 16 connections, else the median time of one call after another. ${ceiling}
One page on disk (4 KiB, fdatasync) took ${syncs.map(milliseconds).join(' before the creates, ')} before the membership changes.

- **Rollcall** as \`rollcall serve\` starts it: token checked, traffic log on, every write on disk before its answer.
- **floor**: bare \`node:http\` and better-sqlite3 that keep the JSON to send; no token, no checks, no log, no fsync.
- **peer**: scimmy on Express 4, its users and groups in Maps in memory, indexed by id and userName; no fsync.
- **limit**: Fastify set up as Rollcall's, answering every request with the same 1 KB.

Users are about 1 KB. Empty: not measured, or it makes no sense there.

| what | Rollcall | floor | peer | limit | to floor | to peer | aim |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map(lineOf).join('\n')}

## What stands between us and the limit

${notes()}
`;
}

export function ceilingText(rate: number, share: number): string {
  return `The client
reached ${counted(Math.round(rate))} calls/s against the limit with ${Math.round(share * 100)} % of one core.`;
}
