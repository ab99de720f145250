/**
 * Every exchange, in and out, on record. Taking one in is a push to memory; rows are written together behind the
 * answer, so the log costs the wire almost nothing. A log that cannot be written is said and never stops the server:
 * the directory comes first (security.md T15).
 */
import type { ExchangeRecord, ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { TrafficBucket } from '../../../shared/domain/workspace.ts';
import { AppFault } from '../base/app-fault.ts';
import type { CapturedExchange, RecordExchange } from '../base/exchange-capture.ts';
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
import { redactBody, redactHeaders, redactTarget } from './redact.ts';

/** Bodies are kept up to this many characters; what was cut is said in the record. */
const bodyLimit = 2 * 1024 * 1024;
const flushAfterMs = 50;
const flushAtCount = 500;
const flushAtBytes = 8 * 1024 * 1024;
const pruneEvery = 5_000;

export interface TrafficLog {
  readonly record: RecordExchange;
  list(query: ExchangeQuery & { before?: number | undefined; limit: number }): {
    all: number;
    matched: number;
    rows: ExchangeRow[];
  };
  /** @throws AppFault `not-found` where it was never there or has been removed. */
  get(seq: number): ExchangeRecord;
  clear(): number;
  count(): number;
  /** One bucket an hour, the last 24, the empty ones too. */
  lastDay(): TrafficBucket[];
  close(): void;
}

export interface Retention {
  readonly days: number;
  readonly bytes: number;
}

export const defaultRetention: Retention = { days: 30, bytes: 500 * 1024 * 1024 };

interface LogDeps {
  db: OpenDb;
  clock: Clock;
  logger: Logger;
  announce: (lastSeq: number, all: number) => void;
  retention?: Retention;
}

/** Gathers exchanges and writes them together. `all` counts what is kept, the waiting ones too. */
function createWriter(deps: LogDeps) {
  const { db, clock } = deps;
  const retention = deps.retention ?? defaultRetention;
  let nextSeq = lastExchangeSeq(db) + 1;
  let kept = countExchanges(db).count;
  let waiting: NewExchange[] = [];
  let waitingBytes = 0;
  let sincePrune = 0;
  let timer: NodeJS.Timeout | undefined;
  const prune = () => {
    sincePrune = 0;
    db.transaction((tx) => pruneExchanges(tx, clock() - retention.days * 86_400_000, retention.bytes));
    kept = countExchanges(db).count;
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    waitingBytes = 0;
    try {
      db.transaction((tx) => {
        for (const exchange of batch) insertExchange(tx, exchange);
      });
      kept += batch.length;
      sincePrune += batch.length;
      if (sincePrune >= pruneEvery) prune();
    } catch (error) {
      deps.logger.error('exchanges could not be kept', { count: batch.length, error: String(error) });
    }
    deps.announce(nextSeq - 1, kept);
  };
  const add = (captured: CapturedExchange): number => {
    const exchange = toStored(captured, nextSeq);
    nextSeq += 1;
    waiting.push(exchange);
    waitingBytes += (exchange.requestBody?.length ?? 0) + (exchange.responseBody?.length ?? 0);
    if (waiting.length >= flushAtCount || waitingBytes >= flushAtBytes) flush();
    else timer ??= setTimeout(flush, flushAfterMs);
    return exchange.seq;
  };
  const clear = (): number => {
    flush();
    const removed = db.transaction(deleteAllExchanges);
    kept = 0;
    deps.announce(nextSeq - 1, kept);
    return removed;
  };
  return { add, flush, clear, all: () => kept + waiting.length };
}

export function createTrafficLog(deps: LogDeps): TrafficLog {
  const { db, clock } = deps;
  const writer = createWriter(deps);
  return {
    record: writer.add,
    list: ({ before, limit, ...query }) => {
      writer.flush();
      const all = writer.all();
      const filtered = Object.values(query).some((v) => v !== undefined && v !== '');
      return {
        all,
        matched: filtered ? countMatching(db, query) : all,
        rows: listExchanges(db, query, before, limit),
      };
    },
    get: (seq) => {
      writer.flush();
      const found = findExchange(db, seq);
      if (found === undefined) throw new AppFault('not-found', 'This exchange is no longer kept.');
      return found;
    },
    clear: writer.clear,
    count: writer.all,
    lastDay: () => {
      writer.flush();
      const hour = 3_600_000;
      const first = Math.floor(clock() / hour) * hour - 23 * hour;
      const found = new Map(exchangesByHour(db, first).map((b) => [b.at, b]));
      return Array.from({ length: 24 }, (_, i) => {
        const at = first + i * hour;
        return found.get(at) ?? { at, ok: 0, failed: 0 };
      });
    },
    close: writer.flush,
  };
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
  const request = cut(redactBody(e.requestBody));
  const response = cut(redactBody(e.responseBody));
  const target = redactTarget(e.target);
  return {
    seq,
    at: e.at,
    direction: e.direction,
    method: e.method,
    target,
    url: redactTarget(e.url),
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
