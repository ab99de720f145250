/**
 * Inbound tokens: issued once, kept as digests, judged from memory. Every change of a token is in force before the
 * call that made it returns: memory is changed in the same breath as the row.
 */
import type { TokenRecord, TokenScope } from '../../../shared/domain/vault.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Authenticate } from '../base/exchange-capture.ts';
import type { Clock, IdSource, Logger } from '../base/ports.ts';
import type { OpenDb } from '../storage/database.ts';
import {
  allTokens,
  endTokenBy,
  insertToken,
  markTokenRevoked,
  type TokenRow,
  tokenUseSince,
} from '../storage/token-rows.ts';
import { createAuthenticator } from './authenticator.ts';
import { createEndedTokens } from './ended-tokens.ts';
import { digestOf, mintToken, mintUserName, prefixOf } from './token-format.ts';
import { createUseCounter } from './use-counter.ts';

const dayMs = 86_400_000;

/** A token that was just made: the only copy of it. */
interface Issue {
  readonly record: TokenRecord;
  readonly token: string;
}

export interface TokenVault {
  list(): TokenRecord[];
  /** @param expiresInDays null: never. The answer holds the only copy of the token. */
  create(request: {
    name: string;
    scopes: readonly TokenScope[];
    expiresInDays: number | null;
    purpose?: 'client' | 'simulator';
  }): Issue;
  /**
   * Issues a successor with the same name, scopes and lifetime. The old token works until `overlap` seconds from now
   * or its own end, whichever is first; 0: it is refused before this returns (security.md 1.3).
   * @throws AppFault `not-found`; `conflict` where it is revoked, expired or rotated already; `not-allowed` for the
   * Simulator's own
   */
  rotate(id: string, overlap: number): Issue & { readonly old: TokenRecord };
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

export function createTokenVault(deps: VaultDeps): TokenVault {
  const kept = keepTokens(deps);
  const counter = createUseCounter(deps);
  const timer = setInterval(() => {
    counter.flush();
    kept.tick();
  }, 1000);
  timer.unref();
  const list = () => {
    counter.flush();
    return kept.records();
  };
  return {
    list,
    create: (request) => create(deps, kept, request),
    rotate: (id, overlap) => {
      counter.flush();
      return rotate(deps, kept, id, overlap);
    },
    revoke: (id) => {
      deps.db.transaction((tx) => markTokenRevoked(tx, id, deps.clock()));
      kept.changed();
      return existing(list(), id);
    },
    authenticate: kept.authenticate,
    noteUse: counter.note,
    close: () => {
      clearInterval(timer);
      counter.flush();
      kept.tick();
    },
  };
}

type Kept = ReturnType<typeof keepTokens>;

/** What is judged from memory, and its records with what was counted. */
function keepTokens({ db, clock, logger, announce }: VaultDeps) {
  const ended = createEndedTokens({ db, clock, logger });
  const judge = createAuthenticator(ended.isOver, clock);
  let rows: readonly TokenRow[] = [];
  const load = () => {
    rows = allTokens(db);
    ended.look(rows);
    judge.accept(rows);
  };
  load();
  return {
    authenticate: judge.authenticate,
    /** Announces that a token has come to its end, at most a second later: nobody else writes at that moment. */
    tick: () => {
      if (ended.look(rows)) announce();
    },
    /** After every write, before anyone is answered. */
    changed: () => {
      load();
      announce();
    },
    records: (): TokenRecord[] => {
      const counts = tokenUseSince(db, Math.floor(clock() / dayMs) - 6);
      return allTokens(db).map((row) => toRecord(row, counts.get(row.id), ended.isOver(row)));
    },
  };
}

function create(deps: VaultDeps, kept: Kept, request: Parameters<TokenVault['create']>[0]): Issue {
  const token = mintToken();
  const { expiresInDays: days, ...rest } = request;
  const row = newRow({ ...rest, lifetime: days === null ? null : days * dayMs }, token, deps);
  deps.db.transaction((tx) => insertToken(tx, row));
  kept.changed();
  return { record: toRecord(row, undefined, false), token };
}

function rotate(deps: VaultDeps, kept: Kept, id: string, overlap: number): ReturnType<TokenVault['rotate']> {
  const old = rotatable(existing(kept.records(), id));
  const token = mintToken();
  const lifetime = old.expiresAt === null ? null : old.expiresAt - old.createdAt;
  const row = newRow({ ...old, lifetime, rotatedFrom: id }, token, deps);
  deps.db.transaction((tx) => {
    insertToken(tx, row);
    endTokenBy(tx, id, deps.clock() + overlap * 1000);
  });
  kept.changed();
  return { record: toRecord(row, undefined, false), token, old: existing(kept.records(), id) };
}

/** @throws AppFault `not-found` */
function existing(records: readonly TokenRecord[], id: string): TokenRecord {
  const record = records.find((r) => r.id === id);
  if (record !== undefined) return record;
  throw new AppFault('not-found', 'There is no such token. It may belong to another workspace.');
}

/** @throws AppFault where the token cannot have a successor */
function rotatable(old: TokenRecord): TokenRecord {
  if (old.purpose === 'simulator')
    throw new AppFault(
      'not-allowed',
      'This token is the Simulator’s own. It makes a new one when this one ends.',
    );
  if (old.state !== 'active')
    throw new AppFault('conflict', `${old.name} is ${old.state} and cannot be rotated. Create a new token.`);
  if (old.rotatedTo !== null)
    throw new AppFault(
      'conflict',
      `${old.name} was rotated already. Rotate its successor, or revoke this one to end it now.`,
    );
  return old;
}

function newRow(
  request: {
    readonly name: string;
    readonly scopes: readonly TokenScope[];
    readonly purpose?: 'client' | 'simulator';
    /** Milliseconds; null: no end. */
    readonly lifetime: number | null;
    readonly rotatedFrom?: string | null;
  },
  token: string,
  { clock, ids }: VaultDeps,
): TokenRow {
  const createdAt = clock();
  return {
    id: `tok_${ids.uuid()}`,
    name: request.name,
    prefix: prefixOf(token),
    digest: digestOf(token),
    scopes: request.scopes,
    purpose: request.purpose ?? 'client',
    createdAt,
    expiresAt: request.lifetime === null ? null : createdAt + request.lifetime,
    revokedAt: null,
    lastUsedAt: null,
    lastUsedBy: null,
    userName: mintUserName(),
    rotatedFrom: request.rotatedFrom ?? null,
    rotatedTo: null,
  };
}

function toRecord(
  row: TokenRow,
  use: { ok: number; failed: number } | undefined,
  isOver: boolean,
): TokenRecord {
  const { digest: _kept, ...shown } = row;
  const state = row.revokedAt !== null ? 'revoked' : isOver ? 'expired' : 'active';
  return { ...shown, okCount: use?.ok ?? 0, failedCount: use?.failed ?? 0, state };
}
