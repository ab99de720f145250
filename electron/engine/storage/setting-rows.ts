/** Small facts of the workspace by key: its name, the port, what was first seen when. */
import type { ReadDb, WriteDb } from './database.ts';

export function readSetting(db: ReadDb, key: string): string | null {
  return db.one<{ value: string }>('select value from settings where key = ?', key)?.value ?? null;
}

export function writeSetting(db: WriteDb, key: string, value: string): void {
  db.run(
    'insert into settings (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
    key,
    value,
  );
}
