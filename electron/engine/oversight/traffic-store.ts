/**
 * The traffic log's file: what is kept of each exchange, how it is found again, and what goes when it grows old or
 * large. Secrets are masked here, before anything is written. Synchronous: `traffic-log.ts` decides on which thread.
 */
import type { ExchangeRecord, ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { TrafficBucket } from '../../../shared/domain/workspace.ts';
import { AppFault } from '../base/app-fault.ts';
import type { CapturedExchange } from '../base/exchange-capture.ts';
import type { Clock, Logger } from '../base/ports.ts';
import type { OpenDb } from '../storage/database.ts';
import {
  countExchanges,
  countMatching,
  deleteAllExchanges,
  type ExchangeQuery,
  exchangesByHour,
  findExchange,
  insertExchange,
  lastExchangeSeq,
  listExchanges,
  type NewExchange,
  pruneExchanges,
} from '../storage/exchange-rows.ts';
import { mayNeedMasking, redactBody, redactHeaders, redactTarget } from './redact.ts';

/** Bodies are kept up to this many characters; what was cut is said in the record. */
const bodyLimit = 2 * 1024 * 1024;
const pruneEvery = 5_000;

export interface Retention {
  readonly days: number;
  readonly bytes: number;
}

export const defaultRetention: Retention = { days: 30, bytes: 500 * 1024 * 1024 };

export interface NumberedExchange {
  readonly seq: number;
  readonly exchange: CapturedExchange;
}

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
  keep(batch: readonly NumberedExchange[]): void;
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
  let kept = countExchanges(db).count;
  let sincePrune = 0;
  const prune = () => {
    sincePrune = 0;
    db.transaction((tx) => pruneExchanges(tx, clock() - retention.days * 86_400_000, retention.bytes));
    kept = countExchanges(db).count;
  };
  return {
    lastSeq: lastExchangeSeq(db),
    count: () => kept,
    keep: (batch) => {
      try {
        db.transaction((tx) => {
          for (const { seq, exchange } of batch) insertExchange(tx, toStored(exchange, seq));
        });
        kept += batch.length;
        sincePrune += batch.length;
        if (sincePrune >= pruneEvery) prune();
      } catch (error) {
        logger.error('exchanges could not be kept', { count: batch.length, error: String(error) });
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

/** Bytes without anything to mask are kept as they are: decoding and encoding a page costs more than writing it. */
function maskedBody(
  body: string | Uint8Array | null,
  names: readonly string[] | undefined,
): { text: string | Uint8Array | null; cut: boolean } {
  if (body === null || typeof body === 'string') return cut(redactBody(body, names));
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (bytes.length <= bodyLimit && !mayNeedMasking(bytes.toString('latin1'), names))
    return { text: bytes, cut: false };
  return cut(redactBody(bytes.toString('utf8'), names));
}

function cut(body: string | null): { text: string | null; cut: boolean } {
  return body !== null && body.length > bodyLimit
    ? { text: body.slice(0, bodyLimit), cut: true }
    : { text: body, cut: false };
}

/** `/Users?filter=userName eq "ana"`: the part below the SCIM base, decoded. */
function readable(target: string): string {
  const below = target.replace(/^.*?\/scim\/v2(?=\/|$)/, '');
  try {
    return decodeURIComponent(below.replace(/\+/g, ' ')) || target;
  } catch {
    return below || target;
  }
}

function toStored(e: CapturedExchange, seq: number): NewExchange {
  const request = cut(redactBody(e.requestBody, e.masked));
  const response = maskedBody(e.responseBody, e.masked);
  const target = redactTarget(e.target, e.masked);
  return {
    seq,
    at: e.at,
    direction: e.direction,
    method: e.method,
    target,
    url: redactTarget(e.url, e.masked),
    label: e.label === undefined ? readable(target) : redactTarget(e.label),
    status: e.status,
    durationMs: e.durationMs,
    requestBytes: e.requestBytes ?? Buffer.byteLength(e.requestBody ?? ''),
    responseBytes: e.responseBytes ?? Buffer.byteLength(e.responseBody ?? ''),
    actor: e.actor,
    actorId: e.actorId,
    resourceId: e.resourceId ?? null,
    operationId: e.operationId ?? null,
    operation: e.operation ?? null,
    noteCount: e.notes.length,
    notes: e.notes,
    requestHeaders: redactHeaders(e.requestHeaders),
    responseHeaders: redactHeaders(e.responseHeaders),
    requestBody: request.text,
    responseBody: response.text,
    requestCut: request.cut || e.requestCut === true,
    responseCut: response.cut || e.responseCut === true,
    remoteAddress: e.remoteAddress,
    error: e.error,
  };
}
