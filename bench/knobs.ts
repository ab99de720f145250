/**
 * How much the bench does. Everything can be made smaller for a quick look; RESULTS.md is written by the full run only.
 *
 *   BENCH_QUICK=1   5,000 users everywhere, short rounds: under a minute
 *   BENCH_USERS     users for look-ups and creates (50,000)
 *   BENCH_MANY      users for pages, groups, starts and memory (100,000, or BENCH_USERS where that is given)
 *   BENCH_ROUNDS    rounds of which the median counts (3)
 *   BENCH_SECONDS   seconds of a round for each subject (4)
 *   BENCH_MIX       requests of the mix that memory is watched over (100,000)
 *   BENCH_OUT       write the table here instead
 */
import { join } from 'node:path';

const { env } = process;
const quick = env.BENCH_QUICK === '1';

function number(name: string, usual: number): number {
  const value = Number(env[name] ?? usual);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${name} must be a number above 0.`);
  return value;
}

const users = number('BENCH_USERS', quick ? 5000 : 50_000);

export const knobs = {
  users,
  many: number('BENCH_MANY', quick || env.BENCH_USERS !== undefined ? users : 100_000),
  rounds: number('BENCH_ROUNDS', quick ? 2 : 3),
  seconds: number('BENCH_SECONDS', quick ? 1.5 : 4),
  mix: number('BENCH_MIX', quick ? 10_000 : 100_000),
} as const;

const full = { users: 50_000, many: 100_000, rounds: 3, seconds: 4, mix: 100_000 };

/** Where the table goes; null: only to the screen, because the run was smaller than the one that counts. */
export const target: string | null =
  env.BENCH_OUT ??
  (JSON.stringify(knobs) === JSON.stringify(full) ? join(import.meta.dirname, 'RESULTS.md') : null);
