/** Counts and recent runs of the simulated org, for Home. */
import type { ImportSummary } from '../../../shared/domain/simulator.ts';
import type { ReadDb } from './database.ts';

/** Log entries that recent runs are read from: enough for five runs, bounded whatever the log's length. */
const recentEntries = 3000;

export interface LoggedRun {
  readonly at: number;
  readonly eventType: string;
  readonly connection: string;
  readonly entries: number;
  readonly failures: number;
}

export function countLinked(db: ReadDb): number {
  return (
    db.one<{ n: number }>(
      `select count(distinct person_id) as n from okta_assignments where external_id is not null`,
    )?.n ?? 0
  );
}

export function countConnections(db: ReadDb): number {
  return db.one<{ n: number }>('select count(*) as n from okta_connections')?.n ?? 0;
}

/** Operations, newest first; the event type is that of the operation's first entry. Imports have rows of their own. */
export function recentOperations(db: ReadDb, limit: number): LoggedRun[] {
  return db.all<LoggedRun>(
    `select min(l.at) as at, min(l.seq), l.event_type as eventType, coalesce(c.name, '') as connection,
       count(*) as entries, sum(l.result = 'FAILURE') as failures
     from (select * from okta_log order by seq desc limit ?) l
     left join okta_connections c on c.id = l.connection_id
     where l.operation_id is not null and l.event_type not like 'system.import.%'
     group by l.operation_id order by max(l.seq) desc limit ?`,
    recentEntries,
    limit,
  );
}

export function recentImports(db: ReadDb, limit: number): { connection: string; summary: ImportSummary }[] {
  return db
    .all<{ connection: string; summary: string }>(
      `select c.name as connection, r.summary from okta_import_runs r
       join okta_connections c on c.id = r.connection_id order by r.at desc limit ?`,
      limit,
    )
    .map((row) => ({ connection: row.connection, summary: JSON.parse(row.summary) as ImportSummary }));
}
