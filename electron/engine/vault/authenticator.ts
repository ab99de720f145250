/**
 * Judges Authorization values from memory, on the hot path of every SCIM request. What was admitted once is known
 * again by the SHA-256 of the whole value, so that the common request costs one hash; no token outlives its request.
 * Failures are throttled together, a valid token never is (security.md 0.13, T24). Writes nothing.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import type { Authenticate, Authentication } from '../base/exchange-capture.ts';
import type { Clock } from '../base/ports.ts';
import type { TokenRow } from '../storage/token-rows.ts';
import { createFailureThrottle, throttleSeconds } from './failure-throttle.ts';
import { digestOf, isWellFormed, longestAuthorization, readAuthorization } from './token-format.ts';

/** Spellings that are remembered: a client has one or two, what goes beyond is no client of ours. */
const mostRemembered = 1000;

interface Issued {
  readonly row: TokenRow;
  readonly digest: Buffer;
  readonly userName: Buffer;
  readonly admitted: Authentication;
}

export interface Authenticator {
  readonly authenticate: Authenticate;
  /** These and no others from the next call on. */
  accept(rows: readonly TokenRow[]): void;
}

/** @param isOver whether a token has come to its end */
export function createAuthenticator(isOver: (row: TokenRow) => boolean, clock: Clock): Authenticator {
  const byDigest = new Map<string, Issued>();
  const remembered = new Map<string, Issued>();
  const throttle = createFailureThrottle(clock);
  const refuse = (reason: 'missing' | 'invalid'): Authentication =>
    throttle.failed()
      ? { ok: false, reason: 'throttled', retryAfter: throttleSeconds }
      : { ok: false, reason };
  const authenticate: Authenticate = (header) => {
    if (header === undefined) return refuse('missing');
    if (header.length > longestAuthorization) return refuse('invalid');
    const spelling = hash('sha256', header, 'hex');
    const known = remembered.get(spelling);
    if (known !== undefined && !isOver(known.row)) return known.admitted;
    const issued = judge(header, byDigest);
    if (issued === 'missing' || issued === 'invalid') return refuse(issued);
    if (isOver(issued.row)) return refuse('invalid');
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(spelling, issued);
    return issued.admitted;
  };
  return {
    authenticate,
    accept: (rows) => {
      byDigest.clear();
      remembered.clear();
      for (const row of rows) {
        if (row.revokedAt === null) byDigest.set(Buffer.from(row.digest).toString('hex'), issuedOf(row));
      }
    },
  };
}

function issuedOf(row: TokenRow): Issued {
  return {
    row,
    digest: Buffer.from(row.digest),
    userName: Buffer.from(row.userName, 'latin1'),
    admitted: Object.freeze({ ok: true, tokenId: row.id, tokenName: row.name, scopes: row.scopes }),
  };
}

function judge(header: string, byDigest: ReadonlyMap<string, Issued>): Issued | 'missing' | 'invalid' {
  const { usable, token, userName } = readAuthorization(header);
  if (!usable) return 'missing';
  if (token === null || !isWellFormed(token)) return 'invalid';
  const digest = digestOf(token);
  const issued = byDigest.get(digest.toString('hex'));
  if (issued === undefined || !timingSafeEqual(issued.digest, digest)) return 'invalid';
  return userName === null || sameText(userName, issued.userName) ? issued : 'invalid';
}

function sameText(given: string, expected: Buffer): boolean {
  const bytes = Buffer.from(given, 'latin1');
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}
