/** Rows of the traffic log, in a database file of its own. */
import type { ExchangeRecord, ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { ReadDb, WriteDb } from './database.ts';
import { join, likeAnywhere, type Sql, sql } from './sql.ts';

export interface NewExchange extends Omit<ExchangeRecord, 'responseBody'> {
  /** As text, or as UTF-8 bytes. */
  readonly responseBody: string | Uint8Array | null;
  readonly actorId: string | null;
  readonly resourceId: string | null;
}

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
  url: string;
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

export function insertExchange(db: WriteDb, e: NewExchange): void {
  const requestHeaders = JSON.stringify(e.requestHeaders);
  const responseHeaders = JSON.stringify(e.responseHeaders);
  const stored =
    400 +
    requestHeaders.length +
    responseHeaders.length +
    (e.requestBody?.length ?? 0) +
    (e.responseBody?.length ?? 0);
  db.run(
    `insert into exchanges (seq, at, direction, method, target, url, label, status, duration_ms, request_bytes,
       response_bytes, actor, actor_id, resource_id, operation_id, operation, note_count, notes, request_headers,
       response_headers, request_body, response_body, request_cut, response_cut, remote_address, error, stored_bytes)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as text), ?, ?, ?, ?, ?)`,
    e.seq,
    e.at,
    e.direction,
    e.method,
    e.target,
    e.url,
    e.label,
    e.status,
    e.durationMs,
    e.requestBytes,
    e.responseBytes,
    e.actor,
    e.actorId,
    e.resourceId,
    e.operationId,
    e.operation,
    e.noteCount,
    JSON.stringify(e.notes),
    requestHeaders,
    responseHeaders,
    e.requestBody,
    e.responseBody,
    e.requestCut ? 1 : 0,
    e.responseCut ? 1 : 0,
    e.remoteAddress,
    e.error,
    stored,
  );
}

export function lastExchangeSeq(db: ReadDb): number {
  return db.one<{ seq: number | null }>('select max(seq) as seq from exchanges')?.seq ?? 0;
}

export function countExchanges(db: ReadDb): { count: number; bytes: number } {
  return (
    db.one<{ count: number; bytes: number }>(
      'select count(*) as count, coalesce(sum(stored_bytes), 0) as bytes from exchanges',
    ) ?? { count: 0, bytes: 0 }
  );
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
    url: s.url,
    requestHeaders: JSON.parse(s.request_headers) as [string, string][],
    responseHeaders: JSON.parse(s.response_headers) as [string, string][],
    requestBody: s.request_body,
    responseBody: s.response_body,
    requestCut: s.request_cut === 1,
    responseCut: s.response_cut === 1,
    remoteAddress: s.remote_address,
    notes: JSON.parse(s.notes) as string[],
    error: s.error,
  };
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

/** Removes the oldest: what is older than `olderThan`, and then until at most `keepBytes` are left. Answers how many. */
export function pruneExchanges(db: WriteDb, olderThan: number, keepBytes: number): number {
  let removed = db.run('delete from exchanges where at < ?', olderThan).changes;
  let { bytes } = countExchanges(db);
  while (bytes > keepBytes) {
    const oldest = db.all<{ seq: number; stored_bytes: number }>(
      'select seq, stored_bytes from exchanges order by seq limit 1000',
    );
    let last = 0;
    for (const row of oldest) {
      if (bytes <= keepBytes) break;
      bytes -= row.stored_bytes;
      last = row.seq;
    }
    if (last === 0) break;
    removed += db.run('delete from exchanges where seq <= ?', last).changes;
  }
  return removed;
}

export function deleteAllExchanges(db: WriteDb): number {
  return db.run('delete from exchanges').changes;
}
