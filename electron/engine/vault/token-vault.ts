/**
 * Inbound tokens: issued once, kept as digests, judged from memory. Every change of a token is in force before the
 * call that made it returns: memory is changed in the same breath as the row.
 */
import { timingSafeEqual } from 'node:crypto';
import type { TokenRecord, TokenScope } from '../../../shared/domain/vault.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Authenticate, Authentication } from '../base/exchange-capture.ts';
import type { Clock, IdSource, Logger } from '../base/ports.ts';
import type { OpenDb } from '../storage/database.ts';
import {
  addTokenUse,
  allTokens,
  insertToken,
  markTokenRevoked,
  type TokenRow,
  tokenUseSince,
} from '../storage/token-rows.ts';
import { createFailureThrottle, throttleSeconds } from './failure-throttle.ts';
import { digestOf, isWellFormed, mintToken, prefixOf, readAuthorization } from './token-format.ts';

export interface TokenVault {
  list(): TokenRecord[];
  /** @param expiresInDays null: never. The answer holds the only copy of the token. */
  create(request: {
    name: string;
    scopes: readonly TokenScope[];
    expiresInDays: number | null;
    purpose?: 'client' | 'simulator';
  }): { record: TokenRecord; token: string };
  /** @throws AppFault `not-found` */
  revoke(id: string): TokenRecord;
  readonly authenticate: Authenticate;
  /** Counts one request that carried the token. Written to disk at most once a second, and on close. */
  noteUse(id: string, ok: boolean, by: string | null): void;
  close(): void;
}

interface VaultDeps {
  db: OpenDb;
  clock: Clock;
  ids: IdSource;
  logger: Logger;
  announce: () => void;
}

interface Use {
  at: number;
  by: string | null;
  ok: number;
  failed: number;
}

/**
 * Counts uses in memory and writes them together, once a second. On a full disk they wait in memory: counting must
 * neither stop the engine nor keep the list of tokens from being read (security.md T15).
 */
function createUseCounter({ db, clock, logger, announce }: VaultDeps) {
  const uses = new Map<string, Use>();
  let waits = false;
  const flush = () => {
    if (uses.size === 0) return;
    try {
      db.transaction((tx) => {
        for (const [id, use] of uses) addTokenUse(tx, { id, ...use });
      });
      uses.clear();
      waits = false;
    } catch (error) {
      if (!waits) logger.warn('token uses are not written yet', { reason: String(error) });
      waits = true;
      return;
    }
    announce();
  };
  const timer = setInterval(flush, 1000);
  timer.unref();
  return {
    flush,
    note: (id: string, ok: boolean, by: string | null) => {
      const use = uses.get(id) ?? { at: 0, by: null, ok: 0, failed: 0 };
      use.at = clock();
      use.by = by;
      if (ok) use.ok += 1;
      else use.failed += 1;
      uses.set(id, use);
    },
    close: () => {
      clearInterval(timer);
      flush();
    },
  };
}

export function createTokenVault(deps: VaultDeps): TokenVault {
  const { db, clock } = deps;
  const byDigest = new Map<string, TokenRow>();
  const load = () => {
    byDigest.clear();
    for (const row of allTokens(db)) byDigest.set(Buffer.from(row.digest).toString('hex'), row);
  };
  load();
  const counter = createUseCounter(deps);
  // expiry is judged against the latest time ever seen: a clock set back does not revive a token (security.md T35)
  let latest = 0;
  const now = () => {
    latest = Math.max(latest, clock());
    return latest;
  };
  const records = (): TokenRecord[] => {
    counter.flush();
    const counts = tokenUseSince(db, Math.floor(clock() / 86_400_000) - 6);
    return allTokens(db).map((row) => toRecord(row, counts.get(row.id), now()));
  };
  return {
    list: records,
    create: (request) => {
      const token = mintToken();
      const row = newRow(request, token, deps);
      db.transaction((tx) => insertToken(tx, row));
      load();
      deps.announce();
      return { record: toRecord(row, undefined, now()), token };
    },
    revoke: (id) => {
      db.transaction((tx) => markTokenRevoked(tx, id, clock()));
      load();
      deps.announce();
      const record = records().find((r) => r.id === id);
      if (record === undefined) {
        throw new AppFault('not-found', 'There is no such token. It may belong to another workspace.');
      }
      return record;
    },
    authenticate: createAuthenticator(byDigest, now, clock),
    noteUse: counter.note,
    close: counter.close,
  };
}

function newRow(
  request: Parameters<TokenVault['create']>[0],
  token: string,
  { clock, ids }: VaultDeps,
): TokenRow {
  return {
    id: `tok_${ids.uuid()}`,
    name: request.name,
    prefix: prefixOf(token),
    digest: digestOf(token),
    scopes: request.scopes,
    purpose: request.purpose ?? 'client',
    createdAt: clock(),
    expiresAt: request.expiresInDays === null ? null : clock() + request.expiresInDays * 86_400_000,
    revokedAt: null,
    lastUsedAt: null,
    lastUsedBy: null,
  };
}

function createAuthenticator(
  byDigest: ReadonlyMap<string, TokenRow>,
  now: Clock,
  clock: Clock,
): Authenticate {
  const throttle = createFailureThrottle(clock);
  const refuse = (reason: 'missing' | 'invalid'): Authentication =>
    throttle.failed()
      ? { ok: false, reason: 'throttled', retryAfter: throttleSeconds }
      : { ok: false, reason };
  return (header) => {
    const read = readAuthorization(header);
    if (!read.usable) return refuse('missing');
    if (read.token === null || !isWellFormed(read.token)) return refuse('invalid');
    const digest = digestOf(read.token);
    const row = byDigest.get(digest.toString('hex'));
    if (row === undefined || !timingSafeEqual(row.digest, digest)) return refuse('invalid');
    if (stateOf(row, now()) !== 'active') return refuse('invalid');
    return { ok: true, tokenId: row.id, tokenName: row.name, scopes: row.scopes };
  };
}

function stateOf(row: TokenRow, now: number): TokenRecord['state'] {
  if (row.revokedAt !== null) return 'revoked';
  return row.expiresAt !== null && row.expiresAt <= now ? 'expired' : 'active';
}

function toRecord(row: TokenRow, use: { ok: number; failed: number } | undefined, now: number): TokenRecord {
  const { digest: _kept, ...shown } = row;
  return { ...shown, okCount: use?.ok ?? 0, failedCount: use?.failed ?? 0, state: stateOf(row, now) };
}
