/**
 * The buttons of the Assignments tab (okta.md 3.3, 3.6): Assign to People, Assign to Groups, unassign, Provision
 * User, Retry Selected, Force Sync. Rows are changed first, in one transaction; what is sent follows from them.
 */
import type { ParsedInputOf } from '../../../shared/contract/commands.ts';
import type { OperationOutcome } from '../../../shared/domain/simulator.ts';
import type { WriteDb } from '../storage/database.ts';
import {
  assignmentsThroughGroup,
  provisionedIds,
  readAssignment,
  type StoredAssignment,
  writeScope,
} from '../storage/okta-assignment-rows.ts';
import {
  assigningGroup,
  deleteGroupAssignment,
  insertGroupAssignment,
  memberIds,
  readGroup,
} from '../storage/okta-group-rows.ts';
import { readPerson } from '../storage/okta-people-rows.ts';
import { mappingsOfGroup } from '../storage/okta-push-rows.ts';
import { fanOutUpdates, retryAll, stage } from './assignments.ts';
import { existing } from './connections.ts';
import { inLane, moved, type Sim, writeLog } from './context.ts';
import { type ConnectionEffects, runForConnection } from './effects.ts';
import { type Operation, startOperation } from './operation.ts';
import { pushChanges } from './push.ts';
import { openSession, type Session } from './session.ts';

/** @throws AppFault before anything changes, where provisioning is on and the address or secret cannot be used */
async function onConnection(
  sim: Sim,
  connectionId: string,
  work: (operation: Operation, session: Session) => Promise<void>,
): Promise<OperationOutcome> {
  existing(sim, connectionId);
  return inLane(sim, connectionId, async () => {
    const operation = startOperation(sim);
    const session = openSession(sim, connectionId, { operationId: operation.id, note: operation.note });
    if (session.app.provisioningEnabled) await session.ready();
    try {
      await work(operation, session);
    } finally {
      session.finish();
      moved(sim, connectionId, 'assignments', 'push', 'log');
    }
    return operation.outcome();
  });
}

export function assign(sim: Sim, input: ParsedInputOf<'sim.assign'>): Promise<OperationOutcome> {
  const { connectionId } = input;
  return onConnection(sim, connectionId, async (operation) => {
    const work: ConnectionEffects = { deprovision: [], provision: [], push: [] };
    sim.db.transaction((db) => {
      for (const id of new Set(input.personIds)) {
        stageToProvision(sim, db, operation, { connectionId, personId: id, through: 'person' }, work);
      }
      for (const groupId of new Set(input.groupIds))
        assignGroup(sim, db, operation, { connectionId, groupId }, work);
    });
    moved(sim, connectionId, 'assignments');
    await runForConnection(sim, operation, connectionId, work);
  });
}

interface Staging {
  readonly connectionId: string;
  readonly personId: string;
  readonly through: 'person' | 'group';
}

function stageToProvision(
  sim: Sim,
  db: WriteDb,
  operation: Operation,
  to: Staging,
  work: ConnectionEffects,
): void {
  const person = readPerson(db, to.personId);
  if (person === undefined) return;
  if (person.status === 'DEPROVISIONED') {
    operation.note(`${person.name} is deactivated and was not assigned.`);
    return;
  }
  const assignment = stage(sim, db, to);
  if (assignment === undefined) return;
  if (assignment.externalId !== null && assignment.pending === null) {
    operation.note(`${person.name} was assigned already.`);
  } else {
    work.provision.push(assignment.id);
  }
}

function assignGroup(
  sim: Sim,
  db: WriteDb,
  operation: Operation,
  to: { connectionId: string; groupId: string },
  work: ConnectionEffects,
): void {
  const group = readGroup(db, to.groupId);
  if (group === undefined) return;
  if (insertGroupAssignment(db, to.connectionId, group.id)) {
    writeLog(sim, db, {
      eventType: 'group.application_assignment.add',
      message: 'Add assigned application to group',
      target: group.name,
      connectionId: to.connectionId,
      operationId: operation.id,
    });
  }
  if (mappingsOfGroup(db, group.id).some((m) => m.connectionId === to.connectionId)) {
    operation.note(usedTwice(group.name));
  }
  for (const personId of memberIds(db, group.id)) {
    const staging = { connectionId: to.connectionId, personId, through: 'group' } as const;
    stageToProvision(sim, db, operation, staging, work);
  }
}

