/**
 * Rows about groups: what a membership change costs in a small group and in one of everybody, what a group costs
 * without its members, and what reading all members at once does to everyone else.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { addMembers, get, heldGroup, type MadeGroup, makeGroup, removeMember, userIds } from './calls.ts';
import { knobs } from './knobs.ts';
import type { LoadClient } from './load-driver.ts';
import type { LoadPlan, Turn } from './load-plan.ts';
import {
  atLeast,
  atMostTimes,
  below,
  measure,
  median,
  milliseconds,
  type ResultRow,
  rowOf,
  type Task,
} from './measuring.ts';
import type { Subject, SubjectName } from './subjects.ts';
import { counted, p50, p99 } from './user-rows.ts';

/** The same group in every subject, and members of it that may be taken out and put back. */
export interface GroupSet {
  readonly size: number;
  readonly of: ReadonlyMap<SubjectName, { group: MadeGroup; ids: readonly string[] }>;
}

const movedMembers = 500;
/** The peer takes about a second for one change of 5,000 members. */
const peerCalls = 4;
const slowSubject = (name: SubjectName) => (name === 'peer' ? peerCalls : null);

export async function prepareGroup(
  subjects: readonly Subject[],
  name: 'ten' | 'thousands' | 'all',
  size: number,
): Promise<GroupSet> {
  const of = new Map<SubjectName, { group: MadeGroup; ids: readonly string[] }>();
  for (const subject of subjects) {
    const ids = await userIds(subject, size);
    const group =
      subject.name === 'Rollcall'
        ? await makeGroup(subject, `Bench ${name}`, ids)
        : heldGroup(subject, name, size);
    of.set(subject.name, { group, ids: ids.slice(0, movedMembers) });
  }
  return { size, of };
}

function memberTask(set: GroupSet, slow: boolean): Task {
  return {
    what: `add one member to a group of ${counted(set.size)}`,
    unit: 'ms',
    connections: 1,
    ...(slow ? { calls: slowSubject } : {}),
    // the member is taken out first, without being timed, so that the group keeps its size
    turns: (subject) => {
      const held = set.of.get(subject.name);
      if (held === undefined) return [];
      return held.ids.map(
        (id): Turn => [
          { ...removeMember(held.group.path, id), silent: true },
          addMembers(held.group.path, [id]),
        ],
      );
    },
  };
}

function headTask(set: GroupSet): Task {
  return {
    what: `\`GET /Groups/{id}?excludedAttributes=members\`, ${counted(set.size)} members`,
    unit: 'ms',
    connections: 1,
    turns: (subject) => [[get(`${set.of.get(subject.name)?.group.path}?excludedAttributes=members`)]],
  };
}

/** Against the peer, at a size it can still answer. */
export async function thousandsRows(client: LoadClient, subjects: readonly Subject[]): Promise<ResultRow[]> {
  const set = await prepareGroup(subjects, 'thousands', Math.min(5000, knobs.users));
  const [adding, reading] = [memberTask(set, true), headTask(set)];
  const [added, read] = await measure(client, subjects, adding, reading);
  return [rowOf(adding, added, [atLeast(added, 'ms', 'peer', 100)]), rowOf(reading, read, [])];
}

export async function memberRows(
  client: LoadClient,
  subjects: readonly Subject[],
  small: GroupSet,
  big: GroupSet,
): Promise<ResultRow[]> {
  const [smallTask, bigTask] = [memberTask(small, false), memberTask(big, false)];
  const [smallRounds, bigRounds] = await measure(client, subjects, smallTask, bigTask);
  return [
    rowOf(smallTask, smallRounds, []),
    rowOf(bigTask, bigRounds, [
      atMostTimes('p99 to the small group’s', p99(bigRounds) / p99(smallRounds), 3),
      below('p99', p99(bigRounds), 4),
    ]),
  ];
}

export async function headRows(
  client: LoadClient,
  subjects: readonly Subject[],
  small: GroupSet,
  big: GroupSet,
): Promise<ResultRow[]> {
  const [smallTask, bigTask] = [headTask(small), headTask(big)];
  const [smallRounds, bigRounds] = await measure(client, subjects, smallTask, bigTask);
  return [
    rowOf(smallTask, smallRounds, []),
    rowOf(bigTask, bigRounds, [atMostTimes('to the small group', p50(bigRounds) / p50(smallRounds), 2)]),
  ];
}

/** One path over one connection, so many times; null: until it is stopped. */
function planOf(subject: Subject, path: string, calls: number | null): Omit<LoadPlan, 'kind'> {
  const { origin, headers } = subject;
  return { origin, headers, connections: 1, turns: [[get(path)]], seconds: null, calls, tellEvery: 0 };
}

/**
 * The whole group in one answer. A second client asks for something small over and over meanwhile: the longest it
 * waits is how long the server was held.
 */
export async function wholeGroupRow(
  clients: readonly [LoadClient, LoadClient],
  subject: Subject,
  big: GroupSet,
): Promise<ResultRow> {
  const [client, prober] = clients;
  const path = big.of.get(subject.name)?.group.path ?? '';
  const [took, held, quiet]: [number[], number[], number[]] = [[], [], []];
  let bytes = 0;
  let failed = 0;
  const probe = async (work: () => Promise<unknown>) => {
    const small = `${subject.base}/ServiceProviderConfig`;
    const running = prober.run(planOf(subject, small, null));
    await pause(200);
    await work();
    prober.stop();
    const found = await running;
    failed += found.failed;
    return found.longest;
  };
  for (let round = 0; round < knobs.rounds + 2; round++) {
    quiet.push(await probe(() => pause(300)));
    const longest = await probe(async () => {
      const read = await client.run(planOf(subject, path, 1));
      took.push(read.longest);
      bytes = read.bytes;
      failed += read.failed;
    });
    held.push(longest);
  }
  const problem = failed === 0 ? '' : ` **${failed} failed**`;
  return {
    what: `\`GET /Groups/{id}\` with its ${counted(big.size)} members`,
    cells: {
      Rollcall: `${milliseconds(median(took))}, ${(bytes / 1e6).toFixed(1)} MB; others wait ${milliseconds(median(held))} at most (${milliseconds(median(quiet))} without it)${problem}`,
    },
    toFloor: '',
    toPeer: '',
    aims: [{ words: 'others wait ≤ 100 ms', found: milliseconds(median(held)), met: median(held) <= 100 }],
  };
}
