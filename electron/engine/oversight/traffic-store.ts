/**
 * The traffic log's file: what is kept of each exchange, how it is found again, and what goes when it grows old or
 * large. Secrets are masked here, before anything is written. Synchronous: `traffic-log.ts` decides on which thread.
 */
import type { ExchangeRecord, ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { TrafficBucket } from '../../../shared/domain/workspace.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Clock, Logger } from '../base/ports.ts';
import type { OpenDb } from '../storage/database.ts';
import {
  countMatching,
  type ExchangeQuery,
  exchangesByHour,
  findExchange,
  lastExchangeSeq,
  listExchanges,
} from '../storage/exchange-rows.ts';
import {
  deleteAllExchanges,
  exchangeTotals,
  exchangeWriter,
  pruneExchanges,
} from '../storage/kept-exchange-rows.ts';
import { bodyReader, type ExchangeBatch, type PackedExchange } from './exchange-batch.ts';
import { createExchangeMasks } from './exchange-masks.ts';

const pruneEvery = 5_000;

export interface Retention {
  readonly days: number;
  readonly bytes: number;
}

export const defaultRetention: Retention = { days: 30, bytes: 500 * 1024 * 1024 };

export type TrafficQuery = ExchangeQuery & { before?: number | undefined; limit: number };

export interface TrafficList {
  all: number;
  matched: number;
  rows: ExchangeRow[];
}

/** What may be asked of the log from another thread. */
export interface TrafficQuestions {
  list(query: TrafficQuery): TrafficList;
  /** @throws AppFault `not-found` where it was never there or has been removed. */
  get(seq: number): ExchangeRecord;
  /** Answers with how many were removed. */
  clear(): number;
  /** One bucket an hour, the last 24, the empty ones too. */
  lastDay(): TrafficBucket[];
}

export interface TrafficStore extends TrafficQuestions {
  readonly lastSeq: number;
  count(): number;
  /** In one transaction. A log that cannot be written says so and goes on: it stops nobody. */
  keep(batch: ExchangeBatch): void;
}

export interface StoreDeps {
  readonly db: OpenDb;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retention?: Retention;
}

export function createTrafficStore({
  db,
  clock,
  logger,
  retention = defaultRetention,
}: StoreDeps): TrafficStore {
  const write = exchangeWriter(db);
  const masked = createExchangeMasks();
  let kept = exchangeTotals(db).count;
  let sincePrune = 0;
  const prune = () => {
    sincePrune = 0;
    db.transaction((tx) => pruneExchanges(tx, clock() - retention.days * 86_400_000, retention.bytes));
    kept = exchangeTotals(db).count;
  };
  return {
    lastSeq: lastExchangeSeq(db),
    count: () => kept,
    keep: (batch) => {
      const { firstSeq, exchanges } = batch;
      const count = exchanges.length;
      const bodyOf = bodyReader(batch);
      try {
        db.transaction(() =>
          write(count, (i) => masked(exchanges[i] as PackedExchange, firstSeq + i, bodyOf)),
        );
        kept += count;
        sincePrune += count;
        if (sincePrune >= pruneEvery) prune();
      } catch (error) {
        logger.error('exchanges could not be kept', { count, error: String(error) });
      }
    },
    list: ({ before, limit, ...query }) => {
      const filtered = Object.values(query).some((v) => v !== undefined && v !== '');
      return {
        all: kept,
        matched: filtered ? countMatching(db, query) : kept,
        rows: listExchanges(db, query, before, limit),
      };
    },
    get: (seq) => {
      const found = findExchange(db, seq);
      if (found === undefined) throw new AppFault('not-found', 'This exchange is no longer kept.');
      return found;
    },
    clear: () => {
      const removed = db.transaction(deleteAllExchanges);
      kept = 0;
      return removed;
    },
    lastDay: () => lastDay(db, clock()),
  };
}

function lastDay(db: OpenDb, now: number): TrafficBucket[] {
  const hour = 3_600_000;
  const first = Math.floor(now / hour) * hour - 23 * hour;
  const found = new Map(exchangesByHour(db, first).map((b) => [b.at, b]));
  return Array.from({ length: 24 }, (_, i) => {
    const at = first + i * hour;
    return found.get(at) ?? { at, ok: 0, failed: 0 };
  });
}
