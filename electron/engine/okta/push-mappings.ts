/** The buttons of the Push Groups tab (okta.md 3.7): by name or by link, Push Now, activate, deactivate, unlink, refresh. */
import type { ParsedInputOf } from '../../../shared/contract/commands.ts';
import type { OperationOutcome, PushMappingRecord } from '../../../shared/domain/simulator.ts';
import { AppFault } from '../base/app-fault.ts';
import type { WriteDb } from '../storage/database.ts';
import { assignedGroups, readGroup } from '../storage/okta-group-rows.ts';
import { describeMapping } from '../storage/okta-left-out-rows.ts';
import {
  deleteAppGroupsNotSeen,
  insertMapping,
  listAppGroups,
  mappingsOfConnection,
  mappingsOfGroup,
  readMapping,
  type StoredMapping,
  writeAppGroup,
  writePushStatus,
} from '../storage/okta-push-rows.ts';
import { usedTwice } from './assigning.ts';
import { existing } from './connections.ts';
import { inLane, moved, type Sim } from './context.ts';
import { errorPrefixes } from './error-text.ts';
import { readPages } from './flows/read-pages.ts';
import { recordGroupPage, seenAppGroup } from './import-groups.ts';
import { newOddities } from './import-oddities.ts';
import { type Operation, startOperation } from './operation.ts';
import { OktaTask } from './peer.ts';
import { logPush, pushWhole, unlink } from './push.ts';
import { openSession, type Session } from './session.ts';

export function list(sim: Sim, connectionId: string): readonly PushMappingRecord[] {
  existing(sim, connectionId);
  return mappingsOfConnection(sim.db, connectionId).map((m) => describeMapping(sim.db, m));
}

/** Work on one application at a time, in its lane. @throws AppFault before it, where its address or secret is of no use */
export async function within(
  sim: Sim,
  operation: Operation,
  connectionId: string,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  await inLane(sim, connectionId, async () => {
    const session = openSession(sim, connectionId, { operationId: operation.id, note: operation.note });
    if (session.app.provisioningEnabled) await session.ready();
    try {
      await work(session);
    } finally {
      session.finish();
      moved(sim, connectionId, 'push', 'log');
    }
  });
}

function byConnection(sim: Sim, mappingIds: readonly string[]): Map<string, StoredMapping[]> {
  const found = [...new Set(mappingIds)].map((id) => readMapping(sim.db, id)).filter((m) => m !== undefined);
  if (found.length === 0) throw new AppFault('not-found', 'This pushed group does not exist any more.');
  return Map.groupBy(found, (m) => m.connectionId);
}

/** @throws AppFault `not-found` for a link to a group that Okta has not seen; `invalid-input` for a link of several */
export async function pushGroups(
  sim: Sim,
  input: ParsedInputOf<'sim.pushGroups'>,
): Promise<OperationOutcome> {
  existing(sim, input.connectionId);
  if (input.linkTo !== undefined && input.groupIds.length > 1) {
    throw new AppFault('invalid-input', 'Only one group can be linked at a time.');
  }
  const link = input.linkTo === undefined ? null : knownAppGroup(sim, input.connectionId, input.linkTo);
  const operation = startOperation(sim);
  await within(sim, operation, input.connectionId, async (session) => {
    for (const groupId of new Set(input.groupIds)) {
      const id = sim.db.transaction((db) => createMapping(sim, db, operation, { ...input, groupId, link }));
      if (id !== null) await pushWhole(sim, session, operation, id, input.pushMemberships);
    }
  });
  return operation.outcome();
}

function knownAppGroup(sim: Sim, connectionId: string, externalId: string): { id: string; name: string } {
  const known = listAppGroups(sim.db, connectionId).find((g) => g.externalId === externalId);
  // okta.md 3.7: the target must be known to Okta (documented)
  if (!known)
    throw new AppFault('not-found', 'Okta does not know this group yet. Use Refresh App Groups first.');
  const taken = mappingsOfConnection(sim.db, connectionId).find((m) => m.appGroupId === externalId);
  if (taken) throw new AppFault('conflict', `${known.name} is linked to ${taken.groupName} already.`);
  return { id: known.externalId, name: known.name };
}

interface NewMapping {
  readonly connectionId: string;
  readonly groupId: string;
  readonly link: { id: string; name: string } | null;
  readonly ruleId?: string;
}

