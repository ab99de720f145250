/**
 * Assignments and what they send (okta.md 1.4 to 1.6, 3.3, 3.6). The switches of the application decide; without a
 * link nothing can be deactivated, and the outcome says so.
 */
import type { PersonProfile } from '../../../shared/domain/simulator.ts';
import { randomBase62 } from '../base/ids.ts';
import type { WriteDb } from '../storage/database.ts';
import {
  assignmentOf,
  deleteAssignment,
  insertAssignment,
  type PendingStep,
  readAssignment,
  type StoredAssignment,
  writeProvisioned,
  writeScope,
  writeTask,
} from '../storage/okta-assignment-rows.ts';
import { assigningGroup } from '../storage/okta-group-rows.ts';
import { readPerson } from '../storage/okta-people-rows.ts';
import { type Sim, writeLog } from './context.ts';
import { provisioningFailed } from './error-text.ts';
import { pushUser } from './flows/push-user.ts';
import { updateUser } from './flows/update-user.ts';
import { setActive } from './flows/user-activation.ts';
import { attributesBefore, mappedPerson } from './mapped-person.ts';
import { fanOut, type Operation } from './operation.ts';
import { OktaTask } from './peer.ts';
import type { Session } from './session.ts';

/** Requests at once to one application (security.md 1.5). */
const width = 4;

/**
 * The assignment of a person, made where there is none. An individual assignment overrides a group's, and a group's
 * can become individual but not back (okta.md 3.6, documented).
 */
export function stage(
  sim: Sim,
  db: WriteDb,
  to: { readonly connectionId: string; readonly personId: string; readonly through: 'person' | 'group' },
): StoredAssignment | undefined {
  const { connectionId, personId, through } = to;
  const group = through === 'group' ? assigningGroup(db, connectionId, personId) : undefined;
  const known = assignmentOf(db, connectionId, personId);
  if (known === undefined) {
    insertAssignment(db, {
      id: sim.ids.okta('0ua'),
      connectionId,
      personId,
      scope: through === 'group' ? 'GROUP' : 'USER',
      groupId: group?.id ?? null,
    });
    const target = readPerson(db, personId)?.profile['login'] ?? null;
    const eventType = 'application.user_membership.add';
    writeLog(sim, db, { eventType, message: 'Add user to application membership', target, connectionId });
  } else if (through === 'person' && known.scope === 'GROUP') {
    writeScope(db, known.id, 'USER', null);
  } else if (through === 'group' && known.pending === 'deprovision') {
    writeScope(db, known.id, 'GROUP', group?.id ?? null);
  }
  return assignmentOf(db, connectionId, personId);
}

/** @returns the people who are in the application afterwards */
export async function provisionAll(
  sim: Sim,
  session: Session,
  operation: Operation,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  if (!session.app.provisioningEnabled) {
    // plan C9339, documented
    operation.note(`Nothing was sent: provisioning is not enabled for ${session.connection.name}.`);
    for (const _id of ids) operation.succeed();
    return [];
  }
  const joined: string[] = [];
  const connectionId = session.connection.id;
  const title = `Assign people to ${session.connection.name}`;
  await fanOut(sim, { operation, title, connectionId, items: ids, width }, async (id) => {
    const personId = await provisionOne(sim, session, operation, id);
    if (personId !== null) joined.push(personId);
  });
  return joined;
}

