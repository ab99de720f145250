/**
 * People of the simulated org (okta.md 3.6). What happens to a person reaches applications only through their
 * assignments: deactivating unassigns, which is what sends; suspending and deleting send nothing (documented).
 */
import type { ParsedInputOf } from '../../../shared/contract/commands.ts';
import type {
  OperationOutcome,
  PersonProfile,
  PersonRecord,
  PersonStatus,
} from '../../../shared/domain/simulator.ts';
import { AppFault } from '../base/app-fault.ts';
import type { WriteDb } from '../storage/database.ts';
import { assignmentsOfPerson, type StoredAssignment } from '../storage/okta-assignment-rows.ts';
import { connectionsThroughGroups } from '../storage/okta-group-rows.ts';
import {
  deletePeople,
  insertPerson,
  personByLogin,
  readPerson,
  writeProfile,
  writeStatus,
} from '../storage/okta-people-rows.ts';
import { pushProfile, stage } from './assignments.ts';
import { inLane, moved, type Sim, writeLog } from './context.ts';
import { type Effects, newEffects, runEffects } from './effects.ts';
import { type Operation, startOperation } from './operation.ts';
import { openSession } from './session.ts';

/** Longest values Okta takes (okta.md 3.9, documented). */
const limits: Readonly<Record<string, number>> = {
  login: 100,
  email: 100,
  firstName: 50,
  lastName: 50,
  primaryPhone: 100,
  mobilePhone: 100,
  countryCode: 2,
  zipCode: 50,
  streetAddress: 1024,
  postalAddress: 4096,
  city: 128,
  state: 128,
};

