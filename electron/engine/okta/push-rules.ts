/**
 * Push by rule (okta.md 3.7): a rule makes push mappings for the groups that match, and later for groups that come to
 * match. What it made is pushed like any other group and stays, whatever becomes of the rule or the name (documented).
 * Okta's event list has no type for the rule itself but for its deletion with its groups; its other events are told as
 * changes of the application (inferred).
 */
import type { ParsedInputOf } from '../../../shared/contract/commands.ts';
import {
  mostGroupsPerRule,
  type OktaGroupRecord,
  type OperationOutcome,
  type PushRuleConditions,
  type PushRulePreview,
  type PushRuleRecord,
} from '../../../shared/domain/simulator.ts';
import { AppFault } from '../base/app-fault.ts';
import type { WriteDb } from '../storage/database.ts';
import { connectionsOfGroup, groupNames, readGroup } from '../storage/okta-group-rows.ts';
import { mappingsOfGroup, mappingsOfRule } from '../storage/okta-push-rows.ts';
import {
  activeRules,
  deleteRule,
  insertRule,
  readRule,
  rulesOfConnection,
  writeRuleStatus,
} from '../storage/okta-push-rule-rows.ts';
import { existing } from './connections.ts';
import { inLane, moved, type Sim, writeLog } from './context.ts';
import { fanOut, type Operation, startOperation } from './operation.ts';
import { pushWhole, unlink } from './push.ts';
import { createMapping, within } from './push-mappings.ts';
import { checkConditions, ruleMatches, tooMany } from './push-rule-match.ts';
import { openSession, type Session } from './session.ts';

const updated = 'application.lifecycle.update';
const deletedWithGroups = 'application.provision.group_push.mapping.and.groups.deleted.rule.deleted';

export function list(sim: Sim, connectionId: string): readonly PushRuleRecord[] {
  existing(sim, connectionId);
  return rulesOfConnection(sim.db, connectionId);
}

function rule(sim: Sim, id: string): PushRuleRecord {
  const found = readRule(sim.db, id);
  if (found === undefined) throw new AppFault('not-found', 'This push rule does not exist any more.');
  return found;
}

function matching(sim: Sim, conditions: PushRuleConditions): string[] {
  return groupNames(sim.db)
    .filter((g) => ruleMatches(conditions, g))
    .map((g) => g.id);
}

/** @throws AppFault `too-large` where Okta would refuse the rule */
function matchingFew(sim: Sim, conditions: PushRuleConditions): string[] {
  const ids = matching(sim, conditions);
  const refused = tooMany(ids.length);
  if (refused !== null) throw new AppFault('too-large', refused);
  return ids;
}

function isPushed(sim: Sim, connectionId: string, groupId: string): boolean {
  return mappingsOfGroup(sim.db, groupId).some((m) => m.connectionId === connectionId);
}

/** @throws AppFault `invalid-input` where there is no condition */
export function preview(sim: Sim, input: ParsedInputOf<'sim.previewPushRule'>): PushRulePreview {
  const { connectionId, conditions } = input;
  existing(sim, connectionId);
  checkConditions(conditions);
  const ids = matching(sim, conditions);
  const groups = ids.slice(0, mostGroupsPerRule).map((id) => readGroup(sim.db, id));
  return {
    total: ids.length,
    refused: tooMany(ids.length),
    groups: groups
      .filter((g) => g !== undefined)
      .map((g) => ({
        ...g,
        pushed: isPushed(sim, connectionId, g.id),
        alsoAssigned: connectionsOfGroup(sim.db, g.id).includes(connectionId),
      })),
  };
}

/** @throws AppFault `invalid-input`, `too-large`, `conflict` where the name is taken: before anything is sent */
export async function create(
  sim: Sim,
  input: ParsedInputOf<'sim.createPushRule'>,
): Promise<OperationOutcome> {
  const { connectionId, conditions, name } = input;
  existing(sim, connectionId);
  checkConditions(conditions);
  matchingFew(sim, conditions);
  const operation = startOperation(sim);
  await within(sim, operation, connectionId, async (session) => {
    const id = sim.ids.okta('gPr');
    const groupIds = sim.db.transaction((db) => {
      if (!insertRule(db, { id, connectionId, name, conditions }, sim.clock())) throw nameTaken(name);
      logRule(sim, db, operation, { connectionId, name }, `Create group push rule ${name}`);
      // again, now that it is this connection's turn: groups may have come meanwhile
      return matchingFew(sim, conditions);
    });
    if (groupIds.length === 0) {
      operation.note('No group matches yet. Groups that are created or renamed to match will be pushed.');
    }
    await pushAll(sim, session, operation, { id, name, connectionId }, groupIds);
  });
  return operation.outcome();
}

function nameTaken(name: string): AppFault {
  const fields = { name: 'Another push rule of this app has this name.' };
  return new AppFault('conflict', `The name ${name} is taken.`, { fields });
}

type Named = Pick<PushRuleRecord, 'name' | 'connectionId'>;

function logRule(sim: Sim, db: WriteDb, operation: Operation, about: Named, message: string): void {
  const { name: target, connectionId } = about;
  writeLog(sim, db, { eventType: updated, message, target, connectionId, operationId: operation.id });
}

