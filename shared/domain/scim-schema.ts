/**
 * The attributes of User, EnterpriseUser and Group (RFC 7643 §4, §7, §8.7.1), once: /Schemas, filters, PATCH and
 * validation all read this table. A name that is not here is unknown; nothing walks objects by names from outside.
 * Schemas that an admin adds join it in `schema-registry.ts`.
 *
 * Where it differs from the listing of §8.7.1, on purpose:
 * - ids, URLs and secrets are `caseExact` (§2.3.7: a reference is case exact; §3.1: an id is too);
 * - `addresses.primary` exists, as §2.4 gives it to every multi-valued attribute and Okta asks for it (okta.md 3.9);
 * - `manager.displayName` is readWrite: Okta maps a name onto it that this server cannot derive (okta.md 3.9);
 * - Group `displayName` is required (§4.2 says so, the listing does not), and `members` have `display`;
 * - `$ref`, `display` and `type` of a member are readOnly: they are derived from the member that `value` names;
 * - `groups` of a user refer to Groups only.
 */

export type ResourceTypeName = 'User' | 'Group';

export type AttributeType =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';

export interface AttributeDef {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'default' | 'never' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly subAttributes: readonly AttributeDef[];
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
}

export interface SchemaDef {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly AttributeDef[];
}

export const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** An attribute with the defaults of RFC 7643 §2.2. */
export function attribute(name: string, description: string, more: Partial<AttributeDef> = {}): AttributeDef {
  return {
    name,
    type: 'string',
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    subAttributes: [],
    ...more,
  };
}

function complex(
  name: string,
  description: string,
  subAttributes: AttributeDef[],
  more: Partial<AttributeDef> = {},
): AttributeDef {
  return attribute(name, description, { type: 'complex', subAttributes, ...more });
}

/** The usual multi-valued attribute: value, display, type, primary (RFC 7643 §2.4). */
function plural(name: string, description: string, types: string[], value: Partial<AttributeDef> = {}) {
  return complex(
    name,
    description,
    [
      attribute('value', `The value of one of the ${name}.`, value),
      attribute('display', 'A name to show.'),
      attribute('type', 'What it is for.', types.length > 0 ? { canonicalValues: types } : {}),
      attribute('primary', 'True for the preferred one; at most one is.', { type: 'boolean' }),
    ],
    { multiValued: true },
  );
}

const readOnly = { mutability: 'readOnly' } as const;

const commonAttributes: readonly AttributeDef[] = [
  attribute('id', 'Identifier set by the service provider.', {
    ...readOnly,
    caseExact: true,
    returned: 'always',
    uniqueness: 'server',
  }),
  attribute('externalId', 'Identifier set by the provisioning client.', { caseExact: true }),
  complex(
    'meta',
    'Resource metadata.',
    [
      attribute('resourceType', 'Name of the resource type.', { ...readOnly, caseExact: true }),
      attribute('created', 'When the resource was created.', { ...readOnly, type: 'dateTime' }),
      attribute('lastModified', 'When the resource was last changed.', { ...readOnly, type: 'dateTime' }),
      attribute('location', 'URI of the resource.', { ...readOnly, type: 'reference', caseExact: true }),
      attribute('version', 'ETag of the resource.', { ...readOnly, caseExact: true }),
    ],
    readOnly,
  ),
];

export const userSchema: SchemaDef = {
  id: userUrn,
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute('userName', 'Unique name of the user, compared without regard to case.', {
      required: true,
      uniqueness: 'server',
    }),
    complex('name', "The components of the user's name.", [
      attribute('formatted', 'The full name, formatted for display.'),
      attribute('familyName', 'Family name.'),
      attribute('givenName', 'Given name.'),
      attribute('middleName', 'Middle name.'),
      attribute('honorificPrefix', 'Title before the name.'),
      attribute('honorificSuffix', 'Suffix after the name.'),
    ]),
    attribute('displayName', 'Name of the user, suitable for display.'),
    attribute('nickName', 'Casual name.'),
    attribute('profileUrl', "URL of the user's profile.", {
      type: 'reference',
      referenceTypes: ['external'],
    }),
    attribute('title', 'Job title.'),
    attribute('userType', 'Relationship to the organization.'),
    attribute('preferredLanguage', 'Preferred languages, as in Accept-Language.'),
    attribute('locale', 'Default location for localizing.'),
    attribute('timezone', 'Time zone in Olson form.'),
    attribute('active', 'Whether the user may use the service.', { type: 'boolean' }),
    attribute('password', 'Accepted and dropped; never kept or returned.', {
      mutability: 'writeOnly',
      returned: 'never',
      caseExact: true,
    }),
    plural('emails', 'E-mail addresses.', ['work', 'home', 'other']),
    plural('phoneNumbers', 'Phone numbers.', ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    plural('ims', 'Instant messaging addresses.', [
      'aim',
      'gtalk',
      'icq',
      'xmpp',
      'msn',
      'skype',
      'qq',
      'yahoo',
    ]),
    plural('photos', 'URLs of photos.', ['photo', 'thumbnail'], {
      type: 'reference',
      caseExact: true,
      referenceTypes: ['external'],
    }),
    complex(
      'addresses',
      'Postal addresses.',
      [
        attribute('formatted', 'The full address, formatted for display.'),
        attribute('streetAddress', 'Street, house number and so on.'),
        attribute('locality', 'City.'),
        attribute('region', 'State or region.'),
        attribute('postalCode', 'Postal code.'),
        attribute('country', 'Country, ISO 3166-1 alpha-2.'),
        attribute('type', 'What it is for.', { canonicalValues: ['work', 'home', 'other'] }),
        attribute('primary', 'True for the preferred one; at most one is.', { type: 'boolean' }),
      ],
      { multiValued: true },
    ),
    complex(
      'groups',
      'Groups of the user, direct or through nested groups.',
      [
        attribute('value', 'Id of the group.', { ...readOnly, caseExact: true }),
        attribute('$ref', 'URI of the group.', {
          ...readOnly,
          type: 'reference',
          caseExact: true,
          referenceTypes: ['Group'],
        }),
        attribute('display', 'displayName of the group.', readOnly),
        attribute('type', 'direct or indirect.', { ...readOnly, canonicalValues: ['direct', 'indirect'] }),
      ],
      { multiValued: true, ...readOnly },
    ),
    plural('entitlements', 'Entitlements.', []),
    plural('roles', 'Roles.', []),
    plural('x509Certificates', 'Certificates, base64 of DER.', [], { type: 'binary', caseExact: true }),
  ],
};

