/** One page of the application's groups, as Import Groups and Refresh App Groups keep them. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { WriteDb } from '../storage/database.ts';
import { type SeenAppGroup, writeAppGroupSeen } from '../storage/okta-push-rows.ts';
import { readId } from './answer-reading.ts';

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

/** null for a group without an id, which cannot be linked. */
export function seenAppGroup(group: JsonObject, warn: (text: string) => void): SeenAppGroup | null {
  const externalId = readId(group, (text) => warn(`Groups: ${text}.`));
  if (externalId === null) {
    warn('Groups: a group without an id was left out.');
    return null;
  }
  const members = Array.isArray(group['members']) ? group['members'] : [];
  const name = typeof group['displayName'] === 'string' ? group['displayName'].slice(0, 1000) : externalId;
  const digest = createHash('sha256')
    .update(JSON.stringify([name, members]))
    .digest('base64');
  return { externalId, name, memberCount: members.length, digest };
}
