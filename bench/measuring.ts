/**
 * One row of the table: the same task put to every subject in turn, round after round, so that a slow minute of the
 * machine meets all of them. Figures are medians of the rounds; ratios are medians of the rounds' own ratios.
 */
import { knobs } from './knobs.ts';
import type { LoadClient } from './load-driver.ts';
import type { Measured, Turn } from './load-plan.ts';
import type { Subject, SubjectName } from './subjects.ts';

export type Unit = 'per second' | 'ms';

export interface Task {
  readonly what: string;
  readonly unit: Unit;
  readonly connections: number;
  /** Most calls of a round, for subjects that take seconds for one. */
  readonly calls?: (subject: SubjectName) => number | null;
  /** Round -1 is the warm-up. No turn is made twice where `once` says so. */
  readonly turns: (subject: Subject, round: number) => readonly Turn[];
  readonly once?: boolean;
}

export type Rounds = ReadonlyMap<SubjectName, readonly Measured[]>;

export interface Aim {
  readonly words: string;
  /** What was found, in the unit of the aim. */
  readonly found: string;
  readonly met: boolean;
}

export interface ResultRow {
  readonly what: string;
  readonly cells: Readonly<Partial<Record<SubjectName, string>>>;
  readonly toFloor: string;
  readonly toPeer: string;
  readonly aims: readonly Aim[];
}

const warmUpSeconds = Math.min(1, knobs.seconds / 2);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function runOnce(client: LoadClient, task: Task, subject: Subject, round: number): Promise<Measured> {
  const turns = task.turns(subject, round);
  const limit = task.calls?.(subject.name) ?? null;
  return client.run({
    origin: subject.origin,
    headers: subject.headers,
    connections: task.connections,
    turns,
    seconds: round < 0 ? warmUpSeconds : knobs.seconds,
    calls: limit ?? (task.once === true ? turns.length : null),
    tellEvery: 0,
  });
}

/** The tasks are put in turn too, so that what is compared was measured in the same minutes. */
export async function measure<const T extends readonly Task[]>(
  client: LoadClient,
  subjects: readonly Subject[],
  ...tasks: T
): Promise<{ [K in keyof T]: Rounds }> {
  const found = tasks.map(() => new Map<SubjectName, Measured[]>(subjects.map((s) => [s.name, []])));
  for (let round = -1; round < knobs.rounds; round++) {
    for (const [i, task] of tasks.entries()) {
      for (const subject of subjects) {
        const measured = await runOnce(client, task, subject, round);
        if (round >= 0) found[i]?.get(subject.name)?.push(measured);
      }
    }
  }
  return found as { [K in keyof T]: Rounds };
}

/** Median of one figure over the rounds of a subject; NaN where it was not measured. */
export function figure(rounds: Rounds, name: SubjectName, pick: (m: Measured) => number): number {
  return median((rounds.get(name) ?? []).map(pick));
}

export function failures(rounds: Rounds, name: SubjectName): number {
  return (rounds.get(name) ?? []).reduce((sum, m) => sum + m.failed, 0);
}

/** How many times as fast as `other` Rollcall is; NaN where one was not measured. */
export function speed(rounds: Rounds, unit: Unit, other: SubjectName): number {
  const theirs = rounds.get(other) ?? [];
  const ours = rounds.get('Rollcall') ?? [];
  return median(
    ours.flatMap((our, i) => {
      const their = theirs[i];
      if (their === undefined) return [];
      return [unit === 'ms' ? their.p50 / our.p50 : our.rate / their.rate];
    }),
  );
}

export function milliseconds(ms: number): string {
  if (ms >= 100) return `${Math.round(ms).toLocaleString('en')} ms`;
  return `${ms.toFixed(ms >= 10 ? 1 : 2)} ms`;
}

export function times(ratio: number): string {
  if (Number.isNaN(ratio)) return '';
  return ratio >= 10 ? `${Math.round(ratio).toLocaleString('en')}×` : `${ratio.toFixed(2)}×`;
}

function cell(rounds: Rounds, unit: Unit, name: SubjectName): string {
  const main =
    unit === 'ms'
      ? milliseconds(figure(rounds, name, (m) => m.p50))
      : `${Math.round(figure(rounds, name, (m) => m.rate)).toLocaleString('en')}/s`;
  const failed = failures(rounds, name);
  const status = rounds.get(name)?.find((m) => m.failed > 0)?.failure ?? 0;
  const problem = failed === 0 ? '' : ` **${failed} failed** (${status === 0 ? 'connection' : status})`;
  return `${main} (p99 ${milliseconds(figure(rounds, name, (m) => m.p99))})${problem}`;
}

export function rowOf(task: Task, rounds: Rounds, aims: readonly Aim[]): ResultRow {
  const names = [...rounds.keys()];
  return {
    what: task.what,
    cells: Object.fromEntries(names.map((name) => [name, cell(rounds, task.unit, name)])),
    toFloor: times(speed(rounds, task.unit, 'floor')),
    toPeer: times(speed(rounds, task.unit, 'peer')),
    aims,
  };
}

/** "At least so many times as fast as `other`". */
export function atLeast(rounds: Rounds, unit: Unit, other: SubjectName, wanted: number): Aim {
  const found = speed(rounds, unit, other);
  return { words: `≥ ${wanted}× the ${other}`, found: times(found), met: found >= wanted };
}

/** "Less than so many ms", a figure that is measured alone. */
export function below(what: string, found: number, wantedMs: number): Aim {
  return { words: `${what} < ${wantedMs} ms`, found: milliseconds(found), met: found < wantedMs };
}

/** "At most so many times" of one figure to another. */
export function atMostTimes(what: string, ratio: number, wanted: number): Aim {
  return { words: `${what} ≤ ${wanted}×`, found: times(ratio), met: ratio <= wanted };
}