async function provisionOne(
  sim: Sim,
  session: Session,
  operation: Operation,
  id: string,
): Promise<string | null> {
  const assignment = readAssignment(sim.db, id);
  const person = assignment && readPerson(sim.db, assignment.personId);
  if (!assignment || !person) return null;
  if (person.status !== 'ACTIVE') {
    operation.note(`${person.name} is ${person.status}: nothing is sent until they are active.`);
    operation.succeed();
    return null;
  }
  const { createUsers, updateUsers } = session.app;
  const peer = session.peer(`Create user ${assignment.login}`);
  const mapped = mappedPerson(sim, person);
  return attempt(sim, session, operation, { assignment, pending: 'provision' }, async () => {
    const mapping = session.mapping();
    const pushed = await pushUser(peer, {
      oktaId: person.id,
      login: assignment.login,
      username: mapping.username(mapped),
      created: mapping.attributes(mapped, 'create'),
      linked: mapping.attributes(mapped, 'link'),
      createUsers,
      updateUsers,
      password: randomBase62(8),
    });
    sim.db.transaction((db) => {
      writeProvisioned(db, id, pushed.externalId, sim.clock());
      logUser(sim, db, operation, assignment, {
        eventType: 'application.provision.user.push',
        message:
          pushed.how === 'created'
            ? 'Push new user to external application'
            : 'Link user to external application',
      });
    });
  });
}

interface Attempt {
  readonly assignment: StoredAssignment;
  readonly pending: PendingStep;
}

/** @returns the person's id, or null where it became a failed task */
async function attempt(
  sim: Sim,
  session: Session,
  operation: Operation,
  what: Attempt,
  work: () => Promise<void>,
): Promise<string | null> {
  const { assignment, pending } = what;
  try {
    await work();
    operation.succeed();
    return assignment.personId;
  } catch (error) {
    if (!(error instanceof OktaTask)) throw error;
    const text = taskText(session, assignment, pending, error);
    operation.fail(assignment.personName, { message: text, detail: error.detail });
    sim.db.transaction((db) => {
      writeTask(db, assignment.id, pending, text);
      const result = 'FAILURE';
      logUser(sim, db, operation, assignment, { eventType: failureEvent[pending], message: text, result });
    });
    return null;
  }
}

const failureEvent: Readonly<Record<PendingStep, string>> = {
  provision: 'application.provision.user.push',
  update: 'application.provision.user.push_profile',
  deprovision: 'application.provision.user.deactivate',
};

/** "Automatic provisioning of user …" is the seen frame of a failed assignment; the others stand by themselves. */
function taskText(session: Session, a: StoredAssignment, pending: PendingStep, task: OktaTask): string {
  const framed = task.message.startsWith('Automatic provisioning');
  const text =
    pending === 'provision' && !framed
      ? provisioningFailed(a.login, session.connection.name, task.message)
      : task.message;
  return task.kind === 'rate-limited' ? `${text} ${task.detail}` : text;
}

function logUser(
  sim: Sim,
  db: WriteDb,
  operation: Operation,
  a: StoredAssignment,
  line: { eventType: string; message: string; result?: 'SUCCESS' | 'FAILURE' },
): void {
  writeLog(sim, db, { ...line, target: a.login, connectionId: a.connectionId, operationId: operation.id });
}

export async function deprovisionAll(
  sim: Sim,
  session: Session,
  operation: Operation,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const connectionId = session.connection.id;
  const title = `Unassign people from ${session.connection.name}`;
  await fanOut(sim, { operation, title, connectionId, items: ids, width }, (id) =>
    deprovisionOne(sim, session, operation, id),
  );
}

/** The assignment goes; the deactivation is what is sent for it (okta.md 1.6). Where that fails, it stays as a task. */
async function deprovisionOne(sim: Sim, session: Session, operation: Operation, id: string): Promise<void> {
  const assignment = readAssignment(sim.db, id);
  if (!assignment) return;
  const silent = whySilent(session, assignment);
  const removed = (db: WriteDb) => {
    deleteAssignment(db, id);
    logUser(sim, db, operation, assignment, {
      eventType: 'application.user_membership.remove',
      message: "Remove user's application membership",
    });
  };
  const externalId = assignment.externalId;
  if (silent !== null || externalId === null) {
    operation.note(silent ?? noLink);
    sim.db.transaction(removed);
    operation.succeed();
    return;
  }
  const peer = session.peer(`Deactivate user ${assignment.login}`);
  await attempt(sim, session, operation, { assignment, pending: 'deprovision' }, async () => {
    await setActive(peer, { id: externalId, login: assignment.login, active: false });
    sim.db.transaction((db) => {
      const eventType = 'application.provision.user.deactivate';
      logUser(sim, db, operation, assignment, {
        eventType,
        message: "Deactivate user's external application account",
      });
      removed(db);
    });
  });
}

