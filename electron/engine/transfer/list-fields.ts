/**
 * The columns of a list of people: for each the Okta variable, the SCIM path, and how to read it from and write it
 * to SCIM attributes. One table serves export, import and the check that a round trip changes nothing
 * (okta.md 3.9, 4.1; the order of Okta's columns is inferred there).
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';

export interface ListField {
  /** Okta profile variable, also the header of the Okta people CSV. */
  readonly okta: string;
  /** SCIM path, also the header of the generic CSV. */
  readonly path: string;
  /** Other headers this column is known by, folded as `foldHeader` does. */
  readonly aliases: readonly string[];
  /** '' where there is no value. */
  read(attributes: JsonObject): string;
  /** Changes `attributes`, which is a copy of the caller's. */
  write(attributes: JsonObject, value: string): void;
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

function objectAt(holder: JsonObject, key: string): JsonObject {
  const found = holder[key];
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : {};
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
}

function simple(okta: string, path: string, ...aliases: string[]): ListField {
  return {
    okta,
    path,
    aliases,
    read: (a) => textOf(a[path]),
    write: (a, value) => {
      a[path] = value;
    },
  };
}

function nested(okta: string, parent: string, key: string, path: string, ...aliases: string[]): ListField {
  return {
    okta,
    path,
    aliases,
    read: (a) => textOf(objectAt(a, parent)[key]),
    write: (a, value) => {
      a[parent] = { ...objectAt(a, parent), [key]: value };
    },
  };
}

function elements(a: JsonObject, attribute: string): JsonObject[] {
  const found = a[attribute];
  return Array.isArray(found)
    ? found.filter((e): e is JsonObject => typeof e === 'object' && e !== null && !Array.isArray(e))
    : [];
}

/** One element of a multi-valued attribute: the first that `is` says, else a new one made of `fresh`. */
function element(
  okta: string,
  attribute: string,
  key: string,
  path: string,
  is: (e: JsonObject, all: readonly JsonObject[]) => boolean,
  fresh: JsonObject,
  ...aliases: string[]
): ListField {
  return {
    okta,
    path,
    aliases,
    read: (a) => {
      const all = elements(a, attribute);
      return textOf(all.find((e) => is(e, all))?.[key]);
    },
    write: (a, value) => {
      const all = elements(a, attribute);
      const at = all.findIndex((e) => is(e, all));
      a[attribute] =
        at < 0
          ? [...all, { ...fresh, [key]: value }]
          : all.map((e, i) => (i === at ? { ...e, [key]: value } : e));
    },
  };
}

/** Okta addresses by primary (okta.md 3.9); where nothing is primary, the first element counts. */
const primary = (e: JsonObject, all: readonly JsonObject[]) =>
  all.some((x) => x.primary === true) ? e.primary === true : e === all[0];
const secondary = (e: JsonObject, all: readonly JsonObject[]) => !primary(e, all);
const mobile = (e: JsonObject) => e.type === 'mobile';
const notMobile = (e: JsonObject, all: readonly JsonObject[]) =>
  e === (all.find((x) => x.primary === true && x.type !== 'mobile') ?? all.find((x) => x.type !== 'mobile'));

const address = (okta: string, key: string, ...aliases: string[]) =>
  element(
    okta,
    'addresses',
    key,
    `addresses[primary eq true].${key}`,
    primary,
    { type: 'work', primary: true },
    ...aliases,
  );

const work = (okta: string, key: string, ...aliases: string[]) =>
  nested(okta, enterprise, key, `${enterprise}:${key}`, ...aliases);

function managerPart(okta: string, key: string): ListField {
  return {
    okta,
    path: `${enterprise}:manager.${key}`,
    aliases: [],
    read: (a) => textOf(objectAt(objectAt(a, enterprise), 'manager')[key]),
    write: (a, value) => {
      const unit = objectAt(a, enterprise);
      a[enterprise] = { ...unit, manager: { ...objectAt(unit, 'manager'), [key]: value } };
    },
  };
}

/** In the order of the Okta people CSV. */
export const oktaFields: readonly ListField[] = [
  simple('login', 'userName', 'username', 'user', 'userid', 'userprincipalname', 'account'),
  nested('firstName', 'name', 'givenName', 'name.givenName', 'givenname', 'firstname', 'first', 'forename'),
  nested('lastName', 'name', 'familyName', 'name.familyName', 'familyname', 'lastname', 'last', 'surname'),
  nested('middleName', 'name', 'middleName', 'name.middleName', 'middlename'),
  nested('honorificPrefix', 'name', 'honorificPrefix', 'name.honorificPrefix', 'prefix'),
  nested('honorificSuffix', 'name', 'honorificSuffix', 'name.honorificSuffix', 'suffix'),
  element(
    'email',
    'emails',
    'value',
    'emails[primary eq true].value',
    primary,
    { type: 'work', primary: true },
    'mail',
    'emailaddress',
    'workemail',
    'primaryemail',
  ),
  simple('title', 'title', 'jobtitle'),
  simple('displayName', 'displayName', 'fullname', 'name'),
  simple('nickName', 'nickName', 'nickname'),
  simple('profileUrl', 'profileUrl', 'profileurl'),
  element(
    'secondEmail',
    'emails',
    'value',
    'emails[primary eq false].value',
    secondary,
    { type: 'home', primary: false },
    'secondaryemail',
  ),
  element(
    'mobilePhone',
    'phoneNumbers',
    'value',
    'phoneNumbers[type eq "mobile"].value',
    mobile,
    { type: 'mobile' },
    'mobile',
  ),
  element(
    'primaryPhone',
    'phoneNumbers',
    'value',
    'phoneNumbers[primary eq true].value',
    notMobile,
    { type: 'work', primary: true },
    'phone',
    'telephone',
    'workphone',
    'officephone',
  ),
  address('streetAddress', 'streetAddress', 'street'),
  address('city', 'locality', 'locality'),
  address('state', 'region', 'region', 'stateorprovince'),
  address('zipCode', 'postalCode', 'postalcode', 'zip'),
  address('countryCode', 'country', 'country'),
  address('postalAddress', 'formatted'),
  simple('preferredLanguage', 'preferredLanguage', 'language'),
  simple('locale', 'locale'),
  simple('timezone', 'timezone'),
  simple('userType', 'userType', 'usertype'),
  work('employeeNumber', 'employeeNumber', 'employeeid'),
  work('costCenter', 'costCenter', 'costcentre'),
  work('organization', 'organization', 'organisation', 'company'),
  work('division', 'division'),
  work('department', 'department', 'dept'),
  managerPart('managerId', 'value'),
  managerPart('manager', 'displayName'),
];

const externalId = simple('externalId', 'externalId', 'externalid');

/** The generic CSV has externalId too; `active` is written by the directory's own rule. */
export const genericFields: readonly ListField[] = [
  ...oktaFields.slice(0, 1),
  externalId,
  ...oktaFields.slice(1),
];

export const activeColumn = 'active';

export function foldHeader(header: string): string {
  return header.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The field a header most likely means, or null. Okta variables and SCIM paths first, then what lists often say. */
export function suggestField(header: string): ListField | null {
  const trimmed = header.trim();
  const folded = foldHeader(trimmed);
  return (
    genericFields.find((f) => f.okta === trimmed || f.path === trimmed) ??
    genericFields.find((f) => foldHeader(f.okta) === folded) ??
    genericFields.find((f) => f.aliases.includes(folded)) ??
    null
  );
}

export function fieldByTarget(target: string): ListField | null {
  return genericFields.find((f) => f.path === target || f.okta === target) ?? null;
}
