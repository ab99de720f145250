/** The simulated System Log: newest first, bounded to the last 100,000 entries. */
import type { Page } from '../../../shared/domain/directory.ts';
import type { LogEntry } from '../../../shared/domain/simulator.ts';
import type { ReadDb, WriteDb } from './database.ts';
import { join, likeAnywhere, type Sql, sql } from './sql.ts';

const kept = 100_000;

interface LogColumns {
  seq: number;
  at: number;
  event_type: string;
  result: 'SUCCESS' | 'FAILURE';
  message: string;
  target: string | null;
  connection_id: string | null;
  operation_id: string | null;
}

export function insertLogEntry(db: WriteDb, entry: Omit<LogEntry, 'seq'>): void {
  const { lastInsertRowid: seq } = db.run(
    `insert into okta_log (at, event_type, result, message, target, connection_id, operation_id)
     values (?, ?, ?, ?, ?, ?, ?)`,
    entry.at,
    entry.eventType,
    entry.result,
    entry.message.slice(0, 2000),
    entry.target,
    entry.connectionId,
    entry.operationId,
  );
  if (seq % 1000 === 0) db.run('delete from okta_log where seq <= ?', seq - kept);
}

export function pageOfLog(
  db: ReadDb,
  query: { connectionId?: string | undefined; text?: string | undefined; offset: number; limit: number },
): Page<LogEntry> {
  const parts: Sql[] = [sql`1`];
  if (query.connectionId) parts.push(sql`connection_id = ${query.connectionId}`);
  if (query.text) {
    const like = likeAnywhere(query.text);
    parts.push(
      sql`(event_type like ${like} escape '\\' or message like ${like} escape '\\' or target like ${like} escape '\\')`,
    );
  }
  const where = join(parts, ' and ');
  const rows = db.query<LogColumns>(
    sql`select * from okta_log where ${where} order by seq desc limit ${query.limit} offset ${query.offset}`,
  );
  const total = db.queryOne<{ n: number }>(sql`select count(*) as n from okta_log where ${where}`)?.n ?? 0;
  return { total, offset: query.offset, rows: rows.map(toEntry) };
}

function toEntry(r: LogColumns): LogEntry {
  return {
    seq: r.seq,
    at: r.at,
    eventType: r.event_type,
    result: r.result,
    message: r.message,
    target: r.target,
    connectionId: r.connection_id,
    operationId: r.operation_id,
  };
}
