/**
 * Who may use the console. A launch link is good once, for two minutes; it becomes a cookie and a second secret that
 * the page keeps for its tab and sends as a header. Both are needed for everything under /api: a cookie alone would
 * reach every other server on this machine's loopback too, since cookies know no port (security.md 0.18, 1.2).
 * Sessions live in memory: none survives the process.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const launchForMs = 120_000;
const sessionForMs = 12 * 3_600_000;
const idleForMs = 3_600_000;
const sessionsAtMost = 64;

interface Session {
  readonly header: Buffer;
  readonly created: number;
  lastSeen: number;
}

export interface SessionGuard {
  /** A new one-time launch key. */
  issueLaunchKey(): string;
  /** null: unknown, used, or too old. */
  open(launchKey: unknown): { cookie: string; header: string } | null;
  /** Both secrets right, and the session neither too old nor idle too long. */
  admits(cookie: string | undefined, header: string | undefined): boolean;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

export function createSessionGuard(clock: () => number = Date.now): SessionGuard {
  const launches = new Map<string, number>();
  const sessions = new Map<string, Session>();
  const prune = (now: number) => {
    for (const [key, at] of launches) if (now - at > launchForMs) launches.delete(key);
    for (const [cookie, s] of sessions) if (over(s, now)) sessions.delete(cookie);
  };
  return {
    issueLaunchKey: () => {
      const key = randomBytes(32).toString('base64url');
      prune(clock());
      launches.set(digest(key).toString('hex'), clock());
      return key;
    },
    open: (launchKey) => {
      const now = clock();
      prune(now);
      if (typeof launchKey !== 'string' || !launches.delete(digest(launchKey).toString('hex'))) return null;
      while (sessions.size >= sessionsAtMost) sessions.delete(sessions.keys().next().value as string);
      const cookie = randomBytes(32).toString('base64url');
      const header = randomBytes(32).toString('base64url');
      sessions.set(digest(cookie).toString('hex'), { header: digest(header), created: now, lastSeen: now });
      return { cookie, header };
    },
    admits: (cookie, header) => {
      if (cookie === undefined || header === undefined) return false;
      const session = sessions.get(digest(cookie).toString('hex'));
      const now = clock();
      if (session === undefined || over(session, now) || !timingSafeEqual(session.header, digest(header)))
        return false;
      session.lastSeen = now;
      return true;
    },
  };
}

function over(session: Session, now: number): boolean {
  return now - session.created > sessionForMs || now - session.lastSeen > idleForMs;
}