/** @returns its id; null, with a note, where the group is pushed already or does not exist any more */
export function createMapping(
  sim: Sim,
  db: WriteDb,
  operation: Operation,
  wanted: NewMapping,
): string | null {
  const { connectionId, groupId, link, ruleId } = wanted;
  const group = readGroup(db, groupId);
  if (group === undefined) {
    operation.note('A group does not exist any more and was left out.');
    return null;
  }
  if (mappingsOfGroup(db, groupId).some((m) => m.connectionId === connectionId)) {
    operation.note(`${group.name} is pushed already.`);
    return null;
  }
  if (assignedGroups(db, connectionId).some((g) => g.id === groupId)) operation.note(usedTwice(group.name));
  const id = sim.ids.okta('gPm');
  insertMapping(
    db,
    { id, connectionId, groupId, appGroupName: link?.name ?? group.name, ruleId },
    sim.clock(),
  );
  if (link) writeAppGroup(db, id, link);
  const eventType = 'application.provision.group_push.mapping.created';
  const message = 'Create group push mapping';
  logPush(sim, db, operation, { groupName: group.name, connectionId }, { eventType, message });
  return id;
}

/** Push Now: the application's membership is overwritten with Okta's (plan C9316, documented). */
export async function pushNow(sim: Sim, input: ParsedInputOf<'sim.pushNow'>): Promise<OperationOutcome> {
  const operation = startOperation(sim);
  for (const [connectionId, mappings] of byConnection(sim, input.mappingIds)) {
    await within(sim, operation, connectionId, async (session) => {
      for (const m of mappings) {
        if (m.status === 'INACTIVE') operation.note(`${m.groupName} is not pushed: its push is inactive.`);
        else await pushWhole(sim, session, operation, m.id, true);
      }
    });
  }
  return operation.outcome();
}

/** Deactivating sends nothing; activating pushes the membership of now (plan C9319, C9320; documented). */
export async function setActive(
  sim: Sim,
  input: ParsedInputOf<'sim.setPushActive'>,
): Promise<OperationOutcome> {
  const operation = startOperation(sim);
  const verb = input.active ? 'activate' : 'deactivate';
  const status = input.active ? 'ACTIVE' : 'INACTIVE';
  for (const [connectionId, mappings] of byConnection(sim, input.mappingIds)) {
    await within(sim, operation, connectionId, async (session) => {
      for (const m of mappings) {
        if (m.status === status) {
          operation.note(`${m.groupName} is ${input.active ? 'active' : 'inactive'} already.`);
          continue;
        }
        sim.db.transaction((db) => {
          writePushStatus(db, m.id, status);
          const eventType = `application.provision.group_push.${verb}_mapping`;
          logPush(sim, db, operation, m, { eventType, message: `${verb} group push mapping` });
        });
        if (input.active) await pushWhole(sim, session, operation, m.id, true);
        else operation.succeed();
      }
    });
  }
  if (!input.active) operation.note('Nothing was sent: changes simply stop.');
  return operation.outcome();
}

export async function unlinkPush(
  sim: Sim,
  input: ParsedInputOf<'sim.unlinkPush'>,
): Promise<OperationOutcome> {
  const operation = startOperation(sim);
  for (const [connectionId, mappings] of byConnection(sim, input.mappingIds)) {
    await within(sim, operation, connectionId, async (session) => {
      for (const m of mappings) await unlink(sim, session, operation, m, input.deleteInApp);
    });
  }
  return operation.outcome();
}

/** Refresh App Groups: pages through GET /Groups; groups that are gone are forgotten (okta.md 3.7, documented). */
export async function refreshAppGroups(sim: Sim, connectionId: string): Promise<OperationOutcome> {
  existing(sim, connectionId);
  const operation = startOperation(sim);
  await within(sim, operation, connectionId, async (session) => {
    await session.ready();
    const run = sim.ids.uuid();
    const odd = newOddities('group');
    const pages = newOddities('page');
    let trusted = true;
    try {
      const peer = session.peer('Refresh App Groups');
      for await (const page of readPages(peer, '/Groups', errorPrefixes.importGroups)) {
        trusted &&= page.trusted;
        for (const warning of page.warnings) operation.note(`Groups: ${warning}.`);
        for (const one of page.odd) pages.count(one, String(page.page));
        const groups = page.resources.map((g) => seenAppGroup(g, odd)).filter((g) => g !== null);
        sim.db.transaction((db) => recordGroupPage(db, connectionId, { groups, odd }, run));
        for (const _group of groups) operation.succeed();
      }
      for (const sentence of [...odd.sentences(), ...pages.sentences()])
        operation.note(`Groups: ${sentence}.`);
      if (trusted && !odd.incomplete) deleteAppGroupsNotSeen(sim.db, connectionId, run);
    } catch (error) {
      if (!(error instanceof OktaTask)) throw error;
      operation.fail(session.connection.name, error);
    }
  });
  return operation.outcome();
}
