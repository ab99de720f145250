/** Rows of inbound tokens: the digest, never the token. */
import type { TokenScope } from '../../../shared/domain/vault.ts';
import type { ReadDb, WriteDb } from './database.ts';

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  /** SHA-256 of the token, 32 bytes. */
  readonly digest: Uint8Array;
  readonly scopes: readonly TokenScope[];
  readonly purpose: 'client' | 'simulator';
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
  readonly lastUsedBy: string | null;
  /** For Basic; the password is the token. */
  readonly userName: string;
  readonly rotatedFrom: string | null;
  /** The successor that names this one; nothing is stored here. */
  readonly rotatedTo: string | null;
}

interface Stored {
  id: string;
  name: string;
  prefix: string;
  digest: Uint8Array;
  scopes: string;
  purpose: 'client' | 'simulator';
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
  last_used_by: string | null;
  user_name: string;
  rotated_from: string | null;
  rotated_to: string | null;
}

function fromStored(row: Stored): TokenRow {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    digest: row.digest,
    scopes: row.scopes.split(' ') as TokenScope[],
    purpose: row.purpose,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    lastUsedBy: row.last_used_by,
    userName: row.user_name,
    rotatedFrom: row.rotated_from,
    rotatedTo: row.rotated_to,
  };
}

export function allTokens(db: ReadDb): TokenRow[] {
  return db
    .all<Stored>(
      `select tokens.*, successor.id as rotated_to from tokens
       left join tokens successor on successor.rotated_from = tokens.id
       order by tokens.created_at desc, tokens.rowid desc`,
    )
    .map(fromStored);
}

export function insertToken(db: WriteDb, row: TokenRow): void {
  db.run(
    `insert into tokens
       (id, name, prefix, digest, scopes, purpose, created_at, expires_at, user_name, rotated_from)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.name,
    row.prefix,
    row.digest,
    row.scopes.join(' '),
    row.purpose,
    row.createdAt,
    row.expiresAt,
    row.userName,
    row.rotatedFrom,
  );
}

/** Never later than it would have ended anyway. */
export function endTokenBy(db: WriteDb, id: string, at: number): void {
  db.run(
    'update tokens set expires_at = ? where id = ? and (expires_at is null or expires_at > ?)',
    at,
    id,
    at,
  );
}

/** true where it was not revoked before. */
export function markTokenRevoked(db: WriteDb, id: string, at: number): boolean {
  return db.run('update tokens set revoked_at = ? where id = ? and revoked_at is null', at, id).changes > 0;
}

/** Adds what was counted since the last call; `day` is days since 1970, UTC. */
export function addTokenUse(
  db: WriteDb,
  use: { id: string; at: number; by: string | null; ok: number; failed: number },
): void {
  db.run('update tokens set last_used_at = ?, last_used_by = ? where id = ?', use.at, use.by, use.id);
  db.run(
    `insert into token_days (token_id, day, ok, failed) values (?, ?, ?, ?)
     on conflict (token_id, day) do update set ok = ok + excluded.ok, failed = failed + excluded.failed`,
    use.id,
    Math.floor(use.at / 86_400_000),
    use.ok,
    use.failed,
  );
}

export function tokenUseSince(db: ReadDb, day: number): Map<string, { ok: number; failed: number }> {
  const rows = db.all<{ token_id: string; ok: number; failed: number }>(
    'select token_id, sum(ok) as ok, sum(failed) as failed from token_days where day >= ? group by token_id',
    day,
  );
  return new Map(rows.map((r) => [r.token_id, { ok: r.ok, failed: r.failed }]));
}
