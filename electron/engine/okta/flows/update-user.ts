/**
 * A profile update (okta.md 1.5). A wizard app reads the user and puts the whole object back (documented and seen). A
 * catalog app may do the same or PATCH; here it PATCHes, with one path-less replace of what changed. That shape is
 * inferred: Okta's documents do not show one for profiles.
 */
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { noteDifferences } from '../answer-check.ts';
import { errorPrefixes } from '../error-text.ts';
import { changedAttributes, mergedUser, patchSchema } from '../mapping.ts';
import { expectObject, expectSuccess, type Peer, userPath } from '../peer.ts';
import { entryOperations } from './entry-operations.ts';

export interface UserUpdate {
  readonly externalId: string;
  readonly oktaId: string;
  readonly login: string;
  /** The mapped attributes as they should be now. */
  readonly mapped: JsonObject;
  /** As they were before the change; null sends all of them (link, Force Sync). */
  readonly before: JsonObject | null;
  /** Attributes of which a part is mapped on Create only, and stays as the application has it. */
  readonly partial: ReadonlySet<string>;
}

/**
 * @returns false where nothing mapped had changed and nothing was sent
 * @throws OktaTask with Okta's text; also for 404 on a known user, whose outcome is not documented (inferred)
 */
export async function updateUser(peer: Peer, update: UserUpdate): Promise<boolean> {
  const { changed, cleared } =
    update.before === null
      ? { changed: update.mapped, cleared: [] }
      : changedAttributes(update.before, update.mapped);
  if (Object.keys(changed).length === 0 && cleared.length === 0) return false;
  const prefix = errorPrefixes.updateUser(update.login);
  const about = {
    path: userPath(update.externalId),
    resourceId: update.externalId,
    label: `/Users/${update.login}`,
  };
  if (peer.dialect === 'wizard') {
    const got = await expectObject(peer, { method: 'GET', ...about }, prefix);
    const gone = cleared.filter((name) => !update.partial.has(name));
    const body = mergedUser(got, update.mapped, update.oktaId, gone);
    const answer = await expectSuccess(peer, { method: 'PUT', ...about, body }, prefix);
    noteDifferences(peer, update.login, update.mapped, answer);
    return true;
  }
  if (cleared.length > 0) {
    // Push Null Values is an option of some apps only (okta.md 1.5, documented)
    peer.note(`Emptied attributes of ${update.login} were not sent: ${cleared.join(', ')}.`);
  }
  const operations = patchOperations(changed, update);
  if (operations.length === 0) return false;
  const body = { schemas: [patchSchema], Operations: operations };
  const answer = await expectSuccess(peer, { method: 'PATCH', ...about, body }, prefix);
  // of what is sent entry by entry, the application keeps parts of its own
  const whole = Object.entries(changed).filter(([name]) => !update.partial.has(name));
  noteDifferences(peer, update.login, Object.fromEntries(whole), answer);
  return true;
}

function patchOperations(changed: JsonObject, update: UserUpdate): JsonObject[] {
  const whole: JsonObject = {};
  const parts: JsonObject[] = [];
  for (const [name, value] of Object.entries(changed)) {
    if (update.partial.has(name) && Array.isArray(value)) {
      parts.push(...entryOperations(name, value, update.before?.[name]));
    } else whole[name] = value;
  }
  return Object.keys(whole).length > 0 ? [{ op: 'replace', value: whole }, ...parts] : parts;
}
