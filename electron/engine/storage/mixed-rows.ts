/** Pages over users and groups together: which rows, in which order. The rows themselves are read by their own files. */
import type { ReadDb } from './database.ts';
import { emptySql, type Sql, sql } from './sql.ts';
import type { PageOf } from './user-page-rows.ts';

/** What both have. `seq`: all users in the order of joining, then all groups in theirs. */
export type MixedSort = 'seq' | 'id' | 'externalId' | 'created' | 'lastModified';

export interface MixedRow {
  /** 0: a user, 1: a group. */
  readonly type: 0 | 1;
  readonly seq: number;
}

const sortColumns: Readonly<Record<MixedSort, string>> = {
  seq: 'null',
  id: 'id',
  externalId: 'external_id',
  created: 'created',
  lastModified: 'last_modified',
};

/** The conditions are over `u` (users) and `g` (groups); undefined: all of them. */
export function mixedPage(
  db: ReadDb,
  where: { readonly users: Sql | undefined; readonly groups: Sql | undefined },
  page: PageOf<MixedSort>,
): MixedRow[] {
  const key = sortColumns[page.sort];
  const way = page.descending ? ' desc' : '';
  const text = (written: string): Sql => ({ text: written, values: [] });
  const only = (condition: Sql | undefined) => (condition === undefined ? emptySql : sql`where ${condition}`);
  const users = sql`${text(`select 0 as type, u.seq as seq, ${aliased('u', key)} as key from users u`)} ${only(where.users)}`;
  const groups = sql`${text(`select 1, g.seq, ${aliased('g', key)} from groups g`)} ${only(where.groups)}`;
  const order = text(`order by key${way} nulls ${page.descending ? 'first' : 'last'}, type${way}, seq${way}`);
  return db.query<MixedRow>(
    sql`select type, seq from (${users} union all ${groups}) ${order} limit ${page.limit} offset ${page.offset}`,
  );
}

function aliased(table: 'u' | 'g', column: string): string {
  return column === 'null' ? column : `${table}.${column}`;
}