/** Makes the mappings and pushes them one after the other, with progress. */
async function pushAll(
  sim: Sim,
  session: Session,
  operation: Operation,
  by: Named & Pick<PushRuleRecord, 'id'>,
  groupIds: readonly string[],
): Promise<void> {
  const { connectionId } = by;
  const title = `Push groups by rule ${by.name}`;
  await fanOut(sim, { operation, title, connectionId, items: groupIds, width: 1 }, async (groupId) => {
    const wanted = { connectionId, groupId, link: null, ruleId: by.id };
    const id = sim.db.transaction((db) => createMapping(sim, db, operation, wanted));
    if (id !== null) await pushWhole(sim, session, operation, id, true);
  });
}

/** Deactivate Rule: what it pushed stays pushed (documented). Activate Rule pushes what matches now (inferred). */
export async function setActive(
  sim: Sim,
  input: ParsedInputOf<'sim.setPushRuleActive'>,
): Promise<OperationOutcome> {
  const found = rule(sim, input.ruleId);
  const { connectionId, name } = found;
  const operation = startOperation(sim);
  const status = input.active ? 'ACTIVE' : 'INACTIVE';
  if (found.status === status) {
    operation.note(`${name} is ${input.active ? 'active' : 'inactive'} already.`);
    return operation.outcome();
  }
  if (input.active) matchingFew(sim, found.conditions);
  await within(sim, operation, connectionId, async (session) => {
    const verb = input.active ? 'Activate' : 'Deactivate';
    sim.db.transaction((db) => {
      writeRuleStatus(db, found.id, status);
      logRule(sim, db, operation, found, `${verb} group push rule ${name}`);
    });
    if (!input.active) return operation.succeed();
    const fresh = matchingFew(sim, found.conditions).filter((id) => !isPushed(sim, connectionId, id));
    await pushAll(sim, session, operation, found, fresh);
  });
  if (!input.active) {
    operation.note('Nothing was sent: its groups stay pushed and follow Okta, and no new group is added.');
  }
  return operation.outcome();
}

/**
 * Delete Rule: its groups are unlinked, and deleted in the application or left there (documented). A group that could
 * not be deleted keeps the rule, inactive, so that it can be tried again (inferred).
 */
export async function remove(
  sim: Sim,
  input: ParsedInputOf<'sim.deletePushRule'>,
): Promise<OperationOutcome> {
  const found = rule(sim, input.ruleId);
  const operation = startOperation(sim);
  await within(sim, operation, found.connectionId, async (session) => {
    for (const m of mappingsOfRule(sim.db, found.id)) {
      await unlink(sim, session, operation, m, input.deleteInApp);
    }
    sim.db.transaction((db) => dropRule(sim, db, operation, found, input.deleteInApp));
  });
  return operation.outcome();
}

function dropRule(
  sim: Sim,
  db: WriteDb,
  operation: Operation,
  found: PushRuleRecord,
  withGroups: boolean,
): void {
  const left = mappingsOfRule(db, found.id).length;
  if (left > 0) {
    writeRuleStatus(db, found.id, 'INACTIVE');
    operation.note(`The rule ${found.name} stays, inactive: ${left} of its groups could not be deleted.`);
    return;
  }
  deleteRule(db, found.id);
  const message = `Delete group push rule ${found.name}`;
  if (!withGroups) {
    logRule(sim, db, operation, found, message);
    return;
  }
  const { name: target, connectionId } = found;
  writeLog(sim, db, {
    eventType: deletedWithGroups,
    message,
    target,
    connectionId,
    operationId: operation.id,
  });
}

/**
 * Groups that were created or renamed, in every application whose active rules they match now (documented). One that
 * is pushed there already stays as it is (documented).
 */
export async function followRules(
  sim: Sim,
  operation: Operation,
  groupIds: readonly string[],
): Promise<void> {
  const groups = groupIds.map((id) => readGroup(sim.db, id)).filter((g) => g !== undefined);
  for (const each of activeRules(sim.db)) {
    const fresh = groups.filter(
      (g) => ruleMatches(each.conditions, g) && !isPushed(sim, each.connectionId, g.id),
    );
    if (fresh.length === 0) continue;
    await inLane(sim, each.connectionId, async () => {
      const use = { operationId: operation.id, note: operation.note };
      const session = openSession(sim, each.connectionId, use);
      await pushAll(sim, session, operation, each, withinLimit(sim, operation, each, fresh));
      session.finish();
      moved(sim, each.connectionId, 'push', 'log');
    });
  }
}

/** That a hundred and first group is left out when it comes later is inferred from the limit. */
function withinLimit(
  sim: Sim,
  operation: Operation,
  by: PushRuleRecord,
  groups: readonly OktaGroupRecord[],
): string[] {
  const room = Math.max(0, mostGroupsPerRule - mappingsOfRule(sim.db, by.id).length);
  for (const late of groups.slice(room)) {
    operation.note(
      `${late.name} is not pushed by the rule ${by.name}: Okta pushes at most ${mostGroupsPerRule} groups per rule.`,
    );
  }
  return groups.slice(0, room).map((g) => g.id);
}
