/**
 * `npm run bench`: Rollcall beside the floor, the peer and the limit, in one run on one machine, into
 * bench/RESULTS.md. Ratios count; absolute figures depend on the machine. knobs.ts says how to make it smaller.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { get } from './calls.ts';
import { syncMs } from './disk.ts';
import { headRows, memberRows, prepareGroup, thousandsRows, wholeGroupRow } from './group-rows.ts';
import { knobs, target } from './knobs.ts';
import { type LoadClient, startLoadClient } from './load-driver.ts';
import { milliseconds, type ResultRow } from './measuring.ts';
import { memoryRows, restingMB, startRow } from './process-rows.ts';
import { ceilingText, reportText, spoken } from './report.ts';
import {
  loggedExchanges,
  type Subject,
  seedWorkspace,
  startFloor,
  startLimit,
  startPeer,
  startRollcall,
} from './subjects.ts';
import { counted, createRow, lookUpRow, pageRows } from './user-rows.ts';

const began = performance.now();
const loadBefore = loadavg()[0] ?? 0;
const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const running: Subject[] = [];
const rows: ResultRow[] = [];

async function keep(starting: Promise<Subject>): Promise<Subject> {
  const subject = await starting;
  running.push(subject);
  return subject;
}

async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((subject) => subject.stop()));
}

function tell(...found: readonly ResultRow[]): void {
  for (const row of found) console.log(spoken(row));
  rows.push(...found);
}

function say(words: string): void {
  console.log(`[${Math.round((performance.now() - began) / 1000)} s] ${words}`);
}

/** What one durable write costs the disk at this moment, ms. */
const syncs: number[] = [];
function probeDisk(): void {
  const ms = syncMs(folder);
  syncs.push(ms);
  say(`One page on disk: ${milliseconds(ms)}.`);
}

function folderOf(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

async function ceiling(client: LoadClient, limit: Subject): Promise<string> {
  const { origin, headers, base } = limit;
  const plan = { origin, headers, connections: 16, calls: null, tellEvery: 0 };
  const turns = [[get(`${base}/Users/1`)]];
  await client.run({ ...plan, turns, seconds: 1 });
  const found = await client.run({ ...plan, turns, seconds: knobs.seconds });
  const text = ceilingText(found.rate, found.clientShare);
  say(text.replace('\n', ' '));
  return text;
}

/** Look-ups, creates, and a group that the peer can still change. */
async function manyCalls(client: LoadClient): Promise<string> {
  say(`Seeding ${counted(knobs.users)} users in each subject.`);
  const data = join(folder, 'some');
  const token = seedWorkspace(data, knobs.users, 1);
  const limit = await keep(startLimit());
  const ours = await keep(startRollcall(data, token));
  const floor = await keep(startFloor(folderOf('floor-some'), knobs.users));
  const peer = await keep(startPeer(knobs.users));
  const text = await ceiling(client, limit);
  tell(await lookUpRow(client, [limit, floor, ours, peer]));
  tell(...(await thousandsRows(client, [floor, ours, peer])));
  probeDisk();
  tell(await createRow(client, [limit, floor, ours, peer]));
  await stopAll();
  return text;
}

/** Pages and groups of a large workspace, then what the process costs. */
async function largeWorkspace(clients: readonly [LoadClient, LoadClient]): Promise<void> {
  const [client] = clients;
  say(`Seeding ${counted(knobs.many)} users in each subject.`);
  const data = join(folder, 'many');
  const token = seedWorkspace(data, knobs.many, 0);
  const { row: start, subject: ours } = await startRow(data, token);
  running.push(ours);
  const floor = await keep(startFloor(folderOf('floor-many'), knobs.many));
  const peer = await keep(startPeer(knobs.many));
  const small = await prepareGroup([floor, ours], 'ten', 10);
  const big = await prepareGroup([floor, ours], 'all', knobs.many);
  say(`A group of ${counted(knobs.many)} took ${Math.round(big.of.get('Rollcall')?.group.tookMs ?? 0)} ms.`);
  tell(...(await pageRows(client, [floor, ours, peer])));
  probeDisk();
  tell(...(await memberRows(client, [floor, ours], small, big)));
  tell(...(await headRows(client, [floor, ours], small, big)));
  tell(await wholeGroupRow(clients, ours, big));
  tell(start);
  const afterRows = await restingMB(ours);
  await ours.stop();
  const fresh = await keep(startRollcall(data, token));
  say(`Watching memory over ${counted(knobs.mix)} mixed requests.`);
  tell(...(await memoryRows(client, fresh, big, afterRows)));
  const logged = loggedExchanges(data);
  say(`The traffic log holds ${counted(logged)} exchanges.`);
  if (logged < knobs.mix / 10) throw new Error('the traffic log was not on');
  await stopAll();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const clients = [startLoadClient(), startLoadClient()] as const;
try {
  const ceilingFound = await manyCalls(clients[0]);
  await largeWorkspace(clients);
  const minutes = (performance.now() - began) / 60_000;
  const text = reportText({ rows, ceiling: ceilingFound, syncs, loadBefore, minutes });
  if (target === null) console.log(`\n${text}\nA smaller run: bench/RESULTS.md is as it was.`);
  else {
    writeFileSync(target, text);
    say(`Wrote ${target}`);
  }
} finally {
  for (const client of clients) client.close();
  await stopAll();
}
