/**
 * Groups of the simulated org. A change of membership reaches every application the group is assigned to, and every
 * active push mapping of it, in that order (okta.md 1.8).
 */
import type { ParsedInputOf } from '../../../shared/contract/commands.ts';
import type { OktaGroupRecord, OperationOutcome } from '../../../shared/domain/simulator.ts';
import { AppFault } from '../base/app-fault.ts';
import type { WriteDb } from '../storage/database.ts';
import { assignmentOf, assignmentsThroughGroup } from '../storage/okta-assignment-rows.ts';
import {
  addMembers,
  connectionsOfGroup,
  deleteGroupAssignment,
  deleteOktaGroup,
  groupByName,
  insertGroup,
  readGroup,
  removeMembers,
  writeGroupName,
} from '../storage/okta-group-rows.ts';
import { readPerson } from '../storage/okta-people-rows.ts';
import { deleteMapping, mappingsOfGroup } from '../storage/okta-push-rows.ts';
import { leaveGroup, usedTwice } from './assigning.ts';
import { stage } from './assignments.ts';
import { inLane, moved, type Sim, writeLog } from './context.ts';
import { type Effects, newEffects, runEffects } from './effects.ts';
import { type Operation, startOperation } from './operation.ts';
import { pushRename } from './push.ts';
import { followRules } from './push-rules.ts';
import { openSession } from './session.ts';

function group(sim: Sim, id: string): OktaGroupRecord {
  const found = readGroup(sim.db, id);
  if (found === undefined)
    throw new AppFault('not-found', 'This group is not in the simulated org any more.');
  return found;
}

function nameTaken(name: string): AppFault {
  const fields = { name: 'Another group has this name.' };
  return new AppFault('conflict', `The name ${name} is taken.`, { fields });
}

/** Active push rules that it matches push it. @throws AppFault `conflict` where the name is taken in any letter case */
export async function createGroup(
  sim: Sim,
  input: ParsedInputOf<'sim.createGroup'>,
): Promise<{ group: OktaGroupRecord; outcome: OperationOutcome }> {
  const operation = startOperation(sim);
  const id = sim.ids.okta('00g');
  sim.db.transaction((db) => {
    if (!insertGroup(db, { id, name: input.name, description: input.description }, sim.clock())) {
      throw nameTaken(input.name);
    }
    addMembers(db, id, input.memberIds);
    writeLog(sim, db, {
      eventType: 'group.lifecycle.create',
      message: 'Create Okta group',
      target: input.name,
      operationId: operation.id,
    });
  });
  moved(sim, null, 'groups', 'people', 'log');
  await followRules(sim, operation, [id]);
  return { group: group(sim, id), outcome: operation.outcome() };
}

/** @throws AppFault `not-found`, `conflict` */
export async function renameGroup(
  sim: Sim,
  input: ParsedInputOf<'sim.renameGroup'>,
): Promise<OperationOutcome> {
  const before = group(sim, input.id);
  const operation = startOperation(sim);
  sim.db.transaction((db) => {
    const holder = groupByName(db, input.name);
    if (holder !== undefined && holder.id !== input.id) throw nameTaken(input.name);
    writeGroupName(db, input.id, input.name, sim.clock());
  });
  moved(sim, null, 'groups');
  if (before.name === input.name) return operation.outcome();
  for (const mapping of mappingsOfGroup(sim.db, input.id)) {
    await inLane(sim, mapping.connectionId, async () => {
      const use = { operationId: operation.id, note: operation.note };
      const session = openSession(sim, mapping.connectionId, use);
      await pushRename(sim, session, operation, mapping);
      session.finish();
      moved(sim, mapping.connectionId, 'push', 'log');
    });
  }
  await followRules(sim, operation, [input.id]);
  return operation.outcome();
}

