/**
 * Tokens that were seen to have come to their end stay ended: a clock that is set back revives none, nor does a start
 * after that (security.md T35). Kept by token and not as the latest time ever seen: a clock that once was years ahead
 * must not end what is issued after it was put right. Written once for each end, never for a request.
 */
import type { Clock, Logger } from '../base/ports.ts';
import type { OpenDb } from '../storage/database.ts';
import { readSetting, writeSetting } from '../storage/setting-rows.ts';
import type { TokenRow } from '../storage/token-rows.ts';

const setting = 'tokens.ended';

export interface EndedTokens {
  isOver(row: TokenRow): boolean;
  /** Keeps which of all tokens have ended, and answers whether one did since the last time. Never throws. */
  look(rows: readonly TokenRow[]): boolean;
}

export function createEndedTokens(deps: { db: OpenDb; clock: Clock; logger: Logger }): EndedTokens {
  const { db, clock, logger } = deps;
  let written = readSetting(db, setting) ?? '[]';
  let ended = new Set(idsIn(written));
  let known = ended.size;
  let waits = false;
  const isOver = ({ id, expiresAt }: TokenRow): boolean => {
    if (expiresAt === null) return false;
    if (expiresAt <= clock()) ended.add(id);
    return ended.size > 0 && ended.has(id);
  };
  const write = (text: string) => {
    try {
      db.transaction((tx) => writeSetting(tx, setting, text));
      written = text;
      waits = false;
    } catch (error) {
      // on a full disk they are kept in memory, and written when there is room
      if (!waits) logger.warn('ends of tokens are not written yet', { reason: String(error) });
      waits = true;
    }
  };
  return {
    isOver,
    look: (rows) => {
      ended = new Set(rows.filter((row) => row.revokedAt === null && isOver(row)).map((row) => row.id));
      const text = JSON.stringify([...ended].sort());
      if (text !== written) write(text);
      const more = ended.size > known;
      known = ended.size;
      return more;
    },
  };
}

function idsIn(text: string): string[] {
  try {
    const ids: unknown = JSON.parse(text);
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
