/**
 * Carrying pushed groups over (okta.md 1.8, 3.7): what each mapping should hold, what it held last, and the requests
 * between the two. A group that failed keeps its error until it is pushed again; nothing is repeated by itself (seen).
 */
import type { WriteDb } from '../storage/database.ts';
import { readPerson } from '../storage/okta-people-rows.ts';
import {
  deleteAppGroup,
  deleteMapping,
  mappingsOfPerson,
  type PushableMember,
  pushableMembers,
  pushedButGone,
  pushedIds,
  readMapping,
  type StoredMapping,
  writeAppGroup,
  writePushError,
  writePushed,
  writePushStatus,
} from '../storage/okta-push-rows.ts';
import { type Sim, writeLog } from './context.ts';
import {
  type AppGroup,
  changeMembers,
  deleteGroup,
  fillCreated,
  findOrCreateGroup,
  type PushMember,
  renameGroup,
  replaceMembers,
} from './flows/push-group.ts';
import { mappedPerson } from './mapped-person.ts';
import type { Operation } from './operation.ts';
import { OktaTask } from './peer.ts';
import type { Session } from './session.ts';

/** `display` is the userName in the app (okta.md 1.8, seen), which the username format of today gives (inferred). */
function sentMembers(sim: Sim, session: Session, members: readonly PushableMember[]): PushMember[] {
  const isLogin = session.app.appUsernameFormat === 'login';
  return members.map((m) => ({
    value: m.externalId,
    display: isLogin ? m.login : userNameOf(sim, session, m),
  }));
}

function userNameOf(sim: Sim, session: Session, { personId, login }: PushableMember): string {
  const person = readPerson(sim.db, personId);
  if (person === undefined) return login;
  try {
    return session.mapping().username(mappedPerson(sim, person));
  } catch (error) {
    // the person's own push says what is wrong with the format
    if (error instanceof OktaTask) return login;
    throw error;
  }
}

/** Membership that moved: the named mappings, and those whose groups have people who joined the application just now. */
export async function pushChanges(
  sim: Sim,
  session: Session,
  operation: Operation,
  what: { readonly mappingIds: readonly string[]; readonly personIds: readonly string[] },
): Promise<void> {
  const ids = new Set(what.mappingIds);
  for (const personId of what.personIds) {
    for (const m of mappingsOfPerson(sim.db, session.connection.id, personId)) ids.add(m.id);
  }
  for (const id of ids) {
    const mapping = readMapping(sim.db, id);
    if (mapping) await pushChange(sim, session, operation, mapping);
  }
}

async function pushChange(
  sim: Sim,
  session: Session,
  operation: Operation,
  mapping: StoredMapping,
): Promise<void> {
  if (mapping.status === 'INACTIVE' || mapping.appGroupId === null) return;
  if (silent(session, operation)) return;
  const members = pushableMembers(sim.db, mapping);
  const pushed = pushedIds(sim.db, mapping.id);
  const add = members.filter((m) => !pushed.has(m.externalId));
  const remove = pushedButGone(sim.db, mapping);
  if (add.length === 0 && remove.length === 0) return;
  const group = { id: mapping.appGroupId, name: mapping.appGroupName };
  const peer = session.peer(`Push members of ${mapping.groupName}`);
  const events = { eventType: 'application.provision.group_push.updated' };
  await attemptPush(sim, operation, mapping, events, async () => {
    await changeMembers(
      peer,
      group,
      { add: sentMembers(sim, session, add), remove },
      sentMembers(sim, session, members),
    );
    // a wizard app put the whole group
    return peer.dialect === 'wizard' ? { all: members } : { add, remove };
  });
}

/** C9339: nothing is pushed while provisioning is off (documented). */
function silent(session: Session, operation: Operation): boolean {
  if (session.app.provisioningEnabled) return false;
  operation.note(`No group was pushed: provisioning is not enabled for ${session.connection.name}.`);
  return true;
}

type Pushed = Parameters<typeof writePushed>[2];

/** @returns whether it went through; what did not becomes the mapping's error, with Okta's words */
async function attemptPush(
  sim: Sim,
  operation: Operation,
  mapping: StoredMapping,
  events: { readonly eventType: string; readonly failed?: string },
  work: () => Promise<Pushed>,
): Promise<boolean> {
  try {
    const pushed = await work();
    sim.db.transaction((db) => {
      writePushed(db, mapping.id, pushed, sim.clock());
      const { eventType } = events;
      logPush(sim, db, operation, mapping, { eventType, message: 'Push group to external application' });
    });
    operation.succeed();
    return true;
  } catch (error) {
    if (!(error instanceof OktaTask)) throw error;
    failPush(sim, operation, mapping, error, events.failed);
    return false;
  }
}

function failPush(
  sim: Sim,
  operation: Operation,
  mapping: StoredMapping,
  task: OktaTask,
  failed?: string,
): void {
  operation.fail(mapping.groupName, task);
  const retried = task.kind === 'rate-limited';
  const text = retried ? `${task.message} ${task.detail}` : task.message;
  const update = 'application.provision.group_push.mapping.update.or.delete.failed';
  const usual =
    mapping.appGroupId === null
      ? 'application.provision.group.add'
      : `${update}${retried ? '' : '.with.error'}`;
  const eventType = failed ?? usual;
  sim.db.transaction((db) => {
    writePushError(db, mapping.id, text, sim.clock());
    logPush(sim, db, operation, mapping, { eventType, message: text, result: 'FAILURE' });
  });
}

