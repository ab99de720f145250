/**
 * Reads a trace of strace as what happened to the files of a folder, in order, and what the program said meanwhile:
 * lines on its standard output and SCIM answers on its sockets. What is said counts from the beginning of its call and
 * what is synced from its end, so that an acknowledgement is never taken for later than it was.
 */
import { createReadStream } from 'node:fs';
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';

export type TraceEvent =
  | { readonly kind: 'create'; readonly name: string; readonly empties: boolean }
  | { readonly kind: 'write'; readonly name: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly name: string; readonly size: number }
  | { readonly kind: 'sync'; readonly name: string }
  /** The folder itself: names that were given, moved or taken are kept from here on. */
  | { readonly kind: 'sync-folder' }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly name: string }
  | { readonly kind: 'said'; readonly text: string };

interface Call {
  readonly name: string;
  /** Paths and strings decoded. */
  readonly strings: readonly Buffer[];
  readonly paths: readonly string[];
  readonly args: string;
  /** null: not ended yet. */
  readonly result: number | null;
}

/** Only files of `dir` for which `matters` is true. */
export async function readTrace(
  trace: string,
  dir: string,
  matters: (name: string) => boolean,
): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const begun = new Map<string, string>();
  for await (const line of createInterface({ input: createReadStream(trace, 'latin1') })) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const unfinished = rest.endsWith(' <unfinished ...>');
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    const whole = resumed === null ? rest : (begun.get(thread) ?? '') + (resumed[1] ?? '');
    if (unfinished) begun.set(thread, rest.slice(0, -' <unfinished ...>'.length));
    const call = readCall(unfinished ? (begun.get(thread) ?? '') : whole);
    if (call === null) continue;
    const said = resumed === null ? saidBy(call) : null;
    if (said !== null) events.push(said);
    if (unfinished || call.result === null || call.result < 0) continue;
    const event = eventOf(call, dir);
    if (event !== null && (!('name' in event) || matters(event.name))) events.push(event);
  }
  return events;
}

function readCall(text: string): Call | null {
  const found = /^(\w+)\((.*)$/.exec(text);
  if (found === null) return null;
  const [, name = '', rest = ''] = found;
  const result = /\)\s+= (-?\d+)(?:<[^>]*>)?(?: .*)?$/.exec(rest);
  const args = result === null ? rest : rest.slice(0, result.index);
  return {
    name,
    strings: [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map((m) => bytesOf(m[1] ?? '')),
    paths: [...args.matchAll(/\d+<([^>]*)>/g)].map((m) => bytesOf(m[1] ?? '').toString()),
    args,
    result: result === null ? null : Number(result[1]),
  };
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}

function saidBy({ name, strings, args }: Call): TraceEvent | null {
  if (name !== 'write' && name !== 'writev') return null;
  const bytes = Buffer.concat(strings);
  const isAnswer = bytes.toString('latin1', 0, 9) === 'HTTP/1.1 ';
  return isAnswer || args.startsWith('1<') ? { kind: 'said', text: bytes.toString() } : null;
}

function eventOf(call: Call, dir: string): TraceEvent | null {
  const { name, strings, paths, args, result } = call;
  const [path = ''] = paths;
  const inDir = (candidate: string) => (dirname(candidate) === dir ? basename(candidate) : null);
  const file = inDir(path);
  switch (name) {
    case 'openat': {
      const opened = inDir(String(strings[0]));
      if (opened === null || !args.includes('O_CREAT')) return null;
      return { kind: 'create', name: opened, empties: args.includes('O_TRUNC') };
    }
    case 'pwrite64':
      if (file === null) return null;
      return { kind: 'write', name: file, at: lastNumber(args), bytes: written(call) };
    case 'write':
    case 'writev':
    case 'pwritev':
      // nothing that matters is written so; a driver that begins to would make this test blind
      if (file?.startsWith('rollcall.db') === true) throw new Error(`${name} on ${file} is not understood`);
      return null;
    case 'ftruncate':
      return file === null ? null : { kind: 'truncate', name: file, size: lastNumber(args) };
    case 'fsync':
    case 'fdatasync':
      if (path === dir) return { kind: 'sync-folder' };
      return file === null ? null : { kind: 'sync', name: file };
    case 'unlink':
    case 'unlinkat': {
      const gone = inDir(String(strings[0]));
      return gone === null ? null : { kind: 'unlink', name: gone };
    }
    case 'rename':
    case 'renameat':
    case 'renameat2': {
      const [from, to] = [inDir(String(strings[0])), inDir(String(strings[1]))];
      return from === null || to === null ? null : { kind: 'rename', name: from, to };
    }
    default:
      throw new Error(`${name} is not understood (${result})`);
  }
}

function lastNumber(args: string): number {
  return Number(/(\d+)$/.exec(args)?.[1]);
}

function written({ strings, result }: Call): Buffer {
  const [bytes = Buffer.alloc(0)] = strings;
  if (bytes.length < (result ?? 0)) throw new Error('the trace was cut: give strace a larger -s');
  return bytes.subarray(0, result ?? 0);
}
