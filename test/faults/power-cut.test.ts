/**
 * P2: what was acknowledged survives a power cut. A process writes under strace; its trace is replayed onto a disk
 * that loses what was not synced, and the power is cut at many points of it. Each time the workspace is opened as the
 * app opens it. The same with less syncing than the app does must lose writes, or the test would see nothing.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generator } from '../../electron/engine/base/people.ts';
import type { Directory } from '../../electron/engine/directory/directory.ts';
import { lookInto } from '../support/closed-workspace.ts';
import { createDisk, losses } from '../support/power-cut.ts';
import type { Said } from '../support/power-cut-writer.ts';
import { cliJson, cliPath, type Served } from '../support/run-cli.ts';
import { scaled, seedOf } from '../support/scale.ts';
import { gone, newBook, startLoad } from '../support/scim-load.ts';
import { diskCalls, straceMissing, underStrace } from '../support/strace.ts';
import { tempDir } from '../support/temp-workspace.ts';
import { readTrace, type TraceEvent } from '../support/write-trace.ts';

const missing = straceMissing();
const why = missing === null ? '' : ` (skipped: ${missing})`;
const seed = seedOf('power cuts');
const random = generator(seed);
const cuts = scaled('power cuts of a writing engine', 60, 1000);
const serverCuts = scaled('power cuts of the whole server', 30, 300);
const afterCut = join(tempDir(), 'after-cut');
const writer = join(import.meta.dirname, '..', 'support', 'power-cut-writer.ts');

function ofWorkspace(name: string): boolean {
  return name.startsWith('rollcall.db') && !name.endsWith('-shm');
}

/** The folder as it is before the process under trace begins. */
function filesOf(dir: string): Map<string, Buffer> {
  const names = readdirSync(dir).filter(ofWorkspace);
  return new Map(names.map((name) => [name, readFileSync(join(dir, name))]));
}

async function traceWriter(dir: string, synchronous: 'FULL' | 'NORMAL' | 'OFF'): Promise<TraceEvent[]> {
  const trace = join(tempDir(), 'trace');
  const child = underStrace(
    ['-s', '70000', '-e', `trace=${diskCalls}`, '-o', trace],
    [process.execPath, writer, dir, '240', synchronous],
  );
  child.stdout?.resume();
  child.stderr?.pipe(process.stderr);
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  return readTrace(trace, dir, ofWorkspace);
}

/** What was acknowledged so far, by id. */
type Acknowledged = Map<string, Said['version']>;
type Hear = (text: string, acknowledged: Acknowledged) => void;

function hearWriter(text: string, acknowledged: Acknowledged): void {
  const { id, version } = JSON.parse(text) as Said;
  acknowledged.set(id, version);
}

