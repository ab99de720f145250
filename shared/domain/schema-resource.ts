/**
 * A schema as SCIM writes it (RFC 7643 §7, the Schema resource), to and from our own record. Reading fills in the
 * defaults of §2.2 and says what cannot be read, by field; whether a schema is one we take is `schema-rules.ts`.
 */
import type { Json, JsonObject } from './json.ts';
import type { ExtensionSchema } from './schema-registry.ts';
import type { AttributeDef, AttributeType, ResourceTypeName, SchemaDef } from './scim-schema.ts';

export const schemaUrn = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

/** Field path → sentence; empty where there is nothing to say. */
export type Problems = Record<string, string>;

export function attributeResource(def: AttributeDef): JsonObject {
  return {
    name: def.name,
    type: def.type,
    multiValued: def.multiValued,
    description: def.description,
    required: def.required,
    caseExact: def.caseExact,
    mutability: def.mutability,
    returned: def.returned,
    uniqueness: def.uniqueness,
    ...(def.canonicalValues === undefined ? {} : { canonicalValues: [...def.canonicalValues] }),
    ...(def.referenceTypes === undefined ? {} : { referenceTypes: [...def.referenceTypes] }),
    ...(def.subAttributes.length === 0 ? {} : { subAttributes: def.subAttributes.map(attributeResource) }),
  };
}

/** Without `meta`, which depends on the server. */
export function schemaResource(def: SchemaDef): JsonObject {
  return {
    schemas: [schemaUrn],
    id: def.id,
    name: def.name,
    description: def.description,
    attributes: def.attributes.map(attributeResource),
  };
}

const types: readonly AttributeType[] = [
  'string',
  'boolean',
  'integer',
  'decimal',
  'dateTime',
  'binary',
  'reference',
  'complex',
];
const mutabilities = ['readOnly', 'readWrite', 'immutable', 'writeOnly'] as const;
const returns = ['always', 'default', 'never', 'request'] as const;
const uniquenesses = ['none', 'server', 'global'] as const;

/** Collects what cannot be read while it reads on, so that a form can show all of it. */
interface Reader {
  readonly problems: Problems;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(reader: Reader, from: JsonObject, key: string, at: string): string {
  const value = from[key] ?? '';
  if (typeof value === 'string') return value;
  reader.problems[at + key] = `${key} must be a text.`;
  return '';
}

function flag(reader: Reader, from: JsonObject, key: string, at: string): boolean {
  const value = from[key] ?? false;
  if (typeof value === 'boolean') return value;
  reader.problems[at + key] = `${key} must be true or false.`;
  return false;
}

function word<T extends string>(
  reader: Reader,
  from: JsonObject,
  key: string,
  at: string,
  known: readonly T[],
  usual: T,
): T {
  const value = from[key] ?? usual;
  const found = known.find((k) => k === value);
  if (found === undefined) reader.problems[at + key] = `${key} must be one of ${known.join(', ')}.`;
  return found ?? usual;
}

function texts(reader: Reader, from: JsonObject, key: string, at: string): readonly string[] | undefined {
  const value = from[key];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((v) => typeof v === 'string'))
    return value.length === 0 ? undefined : value;
  reader.problems[at + key] = `${key} must be a list of texts.`;
  return undefined;
}

function attributes(reader: Reader, from: JsonObject, key: string, at: string): AttributeDef[] {
  const list = from[key] ?? [];
  if (!Array.isArray(list)) {
    reader.problems[at + key] = `${key} must be a list.`;
    return [];
  }
  return list.flatMap((each, i) => {
    if (isObject(each)) return [attribute(reader, each, `${at}${key}.${i}.`)];
    reader.problems[`${at}${key}.${i}`] = 'An attribute must be an object.';
    return [];
  });
}

function attribute(reader: Reader, from: JsonObject, at: string): AttributeDef {
  const canonicalValues = texts(reader, from, 'canonicalValues', at);
  const type = word(reader, from, 'type', at, types, 'string');
  const referenceTypes =
    type === 'reference' ? (texts(reader, from, 'referenceTypes', at) ?? ['external']) : undefined;
  return {
    name: text(reader, from, 'name', at),
    type,
    multiValued: flag(reader, from, 'multiValued', at),
    description: text(reader, from, 'description', at),
    required: flag(reader, from, 'required', at),
    caseExact: flag(reader, from, 'caseExact', at),
    mutability: word(reader, from, 'mutability', at, mutabilities, 'readWrite'),
    returned: word(reader, from, 'returned', at, returns, 'default'),
    uniqueness: word(reader, from, 'uniqueness', at, uniquenesses, 'none'),
    subAttributes: attributes(reader, from, 'subAttributes', at),
    ...(canonicalValues === undefined ? {} : { canonicalValues }),
    ...(referenceTypes === undefined ? {} : { referenceTypes }),
  };
}

/** Names and words must be spelled as the RFC spells them; what is missing has its default (RFC 7643 §2.2). */
export function readSchemaResource(
  resource: JsonObject,
  resourceType: ResourceTypeName,
): { readonly schema: ExtensionSchema; readonly problems: Problems } {
  const reader: Reader = { problems: {} };
  const schema: ExtensionSchema = {
    id: text(reader, resource, 'id', '').trim(),
    name: text(reader, resource, 'name', '').trim(),
    description: text(reader, resource, 'description', ''),
    attributes: attributes(reader, resource, 'attributes', ''),
    resourceType,
  };
  return { schema, problems: reader.problems };
}
