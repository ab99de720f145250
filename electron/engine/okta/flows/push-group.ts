/**
 * Group Push (okta.md 1.8). A wizard app asks by name, posts the group with its members, reads it and puts it back
 * (seen); afterwards every change is a GET and a PUT of the whole group. A catalog app posts an empty group and
 * PATCHes members (documented); its renames and membership changes are PATCHes with the bodies seen in public logs.
 *
 * Not here: who may be pushed, and what was pushed last; the caller knows both.
 */
import type { Json, JsonObject } from '../../../../shared/domain/json.ts';
import { readId, readMatches } from '../answer-reading.ts';
import { errorPrefixes, oktaErrorText } from '../error-text.ts';
import { coreGroup, patchSchema } from '../mapping.ts';
import {
  asObject,
  expectObject,
  expectSuccess,
  filterQuery,
  groupPath,
  mayBeDone,
  OktaTask,
  type Peer,
  type PeerAnswer,
  taskFrom,
} from '../peer.ts';

export interface PushMember {
  /** The server's id of the user. */
  readonly value: string;
  /** userName, as seen; Okta is also known to send null (okta.md 1.8). */
  readonly display: string;
}

export interface AppGroup {
  readonly id: string;
  readonly name: string;
}

export interface MemberChange {
  readonly add: readonly PushMember[];
  readonly remove: readonly string[];
}

/**
 * Finds the group by name or creates it. A group that is found is linked, and its members are not touched here; one
 * that was created gets them by `fillCreated`, once the caller has kept the link.
 * @param members sent with the POST by a wizard app; a catalog app sends them afterwards
 * @throws OktaTask with Okta's text (inferred); 409 fails too, Okta's own reaction to it is not known
 */
export async function findOrCreateGroup(
  peer: Peer,
  name: string,
  members: readonly PushMember[],
): Promise<AppGroup & { readonly how: 'created' | 'linked' }> {
  const verify = errorPrefixes.verifyGroup(name);
  const answer = await peer.send({ method: 'GET', path: `/Groups?${filterQuery('displayName', name)}` });
  const found = readMatches(peer, answer, verify).find((g) => sameName(g['displayName'], name));
  if (found !== undefined) {
    const id = idOf(peer, found, verify);
    return {
      id,
      name: typeof found['displayName'] === 'string' ? found['displayName'] : name,
      how: 'linked',
    };
  }
  return { ...(await createGroup(peer, name, members)), how: 'created' };
}

function sameName(displayName: Json | undefined, name: string): boolean {
  return typeof displayName === 'string' && displayName.toLowerCase() === name.toLowerCase();
}

function idOf(peer: Peer, group: JsonObject, prefix: string): string {
  const id = readId(group, (text) => peer.note(`The server's answer: ${text}.`));
  if (id !== null) return id;
  throw new OktaTask(
    oktaErrorText(prefix, 'OK', 'the group has no id'),
    `The server gave a group without an id that could stand in an address. ${askedAgain}`,
  );
}

async function createGroup(peer: Peer, name: string, members: readonly PushMember[]): Promise<AppGroup> {
  const prefix = errorPrefixes.createGroup(name);
  const sent = peer.dialect === 'wizard' ? members : [];
  const body = { schemas: [coreGroup], displayName: name, members: plain(sent) };
  const answer = await peer.send({ method: 'POST', path: '/Groups', body });
  if (answer.problem !== null) throw taskFrom(prefix, answer, afterCreate(answer));
  const created = asObject(answer.body);
  if (created === null) {
    throw new OktaTask(
      oktaErrorText(prefix, answer.reason, 'empty answer'),
      `The server answered ${answer.status} without the new group, so Okta has no link to it. ${askedAgain}`,
    );
  }
  return { id: idOf(peer, created, prefix), name };
}

const askedAgain = 'Push Now asks for it by name and links it.';

function afterCreate(answer: PeerAnswer): string {
  if (answer.status === 409) {
    return 'The name is taken, though the filter found no group that has it. What Okta does then is not documented; here it does not link. Compare the names, then Push Now.';
  }
  return mayBeDone(answer) ? `The group may be in the app all the same: ${askedAgain}` : '';
}

