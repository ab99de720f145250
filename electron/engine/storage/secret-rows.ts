/** Sealed outbound secrets: ciphertext and nonce, bound by the vault to what `origin` says. */
import type { ReadDb, WriteDb } from './database.ts';

export interface SecretRow {
  readonly id: string;
  readonly origin: string;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

export function findSecret(db: ReadDb, id: string): SecretRow | undefined {
  return db.one<SecretRow & Record<string, never>>(
    'select id, origin, nonce, sealed from secrets where id = ?',
    id,
  );
}

export function allSecrets(db: ReadDb): SecretRow[] {
  return db.all<SecretRow>('select id, origin, nonce, sealed from secrets');
}

export function replaceSecret(db: WriteDb, row: SecretRow, at: number): void {
  db.run(
    `insert into secrets (id, kind, origin, nonce, sealed, created_at) values (?, 'connection', ?, ?, ?, ?)
     on conflict (id) do update set origin = excluded.origin, nonce = excluded.nonce,
       sealed = excluded.sealed, created_at = excluded.created_at`,
    row.id,
    row.origin,
    row.nonce,
    row.sealed,
    at,
  );
}

export function deleteSecret(db: WriteDb, id: string): void {
  db.run('delete from secrets where id = ?', id);
}

export function deleteAllSecrets(db: WriteDb): void {
  db.run('delete from secrets');
}
