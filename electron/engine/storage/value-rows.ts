/**
 * Rows of `user_values`, the elements of multi-valued attributes of the core schema: which of them the index holds, the
 * distinct ones over all users, and their writing. Trusts its caller as `user-rows.ts` does, which alone writes here.
 */
import type { ReadDb, WriteDb } from './database.ts';
import type { Sql, SqlValue } from './sql.ts';

/** One element of a multi-valued attribute; `element` is its 0-based place in the stored JSON. */
export interface UserValueFields {
  readonly path: string;
  readonly element: number;
  readonly valueKey: string | null;
  readonly typeKey: string | null;
  readonly primary: boolean | null;
}

/** Somebody is looked for by these. A phone number, a photo or a certificate is found by looking at all of them. */
const indexedPaths = ['emails', 'entitlements', 'roles'] as const;
type IndexedPath = (typeof indexedPaths)[number];

export function isIndexedPath(path: string): path is IndexedPath {
  return indexedPaths.some((indexed) => indexed === path);
}

/** Of `user_values v`: SQLite takes the index only where its own condition stands in the statement, word for word. */
export const inIndex: Sql = {
  text: "(v.path = 'emails' or v.path = 'entitlements' or v.path = 'roles')",
  values: [],
};

export interface ValueRow {
  readonly key: string;
  /** One element that has this value, as JSON text. */
  readonly element: string;
}

/** `key` narrows to one folded value. */
export function distinctValues(
  db: ReadDb,
  path: IndexedPath,
  page: { offset: number; limit: number; key?: string },
): ValueRow[] {
  const one = page.key === undefined ? '' : 'and v.value_key = ?';
  return db.all<ValueRow>(
    `select x.value_key as key, json_extract(d.attributes, '$."' || ? || '"[' || min(v.element) || ']') as element
      from (select v.value_key, min(v.user_seq) as user_seq from user_values v
        where v.path = ? and ${inIndex.text} and v.value_key is not null ${one}
        group by v.value_key limit ? offset ?) x
      join user_values v on v.path = ? and ${inIndex.text} and v.value_key = x.value_key and v.user_seq = x.user_seq
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

export function countDistinctValues(db: ReadDb, path: IndexedPath): number {
  const found = db.one<{ n: number }>(
    `select count(distinct v.value_key) as n from user_values v
      where v.path = ? and ${inIndex.text} and v.value_key is not null`,
    path,
  );
  return found?.n ?? 0;
}

/** Most users have fewer elements, and a statement costs as much as writing two. */
const valuesTogether = 8;
const insertValuesTexts = Array.from({ length: valuesTogether }, (_, more) => {
  const rows = Array.from({ length: more + 1 }, () => '(?, ?, ?, ?, ?, ?)').join(', ');
  return `insert into user_values (user_seq, path, element, value_key, type_key, is_primary) values ${rows}`;
});

export function insertValues(db: WriteDb, seq: number, values: readonly UserValueFields[]): void {
  for (let at = 0; at < values.length; at += valuesTogether) {
    const bound: SqlValue[] = [];
    const rows = values.slice(at, at + valuesTogether);
    for (const v of rows)
      bound.push(
        seq,
        v.path,
        v.element,
        v.valueKey,
        v.typeKey,
        v.primary === null ? null : v.primary ? 1 : 0,
      );
    db.run(insertValuesTexts[rows.length - 1] as string, ...bound);
  }
}

export function replaceValues(db: WriteDb, seq: number, values: readonly UserValueFields[]): void {
  db.run('delete from user_values where user_seq = ?', seq);
  insertValues(db, seq, values);
}