const noLink = 'No deactivation was sent: Okta has no link.';

function whySilent(session: Session, assignment: StoredAssignment): string | null {
  if (assignment.externalId === null) return noLink;
  if (!session.app.provisioningEnabled) return 'No deactivation was sent: provisioning is not enabled.';
  return session.app.deactivateUsers ? null : 'No deactivation was sent: Deactivate Users is off.';
}

/**
 * Pushes the profile of one assigned person.
 * @param before the profile before the change; null sends all of it (Force Sync)
 */
export async function pushProfile(
  sim: Sim,
  session: Session,
  operation: Operation,
  id: string,
  before: PersonProfile | null,
): Promise<void> {
  const assignment = readAssignment(sim.db, id);
  const person = assignment && readPerson(sim.db, assignment.personId);
  if (!assignment || !person) return;
  const silent = whyNoUpdate(session, assignment, person.status);
  const externalId = assignment.externalId;
  if (silent !== null || externalId === null) {
    operation.note(silent ?? '');
    return;
  }
  const peer = session.peer(`Update user ${assignment.login}`);
  // what failed before is not known to the server: send all of it again
  const since = assignment.pending === 'update' ? null : before;
  const now = mappedPerson(sim, person);
  await attempt(sim, session, operation, { assignment, pending: 'update' }, async () => {
    const mapping = session.mapping();
    const sent = await updateUser(peer, {
      externalId,
      oktaId: person.id,
      login: assignment.login,
      mapped: mapping.attributes(now, 'update'),
      before: since && attributesBefore(mapping, { ...now, profile: since }),
      partial: mapping.partial,
    });
    if (!sent) operation.note('Nothing was sent: no mapped attribute changed.');
    sim.db.transaction((db) => {
      writeProvisioned(db, id, externalId, sim.clock());
      const eventType = 'application.provision.user.push_profile';
      const message = "Push user's profile to external application";
      if (sent) logUser(sim, db, operation, assignment, { eventType, message });
    });
  });
}

function whyNoUpdate(session: Session, assignment: StoredAssignment, status: string): string | null {
  const app = session.connection.name;
  if (!session.app.provisioningEnabled) return `Nothing was sent to ${app}: provisioning is not enabled.`;
  if (!session.app.updateUsers) return `Nothing was sent to ${app}: Update User Attributes is off.`;
  if (assignment.externalId === null) return `Nothing was sent to ${app}: Okta has no link.`;
  return status === 'ACTIVE' ? null : `Nothing was sent to ${app}: the person is ${status}.`;
}

/** Provision User and Retry Selected: repeats what failed, whatever it was (okta.md 3.3, 3.8). @returns who joined */
export async function retryAll(
  sim: Sim,
  session: Session,
  operation: Operation,
  ids: readonly string[],
): Promise<string[]> {
  const byStep: Record<PendingStep, string[]> = { provision: [], update: [], deprovision: [] };
  for (const id of ids) {
    const assignment = readAssignment(sim.db, id);
    if (assignment?.connectionId !== session.connection.id) continue;
    byStep[assignment.pending ?? 'provision'].push(id);
  }
  await deprovisionAll(sim, session, operation, byStep.deprovision);
  await fanOutUpdates(sim, session, operation, byStep.update);
  return provisionAll(sim, session, operation, byStep.provision);
}

export function fanOutUpdates(
  sim: Sim,
  session: Session,
  operation: Operation,
  ids: readonly string[],
): Promise<void> {
  const title = `Sync people to ${session.connection.name}`;
  const connectionId = session.connection.id;
  return fanOut(sim, { operation, title, connectionId, items: ids, width }, (id) =>
    pushProfile(sim, session, operation, id, null),
  );
}
