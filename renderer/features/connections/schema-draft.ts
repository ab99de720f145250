/**
 * An extension schema while it is edited: as the grid shows it, to and from the SCIM Schema resource that the engine
 * takes. A draft may be wrong; the engine says what is, by field.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import type { SchemaRecord } from '../../../shared/domain/schema-record.ts';
import type { AttributeDef } from '../../../shared/domain/scim-schema.ts';

export interface AttributeDraft {
  /** Stays the same while the name is typed. */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly type: AttributeDef['type'];
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: AttributeDef['mutability'];
  readonly returned: AttributeDef['returned'];
  readonly uniqueness: AttributeDef['uniqueness'];
  /** Separated by commas. */
  readonly hints: string;
  readonly referenceTypes: readonly string[];
  readonly parts: readonly AttributeDraft[];
}

export interface SchemaDraft {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly resourceType: 'User' | 'Group';
  readonly attributes: readonly AttributeDraft[];
}

export const attributeTypes = [
  'string',
  'boolean',
  'integer',
  'decimal',
  'dateTime',
  'reference',
  'binary',
  'complex',
] as const;

let made = 0;

export function newAttribute(): AttributeDraft {
  made += 1;
  return {
    key: `attribute-${made}`,
    name: '',
    description: '',
    type: 'string',
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    hints: '',
    referenceTypes: [],
    parts: [],
  };
}

export function newSchema(): SchemaDraft {
  return { id: '', name: '', description: '', resourceType: 'User', attributes: [newAttribute()] };
}

function attributeDraft(def: AttributeDef): AttributeDraft {
  const { canonicalValues, referenceTypes, subAttributes, ...same } = def;
  return {
    ...newAttribute(),
    ...same,
    hints: (canonicalValues ?? []).join(', '),
    referenceTypes: referenceTypes ?? [],
    parts: subAttributes.map(attributeDraft),
  };
}

export function draftOf(schema: SchemaRecord): SchemaDraft {
  const { urn, name, description, resourceType, attributes } = schema;
  return { id: urn, name, description, resourceType, attributes: attributes.map(attributeDraft) };
}

function attributeResource(draft: AttributeDraft): JsonObject {
  const { key: _key, hints, referenceTypes, parts, name, ...same } = draft;
  const values = hints
    .split(',')
    .map((v) => v.trim())
    .filter((v) => v !== '');
  return {
    name: name.trim(),
    ...same,
    ...(values.length > 0 ? { canonicalValues: values } : {}),
    ...(draft.type === 'reference' && referenceTypes.length > 0
      ? { referenceTypes: [...referenceTypes] }
      : {}),
    ...(draft.type === 'complex' ? { subAttributes: parts.map(attributeResource) } : {}),
  };
}

export function resourceOf(draft: SchemaDraft): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id: draft.id.trim(),
    name: draft.name.trim(),
    description: draft.description,
    attributes: draft.attributes.map(attributeResource),
  };
}

/** The sentence of the first fault within row `at`, as `attributes.2`. */
export function faultWithin(fields: Readonly<Record<string, string>> | undefined, at: string): string | null {
  for (const [field, sentence] of Object.entries(fields ?? {})) {
    const rest = field === at ? '' : field.startsWith(`${at}.`) ? field.slice(at.length + 1) : null;
    // what is said about a part belongs to the part's own row
    if (rest !== null && !/^subAttributes\.\d/.test(rest)) return sentence;
  }
  return null;
}

/** @throws Error with a sentence where the text is not one JSON object */
export function parseResource(text: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
  } catch (error) {
    throw new Error(`This is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('One SCIM Schema resource is wanted: a JSON object.');
  return value;
}
