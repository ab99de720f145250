/**
 * The attributes of User, EnterpriseUser and Group (RFC 7643 §4, §7, §8.7.1), once: /Schemas, filters, PATCH and
 * validation all read this registry. A name that is not here is unknown; nothing walks objects by names from outside.
 */

export type ResourceTypeName = 'User' | 'Group';

export type AttributeType = 'string' | 'boolean' | 'dateTime' | 'binary' | 'reference' | 'complex';

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

function attribute(name: string, description: string, more: Partial<AttributeDef> = {}): AttributeDef {
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
    plural('ims', 'Instant messaging addresses.', []),
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
        attribute('value', 'Id of the member.', { mutability: 'immutable', caseExact: true }),
        attribute('$ref', 'URI of the member.', {
          type: 'reference',
          mutability: 'immutable',
          caseExact: true,
          referenceTypes: ['User', 'Group'],
        }),
        attribute('display', 'Name of the member.', { mutability: 'immutable' }),
        attribute('type', 'User or Group.', { mutability: 'immutable', canonicalValues: ['User', 'Group'] }),
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

function indexOf(attributes: readonly AttributeDef[]): Index {
  return new Map(attributes.map((a) => [a.name.toLowerCase(), a]));
}

const coreIndex: Readonly<Record<ResourceTypeName, Index>> = {
  User: indexOf([...commonAttributes, ...userSchema.attributes]),
  Group: indexOf([...commonAttributes, ...groupSchema.attributes]),
};
const extensionIndex = new Map([[enterpriseUrn.toLowerCase(), indexOf(enterpriseUserSchema.attributes)]]);
const subIndex = new WeakMap<AttributeDef, Index>();

/** An attribute of the core schema, or one that all resources have; names in any case (RFC 7643 §2.1). */
export function findAttribute(type: ResourceTypeName, name: string): AttributeDef | undefined {
  return coreIndex[type].get(name.toLowerCase());
}

/** The extension schema with this URN in any case, where the resource type has it. */
export function findExtension(type: ResourceTypeName, urn: string): SchemaDef | undefined {
  const key = urn.toLowerCase();
  return resourceSchemas[type].extensions.find((s) => s.id.toLowerCase() === key);
}

export function findExtensionAttribute(urn: string, name: string): AttributeDef | undefined {
  return extensionIndex.get(urn.toLowerCase())?.get(name.toLowerCase());
}

export function findSubAttribute(of: AttributeDef, name: string): AttributeDef | undefined {
  let index = subIndex.get(of);
  if (index === undefined) {
    index = indexOf(of.subAttributes);
    subIndex.set(of, index);
  }
  return index.get(name.toLowerCase());
}
