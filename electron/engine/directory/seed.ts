/** Fills the directory with invented people, through the same rules as everyone else. */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { AppFault } from '../base/app-fault.ts';
import { type InventedPerson, inventGroups, inventPeople } from '../base/people.ts';
import type { Directory } from './directory.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** People in one transaction: large enough to be fast, small enough that a client's request never waits long. */
const batch = 1000;
const mostUsers = 1_000_000;

export interface SeedRequest {
  readonly users: number;
  readonly groups: number;
  readonly seed: number;
}

/**
 * Adds what is not there yet: a person whose userName exists is passed over, so seeding twice adds nothing.
 * Gives way between batches. @throws AppFault `too-large` past a million users
 */
export async function seedDirectory(
  directory: Directory,
  request: SeedRequest,
): Promise<{ users: number; groups: number; memberships: number }> {
  if (directory.counts().users.all + request.users > mostUsers) {
    throw new AppFault('too-large', `This workspace would hold more than ${mostUsers} users.`);
  }
  const people = inventPeople(request.users, request.seed);
  const ids: string[] = [];
  let users = 0;
  for (let at = 0; at < people.length; at += batch) {
    users += directory.inUnit({ kind: 'seed' }, (unit) => {
      let made = 0;
      for (const person of people.slice(at, at + batch)) {
        const known = directory.plainUserByUserName(person.email);
        if (known === undefined) made += 1;
        ids.push(known?.id ?? unit.createUser(attributesOf(person), { active: person.active }).id);
      }
      return made;
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { users, ...(await seedGroups(directory, request, ids)) };
}

async function seedGroups(directory: Directory, request: SeedRequest, ids: readonly string[]) {
  let groups = 0;
  let memberships = 0;
  for (const group of inventGroups(request.groups, ids.length, request.seed)) {
    if (directory.findGroupsByName(group.name).length > 0) continue;
    const members = group.members.map((i) => ids[i] as string);
    directory.inUnit({ kind: 'seed' }, (unit) => {
      const { id } = unit.createGroup({ displayName: group.name });
      for (let at = 0; at < members.length; at += 10_000)
        memberships += unit.addMembers(id, members.slice(at, at + 10_000));
    });
    groups += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { groups, memberships };
}

function attributesOf(person: InventedPerson): JsonObject {
  return {
    userName: person.email,
    name: { givenName: person.givenName, familyName: person.familyName },
    displayName: person.displayName,
    title: person.title,
    locale: person.locale,
    emails: [{ value: person.email, type: 'work', primary: true }],
    phoneNumbers: [{ value: person.phone, type: 'work', primary: true }],
    addresses: [{ type: 'work', locality: person.city, country: person.countryCode, primary: true }],
    [enterprise]: { employeeNumber: person.employeeNumber, department: person.department },
  };
}
