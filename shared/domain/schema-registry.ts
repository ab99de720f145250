/**
 * Every schema in force: the standard ones and the extensions an admin defined. A registry is built once, never
 * changes and is replaced as a whole, so that one request sees one set of schemas. Look-ups go through maps made when
 * it is built. Standard attributes are the same in every registry: `findAttribute` in `scim-schema.ts` has those.
 */
import {
  type AttributeDef,
  indexByName,
  lookUp,
  type ResourceTypeName,
  resourceSchemas,
  type SchemaDef,
} from './scim-schema.ts';

/** An extension that an admin defined, for users or for groups. */
export interface ExtensionSchema extends SchemaDef {
  readonly resourceType: ResourceTypeName;
}

/** Names and what of them is meant; null: all of it. Keys are attributes, extension URNs, sub-attributes in turn. */
export type NameTree = ReadonlyMap<string, NameTree | null>;

/** Which attributes do not go out by default (RFC 7643 §7, `returned`); null where there are none. */
export interface ReturnedRules {
  readonly never: NameTree | null;
  readonly request: NameTree | null;
  readonly always: NameTree | null;
}

export interface SchemaRegistry {
  /** What an admin defined, in order of URN. */
  readonly custom: readonly ExtensionSchema[];
  readonly extensions: Readonly<Record<ResourceTypeName, readonly SchemaDef[]>>;
  /** Of the custom schemas; the core has none of these but `id` and `password`, which never are attributes here. */
  readonly returned: Readonly<Record<ResourceTypeName, ReturnedRules>>;
  /** The extension schema with this URN in any case, where the resource type has it. */
  extension(type: ResourceTypeName, urn: string): SchemaDef | undefined;
  extensionAttribute(schema: SchemaDef, name: string): AttributeDef | undefined;
}

type MutableTree = Map<string, MutableTree | null>;

export function buildRegistry(custom: readonly ExtensionSchema[]): SchemaRegistry {
  const sorted = [...custom].sort((a, b) => (a.id < b.id ? -1 : 1));
  const extensions = {
    User: [...resourceSchemas.User.extensions, ...sorted.filter((s) => s.resourceType === 'User')],
    Group: [...resourceSchemas.Group.extensions, ...sorted.filter((s) => s.resourceType === 'Group')],
  };
  const byUrn = { User: urnIndex(extensions.User), Group: urnIndex(extensions.Group) };
  const attributes = new Map(
    [...extensions.User, ...extensions.Group].map((s) => [s, indexByName(s.attributes)]),
  );
  return {
    custom: sorted,
    extensions,
    returned: { User: returnedRules(extensions.User), Group: returnedRules(extensions.Group) },
    extension: (type, urn) => byUrn[type].get(urn) ?? byUrn[type].get(urn.toLowerCase()),
    extensionAttribute: (schema, name) => {
      const index = attributes.get(schema);
      return index === undefined ? undefined : lookUp(index, name);
    },
  };
}

function urnIndex(schemas: readonly SchemaDef[]): ReadonlyMap<string, SchemaDef> {
  const index = new Map<string, SchemaDef>();
  for (const schema of schemas) index.set(schema.id, schema).set(schema.id.toLowerCase(), schema);
  return index;
}

function returnedRules(schemas: readonly SchemaDef[]): ReturnedRules {
  return {
    never: namesReturned(schemas, 'never'),
    request: namesReturned(schemas, 'request'),
    always: namesReturned(schemas, 'always'),
  };
}

function namesReturned(schemas: readonly SchemaDef[], returned: AttributeDef['returned']): NameTree | null {
  const tree: MutableTree = new Map();
  for (const schema of schemas) {
    const names: MutableTree = new Map();
    for (const def of schema.attributes) {
      const subs = def.subAttributes.filter((s) => s.returned === returned);
      if (def.returned === returned) names.set(def.name, null);
      else if (subs.length > 0) names.set(def.name, new Map(subs.map((s) => [s.name, null])));
    }
    if (names.size > 0) tree.set(schema.id, names);
  }
  return tree.size === 0 ? null : tree;
}

/** The standard schemas alone: what a workspace starts with. */
export const coreRegistry: SchemaRegistry = buildRegistry([]);