export function logPush(
  sim: Sim,
  db: WriteDb,
  operation: Operation,
  mapping: Pick<StoredMapping, 'groupName' | 'connectionId'>,
  line: { eventType: string; message: string; result?: 'SUCCESS' | 'FAILURE' },
): void {
  const { connectionId, groupName: target } = mapping;
  writeLog(sim, db, { ...line, target, connectionId, operationId: operation.id });
}

/**
 * A first push, Push Now, or activation: finds or makes the group where Okta has no link to one, and makes its
 * membership Okta's. A manual retry of a failed creation sends the same requests again (okta.md 1.8, seen).
 */
export async function pushWhole(
  sim: Sim,
  session: Session,
  operation: Operation,
  mappingId: string,
  withMembers: boolean,
): Promise<void> {
  const mapping = readMapping(sim.db, mappingId);
  if (!mapping || silent(session, operation)) return;
  const members = withMembers ? pushableMembers(sim.db, mapping) : [];
  const sent = sentMembers(sim, session, members);
  const peer = session.peer(`Push group ${mapping.groupName}`);
  const known = mapping.appGroupId === null ? null : { id: mapping.appGroupId, name: mapping.appGroupName };
  const events = { eventType: 'application.provision.group_push.pushed' };
  await attemptPush(sim, operation, mapping, events, async () => {
    const group = known ?? (await findOrCreateGroup(peer, mapping.groupName, sent));
    if ('how' in group && group.how === 'linked') noteLinked(sim, operation, mapping, group.name);
    const target = linkedName(session, mapping, group);
    // the link is kept before anything that may fail, the new name only once the server has it
    writeAppGroup(sim.db, mapping.id, group);
    if ('how' in group && group.how === 'created') await fillCreated(peer, target, sent);
    else if (withMembers) await replaceMembers(peer, target, sent);
    else if (target.name !== group.name) await renameGroup(peer, target, []);
    writeAppGroup(sim.db, mapping.id, target);
    return withMembers ? { all: members } : {};
  });
}

/** Okta links to a group of the same name (documented). Which of its three warnings a rule then gets is inferred. */
function noteLinked(sim: Sim, operation: Operation, mapping: StoredMapping, found: string): void {
  operation.note(`${mapping.groupName} was linked: the app has a group of this name already.`);
  if (mapping.ruleId === null) return;
  const eventType = 'application.provision.group_push.mapping.created.from.rule.warning.duplicate.name';
  const message = `The app has a group named ${found} already`;
  sim.db.transaction((db) => logPush(sim, db, operation, mapping, { eventType, message }));
}

/** A linked group takes Okta's name only where the Group Push Settings say so (okta.md 1.8; plan C9315, C9330). */
function linkedName(session: Session, mapping: StoredMapping, group: AppGroup): AppGroup {
  return { id: group.id, name: session.app.renameAppGroups ? mapping.groupName : group.name };
}

/** The Okta group has a new name. @param mapping with the name as it is now */
export async function pushRename(
  sim: Sim,
  session: Session,
  operation: Operation,
  mapping: StoredMapping,
): Promise<void> {
  if (mapping.status === 'INACTIVE') return;
  if (!session.app.renameAppGroups) {
    // okta.md 1.8, documented
    operation.note(
      `The push of ${mapping.appGroupName} was deactivated: the group was renamed in Okta, and renaming app groups is off.`,
    );
    sim.db.transaction((db) => {
      writePushStatus(db, mapping.id, 'INACTIVE');
      const eventType = 'application.provision.group_push.mapping.deactivated.source.group.renamed';
      logPush(sim, db, operation, mapping, { eventType, message: 'Deactivate group push mapping' });
    });
    return;
  }
  if (mapping.appGroupId === null || silent(session, operation)) return;
  const members = pushableMembers(sim.db, mapping);
  const group = { id: mapping.appGroupId, name: mapping.groupName };
  const peer = session.peer(`Rename group ${mapping.appGroupName}`);
  const eventType = 'application.provision.group_push.mapping.app.group.renamed';
  await attemptPush(sim, operation, mapping, { eventType, failed: `${eventType}.failed` }, async () => {
    await renameGroup(peer, group, sentMembers(sim, session, members));
    writeAppGroup(sim.db, mapping.id, group);
    return peer.dialect === 'wizard' ? { all: members } : {};
  });
}

/** Unlink pushed group: deletes the group in the application, or leaves it there and sends nothing (okta.md 1.8). */
export async function unlink(
  sim: Sim,
  session: Session,
  operation: Operation,
  mapping: StoredMapping,
  deleteInApp: boolean,
): Promise<void> {
  const { appGroupId } = mapping;
  try {
    if (deleteInApp && appGroupId !== null) {
      if (silent(session, operation)) return;
      const peer = session.peer(`Delete group ${mapping.appGroupName}`);
      await deleteGroup(peer, { id: appGroupId, name: mapping.appGroupName });
    }
  } catch (error) {
    if (!(error instanceof OktaTask)) throw error;
    failPush(sim, operation, mapping, error);
    return;
  }
  const deleted = deleteInApp && appGroupId !== null;
  const verb = deleted ? 'delete_appgroup' : 'removed';
  sim.db.transaction((db) => {
    deleteMapping(db, mapping.id);
    if (deleted) deleteAppGroup(db, mapping.connectionId, appGroupId);
    const eventType = `application.provision.group_push.${verb}`;
    logPush(sim, db, operation, mapping, { eventType, message: 'Unlink pushed group' });
  });
  if (!deleted) operation.note(`Nothing was sent: ${mapping.appGroupName} stays in the app.`);
  operation.succeed();
}