/** What follows a POST that went through: the wizard reads and puts the group, the catalog adds the members. @throws OktaTask */
export async function fillCreated(
  peer: Peer,
  group: AppGroup,
  members: readonly PushMember[],
): Promise<void> {
  if (peer.dialect === 'wizard') await putGroup(peer, group, members);
  else if (members.length > 0) await patchGroup(peer, group, [addOperation(members)]);
}

/** Push Now, link and activation: the application's membership becomes Okta's (okta.md 3.7). @throws OktaTask */
export async function replaceMembers(
  peer: Peer,
  group: AppGroup,
  members: readonly PushMember[],
): Promise<void> {
  if (peer.dialect === 'wizard') return putGroup(peer, group, members);
  await patchGroup(peer, group, [renameOperation(group)]);
  await patchGroup(peer, group, [{ op: 'replace', path: 'members', value: plain(members) }]);
}

/**
 * A change of membership. The catalog sends the name first, then one request with the removes before the adds
 * (documented); that the name goes in a request of its own is inferred.
 * @param members all that should be in the group afterwards, for a wizard app
 * @throws OktaTask
 */
export async function changeMembers(
  peer: Peer,
  group: AppGroup,
  change: MemberChange,
  members: readonly PushMember[],
): Promise<void> {
  if (peer.dialect === 'wizard') return putGroup(peer, group, members);
  const operations = [
    ...change.remove.map((id) => ({
      op: 'remove',
      path: `members[value eq "${id.replace(/[\\"]/g, '\\$&')}"]`,
    })),
    ...(change.add.length > 0 ? [addOperation(change.add)] : []),
  ];
  if (operations.length === 0) return;
  await patchGroup(peer, group, [renameOperation(group)]);
  await patchGroup(peer, group, operations);
}

/** @param group with its new name @param members for a wizard app, which can only put the whole group @throws OktaTask */
export async function renameGroup(
  peer: Peer,
  group: AppGroup,
  members: readonly PushMember[],
): Promise<void> {
  if (peer.dialect === 'wizard') return putGroup(peer, group, members);
  await patchGroup(peer, group, [renameOperation(group)]);
}

/** "Delete the group in the target app": no user account is touched (documented). @throws OktaTask */
export async function deleteGroup(peer: Peer, group: AppGroup): Promise<void> {
  await expectSuccess(peer, { method: 'DELETE', ...about(group) }, errorPrefixes.deleteGroup(group.name));
}

function about(group: AppGroup): { path: string; resourceId: string; label: string } {
  return { path: groupPath(group.id), resourceId: group.id, label: `/Groups/${group.name}` };
}

function plain(members: readonly PushMember[]): JsonObject[] {
  return members.map(({ value, display }) => ({ value, display }));
}

function addOperation(members: readonly PushMember[]): JsonObject {
  return { op: 'add', path: 'members', value: plain(members) };
}

/** The id inside the value is Okta's habit (okta.md 1.8); servers must ignore it. */
function renameOperation(group: AppGroup): JsonObject {
  return { op: 'replace', value: { id: group.id, displayName: group.name } };
}

async function patchGroup(peer: Peer, group: AppGroup, operations: readonly JsonObject[]): Promise<void> {
  const body = { schemas: [patchSchema], Operations: [...operations] };
  await expectSuccess(
    peer,
    { method: 'PATCH', ...about(group), body },
    errorPrefixes.updateGroup(group.name),
  );
}

async function putGroup(peer: Peer, group: AppGroup, members: readonly PushMember[]): Promise<void> {
  const prefix = errorPrefixes.updateGroup(group.name);
  await expectObject(peer, { method: 'GET', ...about(group) }, prefix);
  const body = { schemas: [coreGroup], id: group.id, displayName: group.name, members: plain(members) };
  await expectSuccess(peer, { method: 'PUT', ...about(group), body }, prefix);
}