export const enterpriseUserSchema: SchemaDef = {
  id: enterpriseUrn,
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    attribute('employeeNumber', 'Number given by the organization.'),
    attribute('costCenter', 'Cost center.'),
    attribute('organization', 'Organization.'),
    attribute('division', 'Division.'),
    attribute('department', 'Department.'),
    complex('manager', "The user's manager.", [
      attribute('value', "Id of the manager's User resource.", { caseExact: true }),
      attribute('$ref', "URI of the manager's User resource.", {
        type: 'reference',
        caseExact: true,
        referenceTypes: ['User'],
      }),
      attribute('displayName', 'Name of the manager.'),
    ]),
  ],
};

export const groupSchema: SchemaDef = {
  id: groupUrn,
  name: 'Group',
  description: 'Group',
  attributes: [
    attribute('displayName', 'Name of the group.', { required: true }),
    complex(
      'members',
      'Members: users and groups.',
      [
        attribute('value', 'Id of the member.', { mutability: 'immutable', required: true, caseExact: true }),
        attribute('$ref', 'URI of the member.', {
          ...readOnly,
          type: 'reference',
          caseExact: true,
          referenceTypes: ['User', 'Group'],
        }),
        attribute('display', 'Name of the member.', readOnly),
        attribute('type', 'User or Group.', { ...readOnly, canonicalValues: ['User', 'Group'] }),
      ],
      { multiValued: true },
    ),
  ],
};

export interface ResourceSchemas {
  readonly core: SchemaDef;
  readonly extensions: readonly SchemaDef[];
}

export const resourceSchemas: Readonly<Record<ResourceTypeName, ResourceSchemas>> = {
  User: { core: userSchema, extensions: [enterpriseUserSchema] },
  Group: { core: groupSchema, extensions: [] },
};

type Index = ReadonlyMap<string, AttributeDef>;

const coreIndex: Readonly<Record<ResourceTypeName, Index>> = {
  User: indexByName([...commonAttributes, ...userSchema.attributes]),
  Group: indexByName([...commonAttributes, ...groupSchema.attributes]),
};
const subIndex = new WeakMap<AttributeDef, Index>();

/** Names as they are written and in lower case: what is spelled right is found without folding it first. */
export function indexByName(attributes: readonly AttributeDef[]): Index {
  const index = new Map<string, AttributeDef>();
  for (const def of attributes) index.set(def.name, def).set(def.name.toLowerCase(), def);
  return index;
}

export function lookUp(index: Index, name: string): AttributeDef | undefined {
  return index.get(name) ?? index.get(name.toLowerCase());
}

/** An attribute of the core schema, or one that all resources have; names in any case (RFC 7643 §2.1). */
export function findAttribute(type: ResourceTypeName, name: string): AttributeDef | undefined {
  return lookUp(coreIndex[type], name);
}

/** A list of plain values has one name inside: `value`, the value itself (RFC 7643 §2.4, RFC 7644 §3.5.2). */
export function findSubAttribute(of: AttributeDef, name: string): AttributeDef | undefined {
  let index = subIndex.get(of);
  if (index === undefined) {
    const plain = of.multiValued && of.type !== 'complex';
    index = indexByName(plain ? [{ ...of, name: 'value', multiValued: false }] : of.subAttributes);
    subIndex.set(of, index);
  }
  return lookUp(index, name);
}
