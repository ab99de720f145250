/** Workspace files as released versions wrote them, from SQL text; grown where a test needs a migration that lasts. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** By the number of the schema. */
export const fixtures: ReadonlyMap<number, string> = new Map([
  [3, join(import.meta.dirname, '..', 'fixtures', 'schema-3.sql')],
]);

/** Writes `dir/rollcall.db`; with `times`, its users are there that many times over. */
export function writeFixture(schema: number, dir: string, times = 1): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'rollcall.db');
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.exec(readFileSync(fixtures.get(schema) ?? '', 'utf8'));
  for (let have = 1; have < times; have *= 2) double(db, have);
  db.close();
  return path;
}

/** Each user once more, under another name. Only what the migrations read is kept in step. */
function double(db: Database.Database, round: number): void {
  const [{ last }] = db.prepare('select max(seq) as last from users').all() as [{ last: number }];
  const columns = db
    .prepare("select name from pragma_table_info('users') where name not in ('seq', 'id', 'user_name_key')")
    .pluck()
    .all()
    .join(', ');
  db.exec(`
    insert into users (seq, id, user_name_key, ${columns})
      select seq + ${last}, id || '-${round}', user_name_key || '-${round}', ${columns} from users;
    insert into user_documents select seq + ${last}, schemas, attributes, folded from user_documents;
    insert into user_values select user_seq + ${last}, path, element, value_key, type_key, is_primary from user_values;
  `);
}
