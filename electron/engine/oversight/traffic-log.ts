/**
 * The traffic log as the engine sees it: an exchange is taken at once and gets its number, keeping it happens behind,
 * many at a time. Where it is kept, in this thread or in one of its own, is the keeper's matter.
 */
import type { ExchangeRecord } from '../../../shared/domain/exchange.ts';
import type { TrafficBucket } from '../../../shared/domain/workspace.ts';
import type { CapturedExchange, RecordExchange } from '../base/exchange-capture.ts';
import { createBatchWriter, type ExchangeBatch } from './exchange-batch.ts';
import type { TrafficList, TrafficQuery } from './traffic-store.ts';

const flushAfterMs = 40;
const flushAtCount = 500;
const flushAtBytes = 1024 * 1024;
/** Bytes of bodies on their way to the keeper above which bodies are left out: memory comes before the log. */
const mostOnTheWay = 24 * 1024 * 1024;
const tooMuch = 'the log could not keep up with the traffic';

/** Keeps exchanges, here or in another thread. Questions are answered after what was kept before them. */
export interface TrafficKeeper {
  /** As it was found. */
  readonly lastSeq: number;
  readonly count: number;
  /** Resolves with how many are kept in all. */
  keep(batch: ExchangeBatch): number | Promise<number>;
  list(query: TrafficQuery): TrafficList | Promise<TrafficList>;
  get(seq: number): ExchangeRecord | Promise<ExchangeRecord>;
  clear(): number | Promise<number>;
  lastDay(): TrafficBucket[] | Promise<TrafficBucket[]>;
  close(): void | Promise<void>;
}

export interface TrafficLog {
  readonly record: RecordExchange;
  list(query: TrafficQuery): Promise<TrafficList>;
  /** @throws AppFault `not-found` where it was never there or has been removed. */
  get(seq: number): Promise<ExchangeRecord>;
  clear(): Promise<number>;
  count(): number;
  /** One bucket an hour, the last 24, the empty ones too. */
  lastDay(): Promise<TrafficBucket[]>;
  close(): Promise<void>;
}

interface LogDeps {
  readonly keeper: TrafficKeeper;
  readonly announce: (lastSeq: number, all: number) => void;
  /** Told when exchanges could not be handed over. */
  readonly failed: (error: unknown) => void;
  /** true while the disk is full: bodies are left out. */
  readonly sparing?: () => boolean;
}

export function createTrafficLog({ keeper, announce, failed, sparing = () => false }: LogDeps): TrafficLog {
  let nextSeq = keeper.lastSeq + 1;
  let kept = keeper.count;
  let onTheWay = 0;
  const hand = async (batch: ExchangeBatch, bytes: number) => {
    onTheWay += bytes;
    try {
      kept = await keeper.keep(batch);
      announce(nextSeq - 1, kept + gather.count());
    } catch (error) {
      failed(error);
    } finally {
      onTheWay -= bytes;
    }
  };
  const gather = createGatherer((batch, bytes) => void hand(batch, bytes));
  return {
    record: (captured) => {
      const seq = nextSeq++;
      const reason = sparing() ? 'the disk is full' : onTheWay > mostOnTheWay ? tooMuch : null;
      gather.add(seq, captured, reason);
      return seq;
    },
    list: async (query) => {
      gather.flush();
      return keeper.list(query);
    },
    get: async (seq) => {
      gather.flush();
      return keeper.get(seq);
    },
    clear: async () => {
      gather.flush();
      const removed = await keeper.clear();
      kept = 0;
      announce(nextSeq - 1, 0);
      return removed;
    },
    count: () => kept + gather.count(),
    lastDay: async () => {
      gather.flush();
      return keeper.lastDay();
    },
    close: async () => {
      gather.flush();
      await keeper.close();
    },
  };
}

/** Waits for a few milliseconds, a number or a size, whichever comes first. */
function createGatherer(send: (batch: ExchangeBatch, bytes: number) => void) {
  let waiting = createBatchWriter();
  let firstSeq = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.count() === 0) return;
    const full = waiting;
    waiting = createBatchWriter();
    send(full.toBatch(firstSeq), full.bytes());
  };
  return {
    flush,
    count: () => waiting.count(),
    add: (seq: number, exchange: CapturedExchange, spare: string | null) => {
      if (waiting.count() === 0) firstSeq = seq;
      waiting.add(exchange, spare);
      if (waiting.count() >= flushAtCount || waiting.bytes() >= flushAtBytes) flush();
      else timer ??= setTimeout(flush, flushAfterMs);
    },
  };
}
