/**
 * A disk that may lose, at a power cut, whatever was not synced yet: of each file's writes since its last fsync it
 * keeps none, the first few, any few, or the first few with the last one torn at 512 bytes; of names given, moved and
 * taken since the folder's last fsync the first few. Nothing else is assumed: an fsync of a new file does not keep its
 * name, as POSIX has it.
 */
import type { TraceEvent } from './write-trace.ts';

export type Loss = 'drop' | 'prefix' | 'subset' | 'torn';
export const losses: readonly Loss[] = ['drop', 'prefix', 'subset', 'torn'];

/** 0 (included) to 1 (not). */
export type Random = () => number;

type Change =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly size: number };

interface Kept {
  synced: Buffer;
  pending: Change[];
}

type NameChange =
  | { readonly kind: 'give'; readonly name: string; readonly file: Kept }
  | { readonly kind: 'move'; readonly name: string; readonly to: string }
  | { readonly kind: 'take'; readonly name: string };

const sector = 512;

export interface Disk {
  happen(event: TraceEvent): void;
  /** What is there after a cut now. */
  cut(loss: Loss, random: Random): Map<string, Buffer>;
}

/** @param first what lies in the folder, synced */
export function createDisk(first: ReadonlyMap<string, Buffer>): Disk {
  const synced = new Map<string, Kept>();
  for (const [name, bytes] of first) synced.set(name, { synced: bytes, pending: [] });
  let pendingNames: NameChange[] = [];
  const names = new Map(synced);
  const rename = (change: NameChange) => {
    pendingNames.push(change);
    applyName(names, change);
  };
  const fileOf = (name: string): Kept => {
    const file = names.get(name);
    if (file === undefined) throw new Error(`${name} is changed and was never created`);
    return file;
  };
  return {
    happen: (event) => {
      switch (event.kind) {
        case 'create':
          if (!names.has(event.name))
            rename({ kind: 'give', name: event.name, file: { synced: Buffer.alloc(0), pending: [] } });
          else if (event.empties) fileOf(event.name).pending.push({ kind: 'truncate', size: 0 });
          return;
        case 'write':
        case 'truncate':
          fileOf(event.name).pending.push(event);
          return;
        case 'sync': {
          const file = fileOf(event.name);
          file.synced = applied(file.synced, file.pending);
          file.pending = [];
          return;
        }
        case 'sync-folder':
          for (const change of pendingNames) applyName(synced, change);
          pendingNames = [];
          return;
        case 'rename':
          rename({ kind: 'move', name: event.name, to: event.to });
          return;
        case 'unlink':
          rename({ kind: 'take', name: event.name });
          return;
        case 'said':
          return;
      }
    },
    cut: (loss, random) => {
      const left = new Map(synced);
      const moved = loss === 'drop' ? 0 : upTo(pendingNames.length, random);
      for (const change of pendingNames.slice(0, moved)) applyName(left, change);
      return new Map([...left].map(([name, file]) => [name, leftOf(file, loss, random)]));
    },
  };
}

function applyName(names: Map<string, Kept>, change: NameChange): void {
  if (change.kind === 'give') names.set(change.name, change.file);
  else if (change.kind === 'take') names.delete(change.name);
  else {
    const file = names.get(change.name);
    names.delete(change.name);
    if (file !== undefined) names.set(change.to, file);
  }
}

/** 0 to `most`, both included. */
function upTo(most: number, random: Random): number {
  return Math.floor(random() * (most + 1));
}

function leftOf({ synced, pending }: Kept, loss: Loss, random: Random): Buffer {
  if (loss === 'drop') return synced;
  if (loss === 'subset')
    return applied(
      synced,
      pending.filter(() => random() < 0.5),
    );
  const count = upTo(pending.length, random);
  const kept = pending.slice(0, count);
  const torn = loss === 'torn' ? pending[count] : undefined;
  if (torn?.kind !== 'write') return applied(synced, kept);
  return applied(synced, [...kept, ...sectorsOf(torn, random)]);
}

/** Some of the sectors of one write. */
function sectorsOf({ at, bytes }: Change & { kind: 'write' }, random: Random): Change[] {
  const out: Change[] = [];
  for (let from = 0; from < bytes.length; ) {
    // sectors lie on the disk, not where the write begins
    const to = Math.min(bytes.length, from + sector - ((at + from) % sector));
    if (random() < 0.5) out.push({ kind: 'write', at: at + from, bytes: bytes.subarray(from, to) });
    from = to;
  }
  return out;
}

function applied(start: Buffer, changes: readonly Change[]): Buffer {
  if (changes.length === 0) return start;
  let size = start.length;
  let room = size;
  for (const change of changes) {
    size = change.kind === 'truncate' ? change.size : Math.max(size, change.at + change.bytes.length);
    room = Math.max(room, size);
  }
  const bytes = Buffer.alloc(room);
  start.copy(bytes);
  let end = start.length;
  for (const change of changes) {
    if (change.kind === 'write') {
      change.bytes.copy(bytes, change.at);
      end = Math.max(end, change.at + change.bytes.length);
    } else {
      if (change.size < end) bytes.fill(0, change.size, end);
      end = change.size;
    }
  }
  return bytes.subarray(0, size);
}
