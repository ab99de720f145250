/**
 * Attribute mappings of a simulated application: what may be mapped to (okta.md 3.9), what Okta maps by default, and
 * the row an admin edits (okta.md 3.3). Variable names, external names and defaults carry okta.md's marks; labels of
 * types of the second e-mail and the mobile phone, the order of rows, and which attributes are Personal and which may
 * be set by a group are inferred.
 *
 * Not here: working a row out for a person; the engine does that.
 */

export type MappingValue =
  /** An attribute of the Okta profile: `department` is user.department. */
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'constant'; readonly text: string }
  /** Okta's expression language, at most 2,000 characters. */
  | { readonly kind: 'expression'; readonly text: string };

/** Okta's "Create" and "Create and update". */
export type ApplyOn = 'create' | 'always';

export interface MappingRow {
  /** Variable of a target: `givenName`. */
  readonly target: string;
  readonly value: MappingValue;
  readonly applyOn: ApplyOn;
}

export interface MappingTarget {
  readonly variable: string;
  readonly label: string;
  /** In Okta's own path grammar: `emails.^[primary==true].value`. */
  readonly externalName: string;
  readonly namespace: 'core' | 'enterprise';
  readonly type: 'Personal' | 'Group';
}

type Entry = readonly [variable: string, label: string, externalName: string, mapped: string | null];

const personal: readonly Entry[] = [
  ['formattedName', 'Formatted name', 'name.formatted', null],
  ['givenName', 'Given name', 'name.givenName', 'firstName'],
  ['familyName', 'Family name', 'name.familyName', 'lastName'],
  ['middleName', 'Middle name', 'name.middleName', 'middleName'],
  ['honorificPrefix', 'Honorific prefix', 'name.honorificPrefix', 'honorificPrefix'],
  ['honorificSuffix', 'Honorific suffix', 'name.honorificSuffix', 'honorificSuffix'],
  ['email', 'Primary email', 'emails.^[primary==true].value', 'email'],
  ['emailType', 'Primary email type', 'emails.^[primary==true].type', "email ? 'work'"],
  ['secondEmail', 'Secondary email', 'emails.^[primary==false].value', 'secondEmail'],
  ['secondEmailType', 'Secondary email type', 'emails.^[primary==false].type', "secondEmail ? 'home'"],
  ['displayName', 'Display name', 'displayName', 'displayName'],
  ['nickName', 'Nickname', 'nickName', 'nickName'],
  ['profileUrl', 'Profile URL', 'profileUrl', 'profileUrl'],
];

const byGroup: readonly Entry[] = [
  ['title', 'Title', 'title', 'title'],
  ['primaryPhone', 'Primary phone', 'phoneNumbers.^[primary==true].value', 'primaryPhone'],
  ['primaryPhoneType', 'Primary phone type', 'phoneNumbers.^[primary==true].type', "primaryPhone ? 'work'"],
  ['mobilePhone', 'Mobile phone', 'phoneNumbers.^[primary==false].value', 'mobilePhone'],
  ['mobilePhoneType', 'Mobile phone type', 'phoneNumbers.^[primary==false].type', "mobilePhone ? 'mobile'"],
  ['addressType', 'Address type', 'addresses.^[primary==true].type', "streetAddress ? 'work'"],
  ['formatted', 'Formatted address', 'addresses.^[primary==true].formatted', 'postalAddress'],
  ['streetAddress', 'Street address', 'addresses.^[primary==true].streetAddress', 'streetAddress'],
  ['locality', 'Locality', 'addresses.^[primary==true].locality', 'city'],
  ['region', 'Region', 'addresses.^[primary==true].region', 'state'],
  ['postalCode', 'Postal code', 'addresses.^[primary==true].postalCode', 'zipCode'],
  ['country', 'Country', 'addresses.^[primary==true].country', 'countryCode'],
  ['preferredLanguage', 'Preferred language', 'preferredLanguage', 'preferredLanguage'],
  ['locale', 'Locale', 'locale', 'locale'],
  ['timezone', 'Time zone', 'timezone', 'timezone'],
  ['userType', 'User type', 'userType', 'userType'],
  ['role', 'Primary role', 'roles.^[primary==true].value', null],
];

const enterprise: readonly Entry[] = [
  ['employeeNumber', 'Employee number', 'employeeNumber', 'employeeNumber'],
  ['costCenter', 'Cost center', 'costCenter', 'costCenter'],
  ['organization', 'Organization', 'organization', 'organization'],
  ['division', 'Division', 'division', 'division'],
  ['department', 'Department', 'department', 'department'],
  ['managerValue', 'Manager value', 'manager.value', 'managerId'],
  ['managerDisplayName', 'Manager display name', 'manager.displayName', 'manager'],
];

function targetsOf(
  entries: readonly Entry[],
  common: Pick<MappingTarget, 'namespace' | 'type'>,
): MappingTarget[] {
  return entries.map(([variable, label, externalName]) => ({ variable, label, externalName, ...common }));
}

/** In the order of the captured POST (okta.md 1.4), which is the order in which they are sent. */
export const mappingTargets: readonly MappingTarget[] = [
  ...targetsOf(personal, { namespace: 'core', type: 'Personal' }),
  ...targetsOf(byGroup, { namespace: 'core', type: 'Group' }),
  ...targetsOf(enterprise, { namespace: 'enterprise', type: 'Group' }),
];

/** `email ? 'work'` is short for Okta's own default: 'work' where user.email has a value. */
function defaultValue(mapped: string): MappingValue {
  const [name = '', type] = mapped.split(' ? ');
  if (type === undefined) return { kind: 'attribute', name };
  return { kind: 'expression', text: `(user.${name} != null && user.${name} != '') ? ${type} : ''` };
}

/** What Okta maps before anyone edits it (okta.md 3.9, seen; manager and the members of addresses inferred). */
export const defaultMappings: readonly MappingRow[] = [...personal, ...byGroup, ...enterprise].flatMap(
  ([target, , , mapped]): MappingRow[] =>
    mapped === null ? [] : [{ target, value: defaultValue(mapped), applyOn: 'always' }],
);

/** Attributes of the Okta profile that a row may take its value from, beside those a person has of their own. */
export const oktaAttributes: readonly string[] = [
  'login',
  ...new Set(defaultMappings.flatMap(({ value }) => (value.kind === 'attribute' ? [value.name] : []))),
];

/** Application username format (okta.md 3.3, documented); Active Directory's and None are not simulated. */
export type AppUsernameFormat = 'login' | 'loginPrefix' | 'email' | 'emailPrefix' | 'custom';

/** One row worked out for a person: a value, or why there is none. */
export interface PreviewedRow {
  readonly target: string;
  /** null: nothing is sent for it. */
  readonly value: string | null;
  readonly error: string | null;
}
