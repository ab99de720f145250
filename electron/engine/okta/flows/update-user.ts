/**
 * A profile update (okta.md 1.5). A wizard app reads the user and puts the whole object back (documented and seen). A
 * catalog app may do the same or PATCH; here it PATCHes, with one path-less replace of what changed. That shape is
 * inferred: Okta's documents do not show one for profiles.
 */
import type { PersonProfile } from '../../../../shared/domain/simulator.ts';
import { noteDifferences } from '../answer-check.ts';
import { errorPrefixes } from '../error-text.ts';
import { changedAttributes, mappedAttributes, mergedUser, patchSchema } from '../mapping.ts';
import { expectObject, expectSuccess, type Peer, userPath } from '../peer.ts';

export interface UserUpdate {
  readonly externalId: string;
  readonly oktaId: string;
  readonly login: string;
  readonly profile: PersonProfile;
  /** The profile before the change; null sends every mapped attribute (link, Force Sync). */
  readonly before: PersonProfile | null;
}

/**
 * @returns false where nothing mapped had changed and nothing was sent
 * @throws OktaTask with Okta's text; also for 404 on a known user, whose outcome is not documented (inferred)
 */
export async function updateUser(peer: Peer, update: UserUpdate): Promise<boolean> {
  const { changed, cleared } = changesOf(update);
  if (Object.keys(changed).length === 0 && cleared.length === 0) return false;
  const prefix = errorPrefixes.updateUser(update.login);
  const about = {
    path: userPath(update.externalId),
    resourceId: update.externalId,
    label: `/Users/${update.login}`,
  };
  if (peer.dialect === 'wizard') {
    const got = await expectObject(peer, { method: 'GET', ...about }, prefix);
    const body = mergedUser(got, update.profile, update.oktaId, cleared);
    const answer = await expectSuccess(peer, { method: 'PUT', ...about, body }, prefix);
    noteDifferences(peer, update.login, mappedAttributes(update.profile), answer);
    return true;
  }
  if (cleared.length > 0) {
    // Push Null Values is an option of some apps only (okta.md 1.5, documented)
    peer.note(`Emptied attributes of ${update.login} were not sent: ${cleared.join(', ')}.`);
  }
  if (Object.keys(changed).length === 0) return false;
  const body = { schemas: [patchSchema], Operations: [{ op: 'replace', value: changed }] };
  const answer = await expectSuccess(peer, { method: 'PATCH', ...about, body }, prefix);
  noteDifferences(peer, update.login, changed, answer);
  return true;
}

function changesOf(update: UserUpdate): ReturnType<typeof changedAttributes> {
  return update.before === null
    ? { changed: mappedAttributes(update.profile), cleared: [] }
    : changedAttributes(update.before, update.profile);
}
