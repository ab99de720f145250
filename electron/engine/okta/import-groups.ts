/** One page of the application's groups, as Import Groups and Refresh App Groups keep them. */
import type { WriteDb } from '../storage/database.ts';
import { type SeenAppGroup, writeAppGroupSeen } from '../storage/okta-push-rows.ts';

export interface GroupPageCounts {
  readonly scanned: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** A group that comes twice in one run counts once. */
export function recordGroupPage(
  db: WriteDb,
  connectionId: string,
  groups: readonly SeenAppGroup[],
  run: string,
): GroupPageCounts {
  const verdicts = groups.map((g) => writeAppGroupSeen(db, connectionId, g, run));
  const count = (verdict: string) => verdicts.filter((v) => v === verdict).length;
  return {
    scanned: verdicts.length - count('again'),
    created: count('new'),
    updated: count('updated'),
    unchanged: count('unchanged'),
  };
}
