/** Slots of the data key: each holds it wrapped once more. What is in them is judged by the vault, not here. */
import type { ReadDb, WriteDb } from './database.ts';

export interface SlotRow {
  readonly kind: 'os' | 'key-file' | 'passphrase';
  readonly salt: Uint8Array;
  /** scrypt N, r and p; null where the slot is not opened by a passphrase. */
  readonly cost: number | null;
  readonly blockSize: number | null;
  readonly parallel: number | null;
  readonly nonce: Uint8Array;
  /** The data key under AES-256-GCM, with its tag at the end. */
  readonly wrapped: Uint8Array;
  readonly createdAt: number;
}

/** Oldest first. */
export function allSlots(db: ReadDb): SlotRow[] {
  return db.all<SlotRow>(
    `select kind, salt, cost, block_size as blockSize, parallel, nonce, wrapped, created_at as createdAt
     from key_slots order by created_at, kind`,
  );
}

export function replaceSlot(db: WriteDb, row: SlotRow): void {
  db.run(
    `insert or replace into key_slots (kind, salt, cost, block_size, parallel, nonce, wrapped, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    row.kind,
    row.salt,
    row.cost,
    row.blockSize,
    row.parallel,
    row.nonce,
    row.wrapped,
    row.createdAt,
  );
}

export function deleteSlot(db: WriteDb, kind: SlotRow['kind']): void {
  db.run('delete from key_slots where kind = ?', kind);
}

export function deleteAllSlots(db: WriteDb): void {
  db.run('delete from key_slots');
}
