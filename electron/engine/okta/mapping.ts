/**
 * Mapped attributes as the bodies Okta sends (okta.md 1.4, 1.5), and a SCIM user as an Okta profile. Which attributes
 * a person has is worked out by `app-mapping.ts`.
 *
 * Not here: the placeholder password's storage. There is none: it is made for one request and forgotten.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import type { PersonProfile } from '../../../shared/domain/simulator.ts';

export const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseUser = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

function schemasFor(mapped: JsonObject): string[] {
  return mapped[enterpriseUser] === undefined ? [coreUser] : [coreUser, enterpriseUser];
}

/** The body of POST /Users (okta.md 1.4, documented and seen). `externalId` is the Okta user's id. */
export function createBody(mapped: JsonObject, oktaUserId: string, password: string): JsonObject {
  return {
    schemas: schemasFor(mapped),
    ...mapped,
    externalId: oktaUserId,
    groups: [],
    password,
    active: true,
  };
}

/** The mapped attributes that differ, and the names of those that were emptied. */
export function changedAttributes(
  was: JsonObject,
  is: JsonObject,
): { readonly changed: JsonObject; readonly cleared: readonly string[] } {
  const changed = Object.fromEntries(
    Object.entries(is).filter(([name, value]) => JSON.stringify(was[name]) !== JSON.stringify(value)),
  );
  return { changed, cleared: Object.keys(was).filter((name) => is[name] === undefined) };
}

/**
 * The body of PUT /Users/{id}: what the server gave, with the mapped values written over it; unknown members go back
 * as they came (okta.md 1.4, seen). Entries of a list are matched by `primary` (okta.md 3.9 names them so); other
 * entries of the server stay (inferred).
 */
export function mergedUser(
  got: JsonObject,
  mapped: JsonObject,
  oktaUserId: string,
  cleared: readonly string[] = [],
): JsonObject {
  const out: JsonObject = { ...got };
  for (const name of cleared) delete out[name];
  for (const [name, value] of Object.entries(mapped)) out[name] = mergedValue(out[name], value);
  const schemas = Array.isArray(got['schemas']) ? got['schemas'] : [];
  out['schemas'] = [...new Set([...schemas, ...schemasFor(mapped)])];
  out['externalId'] = oktaUserId;
  out['groups'] ??= [];
  return out;
}

function mergedValue(old: Json | undefined, value: Json): Json {
  if (isObject(value) && isObject(old)) return { ...old, ...value };
  if (!Array.isArray(value) || !Array.isArray(old)) return value;
  const isPrimary = (item: Json | undefined) => isObject(item) && item['primary'] === true;
  const rest = old.filter(isObject);
  const written = value.map((item) => {
    if (!isObject(item)) return item;
    const at = rest.findIndex(
      (o) => isPrimary(o) === isPrimary(item) && (isPrimary(item) || o['type'] === item['type']),
    );
    return at === -1 ? item : { ...rest.splice(at, 1)[0], ...item };
  });
  return [...written, ...rest];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of an Okta attribute, by the longest of okta.md 3.9: what a server sends beyond it is cut. */
const longestValue = 4096;

function text(value: Json | undefined): string {
  return typeof value === 'string'
    ? value.slice(0, longestValue)
    : typeof value === 'number'
      ? String(value)
      : '';
}

/** `primary: true` decides which value Okta reads (okta.md 1.9, documented); without one, the first (inferred). */
function primaryOf(value: Json | undefined): JsonObject {
  const items = Array.isArray(value) ? value.filter(isObject) : [];
  return items.find((item) => item['primary'] === true) ?? items[0] ?? {};
}

/** An imported user as an Okta profile, without `login`: that is for the username format to say. */
export function profileFromScim(user: JsonObject): PersonProfile {
  const name = isObject(user['name']) ? user['name'] : {};
  const org = isObject(user[enterpriseUser]) ? user[enterpriseUser] : {};
  const place = primaryOf(user['addresses']);
  const all: Readonly<Record<string, string>> = {
    firstName: text(name['givenName']),
    lastName: text(name['familyName']),
    middleName: text(name['middleName']),
    email: text(primaryOf(user['emails'])['value']),
    displayName: text(user['displayName']),
    nickName: text(user['nickName']),
    title: text(user['title']),
    primaryPhone: text(primaryOf(user['phoneNumbers'])['value']),
    streetAddress: text(place['streetAddress']),
    city: text(place['locality']),
    state: text(place['region']),
    zipCode: text(place['postalCode']),
    countryCode: text(place['country']),
    preferredLanguage: text(user['preferredLanguage']),
    locale: text(user['locale']),
    timezone: text(user['timezone']),
    userType: text(user['userType']),
    employeeNumber: text(org['employeeNumber']),
    costCenter: text(org['costCenter']),
    organization: text(org['organization']),
    division: text(org['division']),
    department: text(org['department']),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}