/** @throws AppFault `invalid-input` with a sentence per field */
function checkedProfile(profile: PersonProfile): PersonProfile {
  const fields: Record<string, string> = {};
  const kept = Object.fromEntries(
    Object.entries(profile)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
  for (const name of ['login', 'firstName', 'lastName', 'email']) {
    if (!kept[name]) fields[name] = 'Okta requires it.';
  }
  for (const [name, most] of Object.entries(limits)) {
    if ((kept[name]?.length ?? 0) > most) fields[name] = `At most ${most} characters.`;
  }
  if (Object.keys(fields).length > 0) {
    throw new AppFault('invalid-input', 'Okta would not take this profile.', { fields });
  }
  return kept;
}

function loginTaken(login: string): AppFault {
  const fields = { login: 'Another person has this login.' };
  return new AppFault('conflict', `The login ${login} is taken.`, { fields });
}

/** @throws AppFault `not-found` */
export function person(sim: Sim, id: string): PersonRecord {
  const found = readPerson(sim.db, id);
  if (found === undefined)
    throw new AppFault('not-found', 'This person is not in the simulated org any more.');
  return found;
}

/** @throws AppFault `invalid-input`, `conflict` where the login is taken in any letter case */
export function createPerson(sim: Sim, input: ParsedInputOf<'sim.createPerson'>): PersonRecord {
  const profile = checkedProfile(input.profile);
  const id = sim.ids.okta('00u');
  const status: PersonStatus = input.activate ? 'ACTIVE' : 'STAGED';
  sim.db.transaction((db) => {
    if (!insertPerson(db, { id, status, profile }, sim.clock())) throw loginTaken(profile['login'] ?? '');
    const target = profile['login'] ?? null;
    writeLog(sim, db, { eventType: 'user.lifecycle.create', message: 'Create Okta user', target });
    if (input.activate) {
      writeLog(sim, db, { eventType: 'user.lifecycle.activate', message: 'Activate Okta user', target });
    }
  });
  moved(sim, null, 'people', 'log');
  return person(sim, id);
}

/** Merges the given attributes into the profile; an empty value removes one. Pushes as the switches say (okta.md 1.5). */
export async function updatePerson(
  sim: Sim,
  input: ParsedInputOf<'sim.updatePerson'>,
): Promise<{ person: PersonRecord; outcome: OperationOutcome }> {
  const before = person(sim, input.id);
  const profile = checkedProfile({ ...before.profile, ...input.profile });
  const operation = startOperation(sim);
  sim.db.transaction((db) => {
    const holder = personByLogin(db, profile['login'] ?? '');
    if (holder !== undefined && holder.id !== input.id) throw loginTaken(profile['login'] ?? '');
    writeProfile(db, input.id, profile, sim.clock());
  });
  moved(sim, null, 'people', 'assignments');
  for (const assignment of assignmentsOfPerson(sim.db, input.id)) {
    await inLane(sim, assignment.connectionId, async () => {
      const session = openSession(sim, assignment.connectionId, {
        operationId: operation.id,
        note: operation.note,
      });
      await pushProfile(sim, session, operation, assignment.id, before.profile);
      session.finish();
      moved(sim, assignment.connectionId, 'assignments', 'log');
    });
  }
  return { person: person(sim, input.id), outcome: operation.outcome() };
}

const eventOf: Readonly<Record<string, string>> = {
  ACTIVE: 'user.lifecycle.activate',
  SUSPENDED: 'user.lifecycle.suspend',
  DEPROVISIONED: 'user.lifecycle.deactivate',
};

/**
 * Suspending and un-suspending send nothing (okta.md 1.6, plan C9300; documented). Deactivating takes the assignments
 * away first. A reactivated person comes back only into applications that a group assigns (plan C9293; documented).
 */
export async function setPersonStatus(
  sim: Sim,
  input: ParsedInputOf<'sim.setPersonStatus'>,
): Promise<OperationOutcome> {
  const operation = startOperation(sim);
  const effects = newEffects();
  sim.db.transaction((db) => {
    for (const id of new Set(input.ids)) changeOne(sim, db, { id, to: input.status, operation, effects });
  });
  moved(sim, null, 'people', 'log');
  await runEffects(sim, operation, effects);
  return operation.outcome();
}

interface StatusChange {
  readonly id: string;
  readonly to: 'ACTIVE' | 'SUSPENDED' | 'DEPROVISIONED';
  readonly operation: Operation;
  readonly effects: Effects;
}

function changeOne(sim: Sim, db: WriteDb, change: StatusChange): void {
  const { id, to, operation, effects } = change;
  const found = readPerson(db, id);
  if (found === undefined || found.status === to) return;
  if (to === 'SUSPENDED' && found.status !== 'ACTIVE') {
    operation.note(`${found.name} is ${found.status}: only active people can be suspended.`);
    return;
  }
  writeStatus(db, id, to, sim.clock());
  const unsuspended = found.status === 'SUSPENDED' && to === 'ACTIVE';
  writeLog(sim, db, {
    eventType: unsuspended ? 'user.lifecycle.unsuspend' : (eventOf[to] ?? ''),
    message: `${found.status} to ${to}`,
    target: found.profile['login'] ?? null,
    operationId: operation.id,
  });
  operation.succeed();
  if (to === 'SUSPENDED' || unsuspended) {
    operation.note(`Nothing was sent: ${unsuspended ? 'un-suspending' : 'suspending'} stays inside Okta.`);
  } else if (to === 'DEPROVISIONED') {
    for (const a of assignmentsOfPerson(db, id)) effects.of(a.connectionId).deprovision.push(a.id);
  } else {
    comeBack(sim, db, id, effects);
  }
}

function comeBack(sim: Sim, db: WriteDb, personId: string, effects: Effects): void {
  for (const connectionId of connectionsThroughGroups(db, personId)) {
    stage(sim, db, { connectionId, personId, through: 'group' });
  }
  for (const a of assignmentsOfPerson(db, personId)) {
    if (needsProvisioning(a)) effects.of(a.connectionId).provision.push(a.id);
  }
}

/** A deactivation that failed is taken back only where a group assigns the person again. */
function needsProvisioning(a: StoredAssignment): boolean {
  return a.externalId === null || (a.pending === 'deprovision' && a.scope === 'GROUP');
}

/** Sends nothing (okta.md 1.6, documented). @throws AppFault `conflict` where none of them is deactivated */
export function removePeople(sim: Sim, input: ParsedInputOf<'sim.deletePeople'>): { deleted: number } {
  const deleted = sim.db.transaction((db) => {
    const went = deletePeople(db, input.ids);
    if (went > 0) {
      writeLog(sim, db, {
        eventType: 'user.lifecycle.delete.completed',
        message: `Delete ${went} Okta user${went === 1 ? '' : 's'}`,
      });
    }
    return went;
  });
  if (deleted === 0) {
    throw new AppFault('conflict', 'Okta deletes only people who are deactivated. Deactivate them first.');
  }
  moved(sim, null, 'people', 'groups', 'assignments', 'log');
  return { deleted };
}
