/** Distinct values of a multi-valued attribute over all users, from the index on `user_values`. Reads only. */
import type { ReadDb } from './database.ts';

export interface ValueRow {
  readonly key: string;
  /** One element that has this value, as JSON text. */
  readonly element: string;
}

/** `path` is a multi-valued attribute of the core schema; `key` narrows to one folded value. */
export function distinctValues(
  db: ReadDb,
  path: string,
  page: { offset: number; limit: number; key?: string },
): ValueRow[] {
  const one = page.key === undefined ? '' : 'and value_key = ?';
  return db.all<ValueRow>(
    `select x.value_key as key, json_extract(d.attributes, '$."' || ? || '"[' || min(v.element) || ']') as element
      from (select value_key, min(user_seq) as user_seq from user_values
        where path = ? and value_key is not null ${one} group by value_key limit ? offset ?) x
      join user_values v on v.path = ? and v.value_key = x.value_key and v.user_seq = x.user_seq
      join user_documents d on d.seq = v.user_seq
      group by x.value_key order by x.value_key`,
    path,
    path,
    ...(page.key === undefined ? [] : [page.key]),
    page.limit,
    page.offset,
    path,
  );
}

export function countDistinctValues(db: ReadDb, path: string): number {
  const found = db.one<{ n: number }>(
    'select count(distinct value_key) as n from user_values where path = ? and value_key is not null',
    path,
  );
  return found?.n ?? 0;
}
