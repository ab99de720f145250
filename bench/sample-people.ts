/**
 * The people every subject of the bench holds: those `rollcall seed` invents, written as Rollcall writes them (about
 * 1 KB), so that all subjects send and take the same bytes. The floor and the peer load these at their start.
 */
import { type InventedPerson, inventPeople } from '../electron/engine/base/people.ts';

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const everyone = '00000000-0000-4000-9000-000000000001';

/** The same list as `rollcall seed --users <count>`. */
export function samplePeople(count: number): InventedPerson[] {
  return inventPeople(count, 1);
}

/** Id of the i-th user (0-based) in the floor and in the peer; Rollcall invents its own. */
export function sampleId(i: number): string {
  return `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
}

/** What a client sends to create the person. */
export function sentUser(person: InventedPerson, userName = person.email) {
  return {
    schemas: [userSchema, enterpriseSchema],
    userName,
    name: { givenName: person.givenName, familyName: person.familyName },
    displayName: person.displayName,
    title: person.title,
    locale: person.locale,
    emails: [{ value: userName, type: 'work', primary: true }],
    phoneNumbers: [{ value: person.phone, type: 'work', primary: true }],
    addresses: [{ type: 'work', locality: person.city, country: person.countryCode, primary: true }],
    [enterpriseSchema]: { employeeNumber: person.employeeNumber, department: person.department },
    active: person.active,
  };
}

/** What a server keeps and sends; every user of the bench is in one group, as in Rollcall's workspace. */
export function storedUser(id: string, sent: object, base: string) {
  return {
    ...sent,
    id,
    groups: [{ value: everyone, $ref: `${base}/Groups/${everyone}`, display: 'Everyone', type: 'direct' }],
    meta: {
      resourceType: 'User',
      created: '2026-01-01T00:00:00.000Z',
      lastModified: '2026-01-01T00:00:00.000Z',
      location: `${base}/Users/${id}`,
      version: 'W/"1"',
    },
  };
}
