/**
 * Looks for text that is none: SQLite takes any bytes as text, and what damages a page hardly ever leaves valid UTF-8.
 * For the tables whose rows have no hash: the journal of changes, tokens, the simulated org. Reads only.
 */
import { isUtf8 } from 'node:buffer';
import type { ReadDb } from './database.ts';

export interface UnreadableText {
  readonly table: string;
  readonly rows: number;
}

/** @param except tables that are checked by their hashes */
export function unreadableTexts(db: ReadDb, except: ReadonlySet<string>): UnreadableText[] {
  const tables = db.all<{ name: string }>(
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
  );
  return tables
    .filter(({ name }) => !except.has(name))
    .map(({ name }) => ({ table: name, rows: unreadableRows(db, name) }))
    .filter(({ rows }) => rows > 0);
}

function unreadableRows(db: ReadDb, table: string): number {
  const columns = db
    .all<{ name: string; type: string }>('select name, type from pragma_table_info(?)', table)
    .filter(({ type }) => type.toUpperCase() === 'TEXT')
    .map(({ name }) => `coalesce(${quoted(name)}, '')`);
  if (columns.length === 0) return 0;
  let wrong = 0;
  // names come from our own schema; a NUL between two texts keeps one from mending the other
  const text = `select cast(${columns.join(' || char(0) || ')} as blob) as bytes from ${quoted(table)}`;
  for (const { bytes } of db.each<{ bytes: Uint8Array }>(text)) if (!isUtf8(bytes)) wrong += 1;
  return wrong;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
