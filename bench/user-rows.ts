/** Rows about users: look-ups and creates over many connections, pages of a long list over one. */
import { createUser, lookUp, pageFrom } from './calls.ts';
import { knobs } from './knobs.ts';
import type { LoadClient } from './load-driver.ts';
import {
  atLeast,
  atMostTimes,
  below,
  figure,
  measure,
  type ResultRow,
  type Rounds,
  rowOf,
  type Task,
} from './measuring.ts';
import { samplePeople } from './sample-people.ts';
import type { Subject } from './subjects.ts';

const manyConnections = 16;
/** More creates than any subject manages in a second. */
const createsPerSecond = 6000;

export async function lookUpRow(client: LoadClient, subjects: readonly Subject[]): Promise<ResultRow> {
  const people = samplePeople(knobs.users);
  const task: Task = {
    what: `\`GET /Users?filter=userName eq "…"\`, ${manyConnections} connections, ${counted(knobs.users)} users`,
    unit: 'per second',
    connections: manyConnections,
    turns: (subject) =>
      Array.from({ length: 20_000 }, (_, i) => [
        lookUp(subject.base, people[(i * 7919) % people.length]?.email ?? ''),
      ]),
  };
  const [rounds] = await measure(client, subjects, task);
  return rowOf(task, rounds, [
    atLeast(rounds, task.unit, 'floor', 0.75),
    atLeast(rounds, task.unit, 'peer', 6),
    below('p99', p99(rounds), 20),
  ]);
}

export async function createRow(client: LoadClient, subjects: readonly Subject[]): Promise<ResultRow> {
  const seconds = Math.max(1, knobs.seconds);
  const people = samplePeople(Math.ceil(createsPerSecond * seconds));
  const task: Task = {
    what: `\`POST /Users\`, ${manyConnections} connections (on disk before the answer: Rollcall only)`,
    unit: 'per second',
    connections: manyConnections,
    once: true,
    turns: (subject, round) =>
      people.map((person, i) => [createUser(subject.base, person, `bench.${round}.${i}@acme.example`)]),
  };
  const [rounds] = await measure(client, subjects, task);
  return rowOf(task, rounds, [
    atLeast(rounds, task.unit, 'floor', 0.75),
    atLeast(rounds, task.unit, 'peer', 4),
  ]);
}

export async function pageRows(client: LoadClient, subjects: readonly Subject[]): Promise<ResultRow[]> {
  const page = (which: string, startIndex: number): Task => ({
    what: `${which} page of 100, ${counted(knobs.many)} users`,
    unit: 'ms',
    connections: 1,
    turns: (subject) => [[pageFrom(subject.base, startIndex)]],
  });
  const first = page('first', 1);
  const last = page('last', Math.max(1, knobs.many - 99));
  const [firstRounds, lastRounds] = await measure(client, subjects, first, last);
  const aims = (rounds: Rounds) => [
    atLeast(rounds, 'ms', 'floor', 0.8),
    atLeast(rounds, 'ms', 'peer', 10),
    below(
      'p50',
      figure(rounds, 'Rollcall', (m) => m.p50),
      10,
    ),
  ];
  const growth = p50(lastRounds) / p50(firstRounds);
  return [
    rowOf(first, firstRounds, aims(firstRounds)),
    rowOf(last, lastRounds, [...aims(lastRounds), atMostTimes('last to first', growth, 1.5)]),
  ];
}

export function counted(n: number): string {
  return n.toLocaleString('en');
}

export function p50(rounds: Rounds): number {
  return figure(rounds, 'Rollcall', (m) => m.p50);
}

export function p99(rounds: Rounds): number {
  return figure(rounds, 'Rollcall', (m) => m.p99);
}
