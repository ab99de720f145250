/** Which extension schemas are taken, and why others are not. */
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { coreRegistry } from '../../shared/domain/schema-registry.ts';
import { readSchemaResource, schemaResource } from '../../shared/domain/schema-resource.ts';
import { schemaProblems } from '../../shared/domain/schema-rules.ts';
import { findAttribute, resourceSchemas } from '../../shared/domain/scim-schema.ts';
import { badge, badgeResource, schemaFrom, strictResource, testRegistry } from '../support/badge-schema.ts';

function problems(change: JsonObject): Record<string, string> {
  const { schema, problems } = readSchemaResource({ ...badgeResource, ...change }, 'User');
  return { ...schemaProblems(schema), ...problems };
}
const attribute = (more: JsonObject) => problems({ attributes: [{ name: 'x', ...more }] });
const subAttribute = (more: JsonObject, parent: JsonObject = {}) =>
  attribute({ type: 'complex', ...parent, subAttributes: [{ name: 'y', ...more }] });

test('good ones are taken, and read back as they were written', () => {
  for (const resource of [badgeResource, strictResource]) {
    const schema = schemaFrom(resource);
    expect(schemaProblems(schema)).toEqual({});
    expect(schemaFrom(schemaResource(schema))).toEqual(schema);
  }
});

describe('URNs', () => {
  const good = ['urn:acme:2.0:User', badge, 'URN:Example:a', 'urn:x-y:a.b_c-d+e:F'];
  test.each(good)('%s is taken', (id) => expect(problems({ id })).toEqual({}));
  const bad: Json[] = [
    '',
    'acme',
    'urn:',
    'urn:a:b',
    'urn:acme:',
    'urn:acme:a b',
    'urn:acme:a/b',
    'urn:acme::b',
    'urn:acme:a"b',
    'urn:acme:ä',
    `urn:acme:${'a'.repeat(200)}`,
    'urn:ietf:params:scim:schemas:core:2.0:User',
    'URN:IETF:params:x',
    'urn:okta:scim:schemas:core:1.0:Role',
    5,
  ];
  test.each(bad)('%s is not', (id) => expect(Object.keys(problems({ id }))).toEqual(['id']));
});

describe('names of attributes', () => {
  test.each(['a', 'A1', 'a-b_c$d'])('%s is taken', (name) => expect(attribute({ name })).toEqual({}));
  const bad: Json[] = [
    '',
    '1a',
    '_a',
    '$ref',
    'a b',
    'a.b',
    'ä',
    'a:b',
    'constructor',
    'toString',
    'PROTOTYPE',
    'hasownproperty',
    'schemas',
    'a'.repeat(81),
    7,
  ];
  test.each(bad)('%s is not', (name) =>
    expect(Object.keys(attribute({ name }))).toEqual(['attributes.0.name']),
  );
  test('the same name in another case is not', () =>
    expect(problems({ attributes: [{ name: 'a' }, { name: 'A' }] })).toEqual({
      'attributes.1.name': 'This name is there already.',
    }));
});

describe('what is not enforced is not offered', () => {
  const bad: readonly (readonly [string, Record<string, string>, string])[] = [
    ['uniqueness', attribute({ uniqueness: 'server' }), 'attributes.0.uniqueness'],
    ['writeOnly that is returned', attribute({ mutability: 'writeOnly' }), 'attributes.0.returned'],
    ['required and readOnly', attribute({ mutability: 'readOnly', required: true }), 'attributes.0.required'],
    ['an unknown type', attribute({ type: 'text' }), 'attributes.0.type'],
    ['a text for a flag', attribute({ multiValued: 'yes' }), 'attributes.0.multiValued'],
    ['no parts in a complex one', attribute({ type: 'complex' }), 'attributes.0.subAttributes'],
    ['parts in a simple one', attribute({ subAttributes: [{ name: 'y' }] }), 'attributes.0.subAttributes'],
    [
      'a second level',
      subAttribute({ type: 'complex', subAttributes: [{ name: 'z' }] }),
      'attributes.0.subAttributes.0.type',
    ],
    ['a list in a part', subAttribute({ multiValued: true }), 'attributes.0.subAttributes.0.multiValued'],
    [
      'another mutability inside',
      subAttribute({ mutability: 'immutable' }),
      'attributes.0.subAttributes.0.mutability',
    ],
    ['always inside', subAttribute({ returned: 'always' }), 'attributes.0.subAttributes.0.returned'],
    ['primary that is a text', subAttribute({ name: 'primary' }), 'attributes.0.subAttributes.0.type'],
    ['no attributes', problems({ attributes: [] }), 'attributes'],
    [
      'too many',
      problems({ attributes: Array.from({ length: 101 }, (_, i) => ({ name: `a${i}` })) }),
      'attributes',
    ],
    ['no list', problems({ attributes: {} }), 'attributes'],
    ['a hint that is no text', attribute({ canonicalValues: [1] }), 'attributes.0.canonicalValues'],
    ['no name', problems({ name: '' }), 'name'],
  ];
  test.each(bad)('%s', (_name, found, field) => expect(Object.keys(found)).toContain(field));
  test('seventeen rows', () => expect(bad.length).toBe(17));
  test('as mutable as its attribute is fine', () =>
    expect(subAttribute({ mutability: 'immutable' }, { mutability: 'immutable' })).toEqual({}));
});

