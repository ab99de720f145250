/** An extension with every kind of attribute that an admin can define, for the tests of schemas, filters and PATCH. */
import type { JsonObject } from '../../shared/domain/json.ts';
import { buildRegistry, type ExtensionSchema } from '../../shared/domain/schema-registry.ts';
import { readSchemaResource } from '../../shared/domain/schema-resource.ts';

export const badge = 'urn:example:params:scim:schemas:extension:badge:2.0:User';
export const room = 'urn:example:params:scim:schemas:extension:room:2.0:Group';

const sub = (name: string, more: JsonObject = {}): JsonObject => ({ name, ...more });

/** As an admin would import it: what is left out has the RFC's default. */
export const badgeResource: JsonObject = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id: badge,
  name: 'Badge',
  description: 'What the door system knows.',
  attributes: [
    { name: 'nickname' },
    { name: 'code', caseExact: true },
    { name: 'level', type: 'integer' },
    { name: 'score', type: 'decimal' },
    { name: 'vip', type: 'boolean' },
    { name: 'since', type: 'dateTime' },
    { name: 'photo', type: 'reference', referenceTypes: ['external'] },
    { name: 'print', type: 'binary', caseExact: true },
    { name: 'tags', multiValued: true, canonicalValues: ['red', 'blue'] },
    { name: 'floors', type: 'integer', multiValued: true },
    { name: 'desk', type: 'complex', subAttributes: [sub('building'), sub('seat', { type: 'integer' })] },
    {
      name: 'keys',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        sub('value', { caseExact: true }),
        sub('type'),
        sub('primary', { type: 'boolean' }),
        sub('until', { type: 'dateTime' }),
      ],
    },
  ],
};

/** Attributes with rules of their own. */
export const strictResource: JsonObject = {
  id: 'urn:example:params:scim:schemas:extension:strict:2.0:User',
  name: 'Strict',
  attributes: [
    { name: 'grade', required: true },
    { name: 'born', mutability: 'immutable' },
    { name: 'risk', mutability: 'readOnly' },
    { name: 'pin', mutability: 'writeOnly', returned: 'never', caseExact: true },
    { name: 'hidden', returned: 'request' },
    { name: 'shown', returned: 'always' },
    {
      name: 'visa',
      type: 'complex',
      multiValued: true,
      subAttributes: [sub('value', { required: true }), sub('secret', { returned: 'never' })],
    },
  ],
};
export const strict = String(strictResource['id']);

const roomResource: JsonObject = {
  id: room,
  name: 'Room',
  attributes: [
    { name: 'capacity', type: 'integer' },
    { name: 'tags', multiValued: true },
  ],
};

export function schemaFrom(resource: JsonObject, resourceType: 'User' | 'Group' = 'User'): ExtensionSchema {
  const { schema, problems } = readSchemaResource(resource, resourceType);
  if (Object.keys(problems).length > 0) throw new Error(JSON.stringify(problems));
  return schema;
}

export const testRegistry = buildRegistry([
  schemaFrom(badgeResource),
  schemaFrom(strictResource),
  schemaFrom(roomResource, 'Group'),
]);