/** A user in an answer of the SCIM server, created or changed; an answer to a DELETE does not say whose it is. */
function hearServer(deleted: ReadonlySet<string>): Hear {
  return (text, acknowledged) => {
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const status = /^HTTP\/1\.1 (\d+)/.exec(head)?.[1];
    if ((status !== '201' && status !== '200') || !body.includes('"userName"')) return;
    const { id, meta } = JSON.parse(body) as { id: string; meta: { version: string } };
    const version = Number(/^W\/"(\d+)/.exec(meta.version)?.[1]);
    acknowledged.set(id, deleted.has(id) ? 'going' : version);
  };
}

/** Empty is good. */
function lost(acknowledged: Acknowledged, directory: Directory): string[] {
  return [...acknowledged].flatMap(([id, wanted]) => {
    const version = directory.findUser(id)?.version;
    if (wanted === 'going') return [];
    if (wanted === 'gone') return version === undefined ? [] : [`${id} was deleted and is there`];
    if (version !== undefined && version >= wanted) return [];
    return [`${id} is ${version ?? 'missing'}, acknowledged was ${wanted}`];
  });
}

interface Found {
  readonly cuts: number;
  readonly acknowledged: number;
  /** Cuts that lost something acknowledged. */
  readonly lost: string[];
  /** Cuts that left a file that is refused or not in order. */
  readonly corrupt: string[];
}

function cutAt(
  events: readonly TraceEvent[],
  first: ReadonlyMap<string, Buffer>,
  hear: Hear,
  count: number,
): Found {
  const points = Array.from({ length: count }, () => 1 + Math.floor(random() * events.length));
  points.sort((a, b) => a - b);
  const disk = createDisk(first);
  const acknowledged: Acknowledged = new Map();
  const found: Found = { cuts: count, acknowledged: 0, lost: [], corrupt: [] };
  let at = 0;
  for (const [i, point] of points.entries()) {
    for (; at < point; at++) {
      const event = events[at] as TraceEvent;
      disk.happen(event);
      if (event.kind === 'said') hear(event.text, acknowledged);
    }
    const loss = losses[i % losses.length] as (typeof losses)[number];
    const label = `event ${point} of ${events.length}, ${loss}`;
    const seen = openAfter(disk.cut(loss, random), acknowledged);
    if (seen.integrity !== 'ok') found.corrupt.push(`${label}: ${seen.integrity}`);
    else if (seen.lost.length > 0) found.lost.push(`${label}: ${seen.lost[0]}`);
  }
  return { ...found, acknowledged: acknowledged.size };
}

function openAfter(
  files: ReadonlyMap<string, Buffer>,
  acknowledged: Acknowledged,
): { integrity: unknown; lost: string[] } {
  mkdirSync(afterCut);
  try {
    for (const [name, bytes] of files) writeFileSync(join(afterCut, name), bytes);
    return lookInto(afterCut, (directory, integrity) => ({ integrity, lost: lost(acknowledged, directory) }));
  } catch (error) {
    return { integrity: String(error), lost: [] };
  } finally {
    rmSync(afterCut, { recursive: true });
  }
}

function report(what: string, { cuts: made, lost: l, corrupt, acknowledged }: Found): void {
  console.log(
    `${what}: ${made} power cuts, ${acknowledged} users acknowledged, lost at ${l.length}, damaged at ${corrupt.length}`,
  );
}

it.skipIf(missing !== null)(
  `${cuts} power cuts of a writing engine lose nothing and damage nothing${why}`,
  { timeout: 300_000 },
  async () => {
    const dir = tempDir();
    const events = await traceWriter(dir, 'FULL');
    expect(events.filter((e) => e.kind === 'sync').length).toBeGreaterThan(80);
    const found = cutAt(events, new Map(), hearWriter, cuts);
    report('synchronous=FULL', found);
    expect(found).toMatchObject({ lost: [], corrupt: [] });
    expect(found.acknowledged).toBeGreaterThan(50);
  },
);

it.skipIf(missing !== null)(
  `the same with less syncing is found out${why}`,
  { timeout: 120_000 },
  async () => {
    const normal = cutAt(await traceWriter(tempDir(), 'NORMAL'), new Map(), hearWriter, 40);
    report('synchronous=NORMAL', normal);
    expect(normal.lost.length).toBeGreaterThan(5);
    const off = cutAt(await traceWriter(tempDir(), 'OFF'), new Map(), hearWriter, 40);
    report('synchronous=OFF', off);
    expect(off.corrupt.length).toBeGreaterThan(0);
    expect(off.corrupt.length + off.lost.length).toBeGreaterThan(15);
  },
);

it.skipIf(missing !== null)(
  `${serverCuts} power cuts of the whole server lose nothing that was answered${why}`,
  { timeout: 300_000 },
  async () => {
    const dir = tempDir();
    const { token } = await cliJson<{ token: string }>('tokens', 'create', '--name', 'load', '--data', dir);
    const first = filesOf(dir);
    const trace = join(tempDir(), 'trace');
    const serve = ['serve', '--data', dir, '--scim-port', '0', '--console-port', '0', '--json'];
    const child = underStrace(
      ['-s', '70000', '-e', `trace=${diskCalls}`, '-o', trace],
      [process.execPath, cliPath, ...serve],
    );
    const exited = new Promise((resolve) => child.once('exit', resolve));
    const ready = await new Promise<Served>((resolve) =>
      child.stdout?.once('data', (line) => resolve(JSON.parse(String(line)) as Served)),
    );
    const book = newBook();
    const load = startLoad(ready.scim, token, book, 8);
    while (book.acknowledged < 300) await new Promise((resolve) => setTimeout(resolve, 50));
    await load.stop();
    process.kill(ready.pid, 'SIGTERM');
    await exited;
    const deleted = new Set([...book.users].flatMap(([id, was]) => (was.includes(gone) ? [id] : [])));
    const found = cutAt(await readTrace(trace, dir, ofWorkspace), first, hearServer(deleted), serverCuts);
    report('the whole server', found);
    expect(found).toMatchObject({ lost: [], corrupt: [] });
    expect(found.acknowledged).toBeGreaterThan(50);
  },
);