/** @throws AppFault `not-found` */
export async function changeMembers(
  sim: Sim,
  input: ParsedInputOf<'sim.changeMembers'>,
): Promise<OperationOutcome> {
  const found = group(sim, input.groupId);
  const operation = startOperation(sim);
  const effects = newEffects();
  sim.db.transaction((db) => {
    const removed = removeMembers(db, found.id, input.remove);
    const added = addMembers(db, found.id, input.add);
    logMembers(sim, db, operation, { group: found.name, ids: removed, verb: 'remove' });
    logMembers(sim, db, operation, { group: found.name, ids: added, verb: 'add' });
    followMembers(sim, db, { groupId: found.id, added, removed }, effects);
    for (const m of mappingsOfGroup(db, found.id)) effects.of(m.connectionId).push.push(m.id);
    warnUsedTwice(db, operation, found);
  });
  moved(sim, null, 'groups', 'people', 'log');
  await runEffects(sim, operation, effects);
  return operation.outcome();
}

function logMembers(
  sim: Sim,
  db: WriteDb,
  operation: Operation,
  change: { group: string; ids: readonly string[]; verb: 'add' | 'remove' },
): void {
  const { group: name, ids, verb } = change;
  const message = verb === 'add' ? `Add user to group ${name}` : `Remove user from group ${name}`;
  for (const id of ids) {
    const target = readPerson(db, id)?.profile['login'] ?? null;
    writeLog(sim, db, {
      eventType: `group.user_membership.${verb}`,
      message,
      target,
      operationId: operation.id,
    });
  }
}

interface MemberMoves {
  readonly groupId: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Applications that the group is assigned to gain and lose its people. */
function followMembers(sim: Sim, db: WriteDb, moves: MemberMoves, effects: Effects): void {
  for (const connectionId of connectionsOfGroup(db, moves.groupId)) {
    const work = effects.of(connectionId);
    for (const personId of moves.added) {
      const status = readPerson(db, personId)?.status;
      if (status === undefined || status === 'DEPROVISIONED') continue;
      const assignment = stage(sim, db, { connectionId, personId, through: 'group' });
      const joined = assignment && (assignment.externalId === null || assignment.pending === 'deprovision');
      if (joined) work.provision.push(assignment.id);
    }
    const leaving = new Set<string>();
    for (const personId of moves.removed) {
      const assignment = assignmentOf(db, connectionId, personId);
      if (assignment?.scope === 'GROUP') leaveGroup(db, assignment, leaving);
    }
    work.deprovision.push(...leaving);
  }
}

function warnUsedTwice(db: WriteDb, operation: Operation, found: OktaGroupRecord): void {
  const assigned = new Set(connectionsOfGroup(db, found.id));
  if (mappingsOfGroup(db, found.id).some((m) => assigned.has(m.connectionId))) {
    operation.note(usedTwice(found.name));
  }
}

/** Its people lose the applications it assigned; groups pushed from it stay in the app (inferred). */
export async function removeGroup(
  sim: Sim,
  input: ParsedInputOf<'sim.deleteGroup'>,
): Promise<OperationOutcome> {
  const found = group(sim, input.id);
  const operation = startOperation(sim);
  const effects = newEffects();
  sim.db.transaction((db) => {
    for (const connectionId of connectionsOfGroup(db, found.id)) {
      deleteGroupAssignment(db, connectionId, found.id);
      const leaving = new Set<string>();
      for (const a of assignmentsThroughGroup(db, connectionId, found.id)) leaveGroup(db, a, leaving);
      effects.of(connectionId).deprovision.push(...leaving);
    }
    for (const m of mappingsOfGroup(db, found.id)) {
      effects.of(m.connectionId);
      deleteMapping(db, m.id);
      operation.note(`${m.appGroupName} stays in the app: Okta no longer pushes it.`);
    }
    deleteOktaGroup(db, found.id);
    const eventType = 'group.lifecycle.delete';
    writeLog(sim, db, {
      eventType,
      message: 'Delete Okta group',
      target: found.name,
      operationId: operation.id,
    });
    operation.succeed();
  });
  moved(sim, null, 'groups', 'people', 'log');
  await runEffects(sim, operation, effects);
  return operation.outcome();
}
