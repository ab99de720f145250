/** Reads the command line: which command, which flags, and what to say about a mistyped one (security.md L1). */
import { type ParseArgsConfig, parseArgs } from 'node:util';

export type FlagKind = 'text' | 'number' | 'switch';

export interface Flag {
  readonly kind: FlagKind;
  /** Shown in --help: "port, 0 for any free one". */
  readonly says: string;
  readonly short?: string;
}

export type Flags = Readonly<Record<string, Flag>>;

export type FlagValues<F extends Flags> = {
  readonly [K in keyof F]: F[K]['kind'] extends 'switch'
    ? boolean
    : (F[K]['kind'] extends 'number' ? number : string) | undefined;
};

/** Wrong usage: exit code 2. */
export class UsageError extends Error {}

export const commonFlags = {
  data: { kind: 'text', says: 'folder of the workspace (default: your data folder)' },
  json: { kind: 'switch', says: 'answer in JSON' },
  help: { kind: 'switch', says: 'show this help', short: 'h' },
} as const satisfies Flags;

/** @throws UsageError */
export function readFlags<F extends Flags>(
  args: readonly string[],
  flags: F,
): { values: FlagValues<F>; rest: string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, flag] of Object.entries(flags)) {
    options[name] = {
      type: flag.kind === 'switch' ? 'boolean' : 'string',
      ...(flag.short ? { short: flag.short } : {}),
    };
  }
  refuseUnknown(args, flags);
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : String(error));
  }
  const values: Record<string, unknown> = {};
  for (const [name, flag] of Object.entries(flags)) values[name] = readValue(name, flag, parsed.values[name]);
  return { values: values as FlagValues<F>, rest: parsed.positionals };
}

function firstSentence(text: string): string {
  return text.split(/\.\s/)[0]?.replace(/\.$/, '').concat('.') ?? text;
}

function readValue(name: string, flag: Flag, given: unknown): string | number | boolean | undefined {
  if (flag.kind === 'switch') return given === true;
  if (typeof given !== 'string') return undefined;
  if (flag.kind === 'text') return given;
  if (!/^\d+$/.test(given))
    throw new UsageError(`--${name} takes a whole number, not ${JSON.stringify(given)}.`);
  return Number(given);
}

function refuseUnknown(args: readonly string[], flags: Flags): void {
  for (const arg of args) {
    if (arg === '--') return;
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name === undefined || name in flags) continue;
    const near = nearest(name, Object.keys(flags));
    throw new UsageError(`There is no flag --${name}.${near ? ` Did you mean --${near}?` : ''}`);
  }
}

/** The closest of `known` within an edit distance of a third of its length, or null. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: { name: string; distance: number } | null = null;
  for (const name of known) {
    const distance = editDistance(word, name);
    if (distance <= Math.max(1, Math.ceil(name.length / 3)) && (best === null || distance < best.distance))
      best = { name, distance };
  }
  return best?.name ?? null;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      current[j] = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