/** okta.md 3.7, documented: not supported, and known to lose members. */
export function usedTwice(group: string): string {
  return `${group} is used both to assign and to push. Okta does not support that: members may be missing in the app.`;
}

export function unassign(sim: Sim, input: ParsedInputOf<'sim.unassign'>): Promise<OperationOutcome> {
  const { connectionId } = input;
  return onConnection(sim, connectionId, async (operation) => {
    const leaving = new Set<string>();
    sim.db.transaction((db) => {
      for (const id of input.assignmentIds) {
        const assignment = readAssignment(db, id);
        if (assignment?.connectionId === connectionId) unassignOne(db, operation, assignment, leaving);
      }
      for (const groupId of input.groupIds)
        unassignGroup(sim, db, operation, { connectionId, groupId }, leaving);
    });
    const work = { deprovision: [...leaving], provision: [], push: [] };
    await runForConnection(sim, operation, connectionId, work);
  });
}

/** A person whom a group assigns too stays in the application through it (inferred). */
function unassignOne(db: WriteDb, operation: Operation, a: StoredAssignment, leaving: Set<string>): void {
  const group = assigningGroup(db, a.connectionId, a.personId);
  const waits = a.pending === 'deprovision';
  if (group === undefined || waits) {
    leaving.add(a.id);
  } else if (a.scope === 'USER') {
    writeScope(db, a.id, 'GROUP', group.id);
    operation.note(`${a.personName} stays assigned through the group ${group.name}.`);
    operation.succeed();
  } else {
    operation.note(
      `${a.personName} is assigned through the group ${group.name}: remove them from the group.`,
    );
  }
}

function unassignGroup(
  sim: Sim,
  db: WriteDb,
  operation: Operation,
  from: { connectionId: string; groupId: string },
  leaving: Set<string>,
): void {
  const { connectionId, groupId } = from;
  if (!deleteGroupAssignment(db, connectionId, groupId)) return;
  const target = readGroup(db, groupId)?.name ?? null;
  const eventType = 'group.application_assignment.remove';
  const message = 'Remove assigned application from group';
  writeLog(sim, db, { eventType, message, target, connectionId, operationId: operation.id });
  for (const a of assignmentsThroughGroup(db, connectionId, groupId)) leaveGroup(db, a, leaving);
}

/** After a group went, or a person left it: another assigned group keeps them, else they leave the application. */
export function leaveGroup(db: WriteDb, a: StoredAssignment, leaving: { add(id: string): unknown }): void {
  const other = assigningGroup(db, a.connectionId, a.personId);
  if (other === undefined) leaving.add(a.id);
  else writeScope(db, a.id, 'GROUP', other.id);
}

/** Provision User and Retry Selected: filter, then POST or link; or what failed last. */
export function provision(sim: Sim, input: ParsedInputOf<'sim.provision'>): Promise<OperationOutcome> {
  return onConnection(sim, input.connectionId, async (operation, session) => {
    const joined = await retryAll(sim, session, operation, [...new Set(input.assignmentIds)]);
    await pushChanges(sim, session, operation, { mappingIds: [], personIds: joined });
  });
}

/** Re-pushes people who are provisioned already, and only those (okta.md 3.3, seen). */
export function forceSync(sim: Sim, input: ParsedInputOf<'sim.forceSync'>): Promise<OperationOutcome> {
  return onConnection(sim, input.connectionId, async (operation, session) => {
    const { provisioningEnabled, updateUsers } = session.app;
    if (!provisioningEnabled || !updateUsers) {
      const why = provisioningEnabled ? 'Update User Attributes is off' : 'provisioning is not enabled';
      operation.note(`Nothing was sent: ${why}.`);
      return;
    }
    await fanOutUpdates(sim, session, operation, provisionedIds(sim.db, input.connectionId));
  });
}
