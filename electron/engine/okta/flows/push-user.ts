/**
 * Create Users on assignment (okta.md 1.4): ask by userName, then create, or link to what was found. After a link the
 * user is active and, where Update User Attributes is on, carries Okta's profile.
 *
 * Not here: what a 409 could mean. Okta does not link on it (inferred); the task fails.
 */
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { noteDifferences } from '../answer-check.ts';
import { readId, readMatches } from '../answer-reading.ts';
import { errorPrefixes, oktaErrorText, provisioningFailed } from '../error-text.ts';
import { createBody } from '../mapping.ts';
import { asObject, filterQuery, mayBeDone, OktaTask, type Peer, type PeerAnswer, taskFrom } from '../peer.ts';
import { updateUser } from './update-user.ts';
import { isInactive, setActive } from './user-activation.ts';

export interface UserToPush {
  readonly oktaId: string;
  /** Okta's name of the person, for Okta's texts. */
  readonly login: string;
  /** The name in the application, by the username format; the filter asks for it. */
  readonly username: string;
  /** For the POST. */
  readonly created: JsonObject;
  /** For the profile push after a link. */
  readonly linked: JsonObject;
  readonly createUsers: boolean;
  readonly updateUsers: boolean;
  /** Placeholder of 8 characters for the POST; never stored. */
  readonly password: string;
}

export interface PushedUser {
  readonly externalId: string;
  readonly how: 'created' | 'linked';
}

/** @throws OktaTask with Okta's text */
export async function pushUser(peer: Peer, user: UserToPush): Promise<PushedUser> {
  const { login, username } = user;
  const prefix = errorPrefixes.verifyUser(username);
  const answer = await peer.send({ method: 'GET', path: `/Users?${filterQuery('userName', username)}` });
  const found = chooseMatch(peer, readMatches(peer, answer, prefix), username);
  if (found !== null) return link(peer, user, found);
  if (!user.createUsers) {
    throw new OktaTask(
      provisioningFailed(login, peer.appName, 'Matching user not found'),
      'Create Users is off and the server has no user with this name.',
    );
  }
  return { externalId: await create(peer, user), how: 'created' };
}

/** The resource that answers to the name; which one Okta takes of several is not documented: the first (inferred). */
function chooseMatch(peer: Peer, found: readonly JsonObject[], username: string): JsonObject | null {
  const wanted = username.toLowerCase();
  const matching = found.filter((user) => namesOf(user).includes(wanted));
  if (found.length > 0 && matching.length === 0) {
    peer.note(`The server answered the filter with users that are not ${username}; they were not linked.`);
  }
  if (matching.length > 1) peer.note(`The server has ${matching.length} users named ${username}.`);
  return matching[0] ?? null;
}

/** D20: the filter is on userName even where the e-mail is the identifier, so either may answer (okta.md 1.4). */
function namesOf(user: JsonObject): string[] {
  const emails = Array.isArray(user['emails']) ? user['emails'] : [];
  const values = [user['userName'], ...emails.map((e) => asObject(e)?.['value'])];
  return values.filter((v) => typeof v === 'string').map((v) => v.toLowerCase());
}

async function create(peer: Peer, user: UserToPush): Promise<string> {
  const prefix = errorPrefixes.createUser(user.username);
  const body = createBody(user.created, user.oktaId, user.password);
  const answer = await peer.send({ method: 'POST', path: '/Users', body });
  if (answer.problem !== null) throw taskFrom(prefix, answer, afterCreate(answer));
  const created = asObject(answer.body);
  const id = created === null ? null : readId(created, (text) => peer.note(`The server's answer: ${text}.`));
  if (id === null) {
    // documented (okta.md 1.4, step 3)
    throw new OktaTask(
      provisioningFailed(user.login, peer.appName, `${prefix}: Create new user returned empty user`),
      `The server answered ${answer.status} without a resource that has a usable id, so Okta has no link to this user. Retry Selected asks for it by name and links it.`,
    );
  }
  noteDifferences(peer, user.login, { ...user.created, active: true }, answer);
  return id;
}

function afterCreate(answer: PeerAnswer): string {
  if (answer.status === 409) {
    return 'The name is taken, though the filter found nobody who has it. Okta does not link then (inferred): compare the userName with the one in the app, and Retry Selected.';
  }
  return mayBeDone(answer)
    ? 'The user may be in the app all the same: Retry Selected asks for it by name and links it.'
    : '';
}

async function link(peer: Peer, user: UserToPush, found: JsonObject): Promise<PushedUser> {
  const { login } = user;
  const id = readId(found, (text) => peer.note(`The server's answer to the filter: ${text}.`));
  if (id === null) {
    const prefix = errorPrefixes.verifyUser(user.username);
    throw new OktaTask(
      oktaErrorText(prefix, 'OK', 'the user has no id'),
      'The server found the user but gave no id that could stand in an address.',
    );
  }
  // the catalog always PATCHes active first (documented); the wizard's first PUT was only seen where it was false
  if (peer.dialect === 'catalog' || isInactive(found)) await setActive(peer, { id, login, active: true });
  if (user.updateUsers) {
    await updateUser(peer, {
      externalId: id,
      oktaId: user.oktaId,
      login,
      mapped: user.linked,
      before: null,
      partial: new Set(),
    });
  }
  return { externalId: id, how: 'linked' };
}