describe('the registry', () => {
  test('finds by URN and name in any case, per resource type', () => {
    const schema = testRegistry.extension('User', badge.toUpperCase());
    expect(schema?.id).toBe(badge);
    expect(testRegistry.extension('Group', badge)).toBeUndefined();
    if (schema === undefined) return;
    expect(testRegistry.extensionAttribute(schema, 'LEVEL')?.type).toBe('integer');
    for (const name of ['__proto__', 'constructor', 'toString', ''])
      expect(testRegistry.extensionAttribute(schema, name)).toBeUndefined();
  });
  test('the standard one has nothing of it', () => {
    expect(coreRegistry.custom).toEqual([]);
    expect(coreRegistry.extensions.User.map((s) => s.name)).toEqual(['EnterpriseUser']);
    expect(coreRegistry.returned.User).toEqual({ never: null, request: null, always: null });
  });
});

/** RFC 7643 §4.1 to §4.3 and §8.7.1: every attribute there is, with its type; `*` is multi-valued, `!` required. */
describe('the standard schemas are whole', () => {
  const shape = (a: { name: string; type: string; multiValued: boolean; required: boolean }) =>
    `${a.name}:${a.type}${a.multiValued ? '*' : ''}${a.required ? '!' : ''}`;
  test('User', () => {
    expect(resourceSchemas.User.core.attributes.map(shape)).toEqual([
      'userName:string!',
      'name:complex',
      'displayName:string',
      'nickName:string',
      'profileUrl:reference',
      'title:string',
      'userType:string',
      'preferredLanguage:string',
      'locale:string',
      'timezone:string',
      'active:boolean',
      'password:string',
      'emails:complex*',
      'phoneNumbers:complex*',
      'ims:complex*',
      'photos:complex*',
      'addresses:complex*',
      'groups:complex*',
      'entitlements:complex*',
      'roles:complex*',
      'x509Certificates:complex*',
    ]);
  });
  test('EnterpriseUser and Group', () => {
    expect(resourceSchemas.User.extensions[0]?.attributes.map(shape)).toEqual([
      'employeeNumber:string',
      'costCenter:string',
      'organization:string',
      'division:string',
      'department:string',
      'manager:complex',
    ]);
    expect(resourceSchemas.Group.core.attributes.map(shape)).toEqual([
      'displayName:string!',
      'members:complex*',
    ]);
  });
  const subs: readonly (readonly ['User' | 'Group', string, string])[] = [
    ['User', 'name', 'formatted familyName givenName middleName honorificPrefix honorificSuffix'],
    ['User', 'emails', 'value display type primary'],
    ['User', 'addresses', 'formatted streetAddress locality region postalCode country type primary'],
    ['User', 'groups', 'value $ref display type'],
    ['User', 'x509Certificates', 'value display type primary'],
    ['User', 'meta', 'resourceType created lastModified location version'],
    ['Group', 'members', 'value $ref display type'],
  ];
  test.each(subs)('%s %s', (type, name, names) =>
    expect(
      findAttribute(type, name)
        ?.subAttributes.map((s) => s.name)
        .join(' '),
    ).toBe(names),
  );
});
