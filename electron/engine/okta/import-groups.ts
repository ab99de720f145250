/** One page of the application's groups, as Import Groups and Refresh App Groups keep them. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { WriteDb } from '../storage/database.ts';
import { type SeenAppGroup, writeAppGroupSeen } from '../storage/okta-push-rows.ts';
import { readId } from './answer-reading.ts';
import { type Oddities, wrongTypes } from './import-oddities.ts';

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
  page: { readonly groups: readonly SeenAppGroup[]; readonly odd: Oddities },
  run: string,
): GroupPageCounts {
  const verdicts = page.groups.map((g) => writeAppGroupSeen(db, connectionId, g, run));
  const count = (verdict: string) => verdicts.filter((v) => v === verdict).length;
  verdicts.forEach((verdict, i) => {
    const who = page.groups[i]?.name ?? '';
    if (verdict === 'again')
      page.odd.lost('came twice, so the order of the list is not the same on every page', who);
  });
  return {
    scanned: verdicts.length - count('again'),
    created: count('new'),
    updated: count('updated'),
    unchanged: count('unchanged'),
  };
}

/** null for a group without an id, which cannot be linked. */
export function seenAppGroup(group: JsonObject, odd: Oddities): SeenAppGroup | null {
  const displayName = group['displayName'];
  const called = typeof displayName === 'string' ? displayName : '';
  const externalId = readId(group, (text) => odd.count(text, called));
  for (const wrong of wrongTypes(group)) odd.count(wrong, externalId ?? called);
  if (externalId === null) {
    odd.lost('left out, because the id is missing or unusable', called);
    return null;
  }
  const members = Array.isArray(group['members']) ? group['members'] : [];
  const name = called === '' ? externalId : called.slice(0, 1000);
  const digest = createHash('sha256')
    .update(JSON.stringify([name, members]))
    .digest('base64');
  return { externalId, name, memberCount: members.length, digest };
}
