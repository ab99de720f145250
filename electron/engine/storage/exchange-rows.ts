/** What is read of the traffic log's rows, which are in a database file of their own. */
import type { ExchangeRecord, ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { ReadDb } from './database.ts';
import { join, likeAnywhere, type Sql, sql } from './sql.ts';

export interface ExchangeQuery {
  readonly text?: string | undefined;
  readonly direction?: 'in' | 'out' | undefined;
  readonly status?: '2xx' | '3xx' | '4xx' | '5xx' | 'none' | undefined;
  readonly method?: string | undefined;
  readonly operationId?: string | undefined;
  readonly resourceId?: string | undefined;
}

interface Stored {
  seq: number;
  at: number;
  direction: 'in' | 'out';
  method: string;
  target: string;
  /** '' where there is an origin. */
  url: string;
  origin: string | null;
  label: string;
  status: number;
  duration_ms: number;
  request_bytes: number;
  response_bytes: number;
  actor: string | null;
  operation_id: string | null;
  operation: string | null;
  note_count: number;
  notes: string;
  request_headers: string;
  response_headers: string;
  request_body: string | null;
  response_body: string | null;
  request_cut: number;
  response_cut: number;
  remote_address: string | null;
  error: string | null;
}

const rowColumns: Sql = {
  text: `seq, at, direction, method, target, label, status, duration_ms, request_bytes, response_bytes,
    actor, operation_id, operation, note_count`,
  values: [],
};

function toRow(s: Stored): ExchangeRow {
  return {
    seq: s.seq,
    at: s.at,
    direction: s.direction,
    method: s.method,
    target: s.target,
    label: s.label,
    status: s.status,
    durationMs: s.duration_ms,
    requestBytes: s.request_bytes,
    responseBytes: s.response_bytes,
    actor: s.actor,
    operationId: s.operation_id,
    operation: s.operation,
    noteCount: s.note_count,
  };
}

export function lastExchangeSeq(db: ReadDb): number {
  return db.one<{ seq: number | null }>('select max(seq) as seq from exchanges')?.seq ?? 0;
}

const statusRanges = {
  '2xx': [200, 299],
  '3xx': [300, 399],
  '4xx': [400, 499],
  '5xx': [500, 599],
  none: [0, 0],
} as const;

function conditions(q: ExchangeQuery): Sql[] {
  const parts: Sql[] = [];
  if (q.direction) parts.push(sql`direction = ${q.direction}`);
  if (q.status) parts.push(sql`status between ${statusRanges[q.status][0]} and ${statusRanges[q.status][1]}`);
  if (q.method) parts.push(sql`method = ${q.method}`);
  if (q.operationId) parts.push(sql`operation_id = ${q.operationId}`);
  if (q.resourceId) parts.push(sql`resource_id = ${q.resourceId}`);
  for (const word of (q.text ?? '').split(/\s+/).filter(Boolean)) {
    const like = likeAnywhere(word);
    parts.push(
      sql`(target like ${like} escape '\\' or label like ${like} escape '\\' or actor like ${like} escape '\\' or operation like ${like} escape '\\' or request_body like ${like} escape '\\' or response_body like ${like} escape '\\')`,
    );
  }
  return parts;
}

/** Newest first, at most `limit`, with a `seq` below `before` where given. */
export function listExchanges(
  db: ReadDb,
  query: ExchangeQuery,
  before: number | undefined,
  limit: number,
): ExchangeRow[] {
  const parts = conditions(query);
  if (before !== undefined) parts.push(sql`seq < ${before}`);
  const where = parts.length > 0 ? sql`where ${join(parts, ' and ')}` : sql``;
  return db
    .query<Stored>(sql`select ${rowColumns} from exchanges ${where} order by seq desc limit ${limit}`)
    .map(toRow);
}

export function countMatching(db: ReadDb, query: ExchangeQuery): number {
  const parts = conditions(query);
  const where = parts.length > 0 ? sql`where ${join(parts, ' and ')}` : sql``;
  return db.queryOne<{ n: number }>(sql`select count(*) as n from exchanges ${where}`)?.n ?? 0;
}

export function findExchange(db: ReadDb, seq: number): ExchangeRecord | undefined {
  const s = db.one<Stored>('select * from exchanges where seq = ?', seq);
  if (s === undefined) return undefined;
  return {
    ...toRow(s),
    url: s.origin === null ? s.url : s.origin + s.target,
    requestHeaders: headerPairs(s.request_headers),
    responseHeaders: headerPairs(s.response_headers),
    requestBody: s.request_body,
    responseBody: s.response_body,
    requestCut: s.request_cut === 1,
    responseCut: s.response_cut === 1,
    remoteAddress: s.remote_address,
    notes: JSON.parse(s.notes) as string[],
    error: s.error,
  };
}

/** Names and values in turn; until schema 2 in pairs. */
function headerPairs(json: string): [string, string][] {
  const flat = (JSON.parse(json) as (string | string[])[]).flat();
  return Array.from({ length: flat.length / 2 }, (_, i) => [
    flat[2 * i] as string,
    flat[2 * i + 1] as string,
  ]);
}

/** Exchanges of each hour since `since`; failed: no answer, or a status from 400. */
export function exchangesByHour(db: ReadDb, since: number): { at: number; ok: number; failed: number }[] {
  return db.all<{ at: number; ok: number; failed: number }>(
    `select at / 3600000 * 3600000 as at, sum(status between 1 and 399) as ok,
       sum(status = 0 or status >= 400) as failed
     from exchanges where at >= ? group by 1 order by 1`,
    since,
  );
}
