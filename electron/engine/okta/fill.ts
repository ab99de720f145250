/**
 * Fills the simulated org with invented people and groups, in batches, so that a hundred thousand do not hold up the
 * engine's thread. The same seed gives the same people: filling twice adds nobody, and memberships come together.
 */
import type { ParsedInputOf } from '../../../shared/contract/commands.ts';
import type { OperationOutcome, PersonProfile } from '../../../shared/domain/simulator.ts';
import { type InventedPerson, inventGroups, inventPeople } from '../base/people.ts';
import type { WriteDb } from '../storage/database.ts';
import { addMembers, groupByName, insertGroup } from '../storage/okta-group-rows.ts';
import { insertPerson, personByLogin } from '../storage/okta-people-rows.ts';
import { breathe, moved, type Sim, writeLog } from './context.ts';
import { startOperation } from './operation.ts';
import { followRules } from './push-rules.ts';

/** Large, because every batch touches most pages of the indexes: 100,000 people in batches of 2,000 take 3 times as long. */
const batch = 10_000;

function profileOf(p: InventedPerson): PersonProfile {
  return {
    login: p.email,
    email: p.email,
    firstName: p.givenName,
    lastName: p.familyName,
    displayName: p.displayName,
    title: p.title,
    department: p.department,
    employeeNumber: p.employeeNumber,
    city: p.city,
    countryCode: p.countryCode,
    locale: p.locale,
    primaryPhone: p.phone,
  };
}

/** @returns how many people and groups are new, and what push rules made of the new groups */
export async function fill(
  sim: Sim,
  input: ParsedInputOf<'sim.fill'>,
): Promise<{ people: number; groups: number; outcome: OperationOutcome }> {
  const jobId = sim.ids.uuid();
  const announce = (state: 'running' | 'done', done: number) =>
    sim.announce({
      type: 'job',
      id: jobId,
      title: 'Fill the simulated org',
      connectionId: null,
      state,
      done,
      total: input.people,
      phase: `${done} of ${input.people} people`,
      summary: null,
    });
  const { ids, created } = await fillPeople(sim, input, (done) => announce('running', done));
  const groups = await fillGroups(sim, input, ids);
  const message = `Import ${created} users and ${groups.length} groups into the simulated org`;
  sim.db.transaction((db) => writeLog(sim, db, { eventType: 'user.lifecycle.create', message }));
  announce('done', input.people);
  moved(sim, null, 'people', 'groups', 'log');
  const operation = startOperation(sim);
  await followRules(sim, operation, groups);
  return { people: created, groups: groups.length, outcome: operation.outcome() };
}

async function fillPeople(
  sim: Sim,
  input: ParsedInputOf<'sim.fill'>,
  progress: (done: number) => void,
): Promise<{ ids: readonly string[]; created: number }> {
  const people = inventPeople(input.people, input.seed);
  const ids: string[] = [];
  let created = 0;
  for (let at = 0; at < people.length; at += batch) {
    sim.closing.signal.throwIfAborted();
    sim.db.transaction((db) => {
      for (const invented of people.slice(at, at + batch)) {
        const { id, isNew } = fillPerson(sim, db, invented);
        ids.push(id);
        if (isNew) created += 1;
      }
    });
    progress(ids.length);
    await breathe();
  }
  return { ids, created };
}

function fillPerson(sim: Sim, db: WriteDb, invented: InventedPerson): { id: string; isNew: boolean } {
  const id = sim.ids.okta('00u');
  const status = invented.active ? 'ACTIVE' : 'STAGED';
  const isNew = insertPerson(db, { id, status, profile: profileOf(invented) }, sim.clock());
  return isNew ? { id, isNew } : { id: personByLogin(db, invented.email)?.id ?? id, isNew };
}

async function fillGroups(
  sim: Sim,
  input: ParsedInputOf<'sim.fill'>,
  personIds: readonly string[],
): Promise<string[]> {
  const created: string[] = [];
  for (const invented of inventGroups(input.groups, input.people, input.seed)) {
    sim.closing.signal.throwIfAborted();
    const fresh = sim.ids.okta('00g');
    const isNew = insertGroup(sim.db, { id: fresh, name: invented.name, description: null }, sim.clock());
    if (isNew) created.push(fresh);
    const groupId = isNew ? fresh : (groupByName(sim.db, invented.name)?.id ?? fresh);
    const members = invented.members.map((i) => personIds[i]).filter((id) => id !== undefined);
    for (let at = 0; at < members.length; at += batch) {
      sim.db.transaction((db) => addMembers(db, groupId, members.slice(at, at + batch)));
      await breathe();
    }
  }
  return created;
}
