/** Rows about Rollcall's process: how soon it is ready, how much memory it holds, and whether that grows with use. */
import { setTimeout as pause } from 'node:timers/promises';
import type { InventedPerson } from '../electron/engine/base/people.ts';
import { addMembers, createUser, get, lookUp, pageFrom, patch, removeMember } from './calls.ts';
import type { GroupSet } from './group-rows.ts';
import { knobs } from './knobs.ts';
import type { LoadClient } from './load-driver.ts';
import type { Call, Turn } from './load-plan.ts';
import { below, median, milliseconds, type ResultRow } from './measuring.ts';
import { samplePeople } from './sample-people.ts';
import { type Subject, startRollcall } from './subjects.ts';
import { counted } from './user-rows.ts';

/** Longer than an engine waits before it calls it rest, and V8 before it gives pages back, ms. */
const restMs = 45_000;

/** Starts, and leaves the last one running for the rows that follow. */
export async function startRow(data: string, token: string): Promise<{ row: ResultRow; subject: Subject }> {
  let subject = await startRollcall(data, token);
  const took = [subject.readyMs];
  while (took.length < 3) {
    await subject.stop();
    subject = await startRollcall(data, token);
    took.push(subject.readyMs);
  }
  const row: ResultRow = {
    what: `start to ready, ${counted(knobs.many)} users (\`rollcall serve\`, median of ${took.length})`,
    cells: { Rollcall: milliseconds(median(took)) },
    toFloor: '',
    toPeer: '',
    aims: [below('ready', median(took), 2000)],
  };
  return { row, subject };
}

interface Sample {
  readonly calls: number;
  readonly megabytes: number;
}

/** Least squares over the samples, MB per 10,000 requests. The first fifth is left out: caches fill. */
function slopeOf(samples: readonly Sample[]): number {
  const counted = samples.slice(Math.floor(samples.length / 5));
  const mean = (pick: (s: Sample) => number) => counted.reduce((sum, s) => sum + pick(s), 0) / counted.length;
  const [x, y] = [mean((s) => s.calls), mean((s) => s.megabytes)];
  const above = counted.reduce((sum, s) => sum + (s.calls - x) * (s.megabytes - y), 0);
  const under = counted.reduce((sum, s) => sum + (s.calls - x) ** 2, 0);
  return (above / under) * 10_000;
}

/** A hundred requests as a provisioning client makes them: looks up, reads, creates, changes, moves, removes. */
function mixedTurns(subject: Subject, set: GroupSet, people: readonly InventedPerson[], at: number): Turn[] {
  const { base } = subject;
  const held = set.of.get(subject.name);
  if (held === undefined) return [];
  const id = (i: number) => held.ids[(at * 100 + i) % held.ids.length] ?? '';
  const name = (i: number) => people[(at * 100 + i * 7919) % people.length]?.email ?? '';
  const user = (i: number) => `${base}/Users/${id(i)}`;
  const some = (n: number, call: (i: number) => Call): Turn[] =>
    Array.from({ length: n }, (_, i) => [call(i)]);
  const [person] = people;
  if (person === undefined) return [];
  const life = (i: number): Turn => [
    createUser(base, person, `mix.${at}.${i}@acme.example`),
    get(`${base}/Users/{id}`),
    patch(`${base}/Users/{id}`, { op: 'replace', value: { active: false } }),
    { method: 'DELETE', path: `${base}/Users/{id}` },
  ];
  return [
    ...some(50, (i) => lookUp(base, name(i))),
    ...some(20, (i) => get(user(i))),
    ...some(8, (i) => patch(user(i), { op: 'replace', path: 'title', value: `Title ${at % 7} ${i}` })),
    ...some(2, (i) => pageFrom(base, 1 + ((at * 100 + i) % Math.max(1, knobs.many - 100)))),
    ...Array.from({ length: 3 }, (_, i) => life(i)),
    ...Array.from(
      { length: 4 },
      (_, i): Turn => [removeMember(held.group.path, id(i)), addMembers(held.group.path, [id(i)])],
    ),
  ];
}

/** What the process holds once it has had nothing to do for a while, MB; null where this machine cannot say. */
export async function restingMB(subject: Subject): Promise<number | null> {
  await pause(restMs);
  return subject.residentMB();
}

/**
 * Memory of a fresh process while the mix goes on over sixteen connections.
 *
 * @param afterRows MB that the process before it held, when it had answered every row of the bench
 */
export async function memoryRows(
  client: LoadClient,
  fresh: Subject,
  set: GroupSet,
  afterRows: number | null,
): Promise<ResultRow[]> {
  const samples: Sample[] = [];
  const people = samplePeople(knobs.many);
  const { origin, headers } = fresh;
  const turns = Array.from({ length: 50 }, (_, at) => mixedTurns(fresh, set, people, at)).flat();
  const tellEvery = knobs.mix / 50;
  const plan = { origin, headers, connections: 16, turns, seconds: null, calls: knobs.mix, tellEvery };
  const found = await client.run(plan, (calls) => {
    const megabytes = fresh.residentMB();
    if (megabytes !== null) samples.push({ calls, megabytes });
  });
  const afterMix = await restingMB(fresh);
  const highest = samples.length === 0 ? null : Math.max(...samples.map((s) => s.megabytes));
  const problem = found.failed === 0 ? '' : ` **${found.failed} failed** (${found.failure})`;
  const per = `${Math.round(found.rate).toLocaleString('en')}/s, p99 ${milliseconds(found.p99)}`;
  const mix = `a mix of ${counted(knobs.mix)} requests`;
  return [
    memoryRow(
      `resident memory after every row above, at rest for ${restMs / 1000} s`,
      megabyteText(afterRows),
      [afterRows],
    ),
    memoryRow(
      `resident memory after ${mix} from a fresh start (${per})`,
      `${megabyteText(afterMix)}, ${megabyteText(highest)} at most${problem}`,
      [afterMix],
    ),
    memoryRow(
      `growth over the last 80 % of that mix`,
      `${slopeOf(samples).toFixed(2)} MB per 10,000 requests`,
      [],
    ),
  ];
}

function megabyteText(value: number | null): string {
  return value === null ? 'not measured' : `${Math.round(value)} MB`;
}

/** `judged` are the figures that have to be below 250 MB. */
function memoryRow(what: string, text: string, judged: readonly (number | null)[]): ResultRow {
  const aims = judged.map((found) => ({
    words: '< 250 MB',
    found: megabyteText(found),
    met: found !== null && found < 250,
  }));
  return { what, cells: { Rollcall: text }, toFloor: '', toPeer: '', aims };
}
