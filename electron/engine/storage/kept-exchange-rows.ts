/** What comes into the traffic log and what goes: with each, how much there is, in the same transaction. */
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { ReadDb, WriteDb } from './database.ts';
import { asText, type SqlValue } from './sql.ts';

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
