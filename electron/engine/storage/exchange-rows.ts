/** Rows of the traffic log, in a database file of its own. */
import type { ExchangeRecord, ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { ReadDb, WriteDb } from './database.ts';
import { asText, join, likeAnywhere, type Sql, type SqlValue, sql } from './sql.ts';

/** An exchange as it is stored: masked, with its lists as JSON. */
export interface NewExchange
  extends Omit<ExchangeRow, 'noteCount' | 'direction' | 'operationId' | 'operation'> {
  /** What stands before `target` in the whole URL. */
  readonly origin: string;
  readonly actorId: string | null;
  readonly resourceId: string | null;
  readonly remoteAddress: string | null;
  /** JSON of names and values in turn, as text or as UTF-8 bytes. */
  readonly requestHeaders: string | Uint8Array;
  readonly responseHeaders: string | Uint8Array;
  /** As text, or as UTF-8 bytes. */
  readonly requestBody: string | Uint8Array | null;
  readonly responseBody: string | Uint8Array | null;
  /** What most exchanges have none of: null where this one has none either. */
  readonly more: NewExchangeMore | null;
}

export interface NewExchangeMore extends Pick<ExchangeRow, 'direction' | 'operationId' | 'operation'> {
  readonly notes: readonly string[];
  readonly requestCut: boolean;
  readonly responseCut: boolean;
  readonly error: string | null;
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

const usualColumns = `seq, at, method, target, origin, label, status, duration_ms, request_bytes, response_bytes,
  actor, actor_id, resource_id, remote_address, request_headers, response_headers, request_body, response_body,
  stored_bytes`;
const moreColumns =
  'direction, operation_id, operation, note_count, notes, request_cut, response_cut, error, url';
const usualValues = `?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${asText}, ${asText},
  ${asText}, ${asText}, ?`;

/**
 * Writes exchanges, and how much they are, within a transaction of the caller. Each value that is bound takes its
 * time: what most exchanges have none of stands in the text of their statement.
 */
export function exchangeWriter(db: WriteDb): (count: number, exchangeAt: (i: number) => NewExchange) => void {
  const insertUsual = db.held(
    `insert into exchanges (${usualColumns}, ${moreColumns})
     values (${usualValues}, 'in', null, null, 0, '[]', 0, 0, null, '')`,
  );
  const insertMore = db.held(
    `insert into exchanges (${usualColumns}, ${moreColumns})
     values (${usualValues}, ?, ?, ?, ?, ?, ?, ?, ?, '')`,
  );
  return (count, exchangeAt) => {
    let bytes = 0;
    for (let i = 0; i < count; i++) {
      const e = exchangeAt(i);
      const stored = storedBytes(e);
      if (e.more === null) insertUsual(usual(e, stored));
      else insertMore([...usual(e, stored), ...more(e.more)]);
      bytes += stored;
    }
    moveTotals(db, count, bytes);
  };
}

function storedBytes(e: NewExchange): number {
  const bodies = (e.requestBody?.length ?? 0) + (e.responseBody?.length ?? 0);
  return 400 + e.requestHeaders.length + e.responseHeaders.length + bodies;
}

function usual(e: NewExchange, stored: number): SqlValue[] {
  return [
    e.seq,
    e.at,
    e.method,
    e.target,
    e.origin,
    e.label,
    e.status,
    e.durationMs,
    e.requestBytes,
    e.responseBytes,
    e.actor,
    e.actorId,
    e.resourceId,
    e.remoteAddress,
    e.requestHeaders,
    e.responseHeaders,
    e.requestBody,
    e.responseBody,
    stored,
  ];
}

function more(m: NewExchangeMore): SqlValue[] {
  return [
    m.direction,
    m.operationId,
    m.operation,
    m.notes.length,
    JSON.stringify(m.notes),
    m.requestCut ? 1 : 0,
    m.responseCut ? 1 : 0,
    m.error,
  ];
}

export function lastExchangeSeq(db: ReadDb): number {
  return db.one<{ seq: number | null }>('select max(seq) as seq from exchanges')?.seq ?? 0;
}

export interface ExchangeTotals {
  readonly count: number;
  readonly bytes: number;
}

/** Kept beside the rows and written with them: adding them up would read the whole log. */
export function exchangeTotals(db: ReadDb): ExchangeTotals {
  return db.one<ExchangeTotals>('select count, bytes from exchange_totals') ?? { count: 0, bytes: 0 };
}

function moveTotals(db: WriteDb, count: number, bytes: number): void {
  db.run('update exchange_totals set count = count + ?, bytes = bytes + ?', count, bytes);
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

/** Removes the oldest: what is older than `olderThan`, and then until at most `keepBytes` are left. */
export function pruneExchanges(db: WriteDb, olderThan: number, keepBytes: number): void {
  const old = db.one<ExchangeTotals>(
    'select count(*) as count, coalesce(sum(stored_bytes), 0) as bytes from exchanges where at < ?',
    olderThan,
  );
  if (old !== undefined && old.count > 0) {
    db.run('delete from exchanges where at < ?', olderThan);
    moveTotals(db, -old.count, -old.bytes);
  }
  for (let over = exchangeTotals(db).bytes - keepBytes; over > 0; ) {
    const removed = removeOldest(db, over);
    if (removed === 0) return;
    over -= removed;
  }
}

/** Some of the oldest, until `bytes` are gone. Answers with how many bytes they had. */
function removeOldest(db: WriteDb, bytes: number): number {
  const oldest = db.all<{ seq: number; stored_bytes: number }>(
    'select seq, stored_bytes from exchanges order by seq limit 1000',
  );
  let removed = 0;
  let last = 0;
  for (const row of oldest) {
    if (removed >= bytes) break;
    removed += row.stored_bytes;
    last = row.seq;
  }
  const { changes } = db.run('delete from exchanges where seq <= ?', last);
  moveTotals(db, -changes, -removed);
  return removed;
}

export function deleteAllExchanges(db: WriteDb): number {
  db.run('update exchange_totals set count = 0, bytes = 0');
  return db.run('delete from exchanges').changes;
}
