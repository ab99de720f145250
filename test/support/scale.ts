/**
 * How much a generated test does: little in `npm test`, the promised number in `npm run test:long`. Says what it did,
 * so that a log shows it.
 */
export const isLong = process.env['ROLLCALL_LONG'] === '1';

export function scaled(what: string, short: number, full: number): number {
  const n = isLong ? full : short;
  process.stdout.write(
    `${what}: ${n.toLocaleString('en')}${isLong ? '' : ` (${full.toLocaleString('en')} with npm run test:long)`}\n`,
  );
  return n;
}

/** Chosen anew at each run and printed, so that a failure can be repeated with SEED=n. */
export function seedOf(what: string): number {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  process.stdout.write(`${what}: SEED=${seed}\n`);
  return seed;
}
