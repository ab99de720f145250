/**
 * The extension schemas of the workspace: the one holder of the registry that directory and SCIM server take from. An
 * admin's change builds a new registry and puts it in place after its commit. Values that are stored are never
 * touched: without their schema they are an extension nobody declared, kept and returned as they are.
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { SchemaRecord } from '../../../shared/domain/schema-record.ts';
import {
  buildRegistry,
  type ExtensionSchema,
  type SchemaRegistry,
} from '../../../shared/domain/schema-registry.ts';
import { type Problems, readSchemaResource, schemaResource } from '../../../shared/domain/schema-resource.ts';
import { mostSchemas, schemaProblems } from '../../../shared/domain/schema-rules.ts';
import {
  type AttributeDef,
  type ResourceTypeName,
  resourceSchemas,
  type SchemaDef,
} from '../../../shared/domain/scim-schema.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Clock } from '../base/ports.ts';
import type { OpenDb } from '../storage/database.ts';
import { countsWithExtensions, deleteSchemaRow, putSchemaRow, schemaRows } from '../storage/schema-rows.ts';

export interface ExtensionSchemas {
  /** Take it once per request: it is replaced as a whole. */
  current(): SchemaRegistry;
  /** Standard schemas first. */
  list(): SchemaRecord[];
  /**
   * Adds a schema, or replaces the one with this URN where `replace` says so. `resource` is a SCIM Schema resource.
   * @throws AppFault `invalid-input` by field, `conflict` where the URN is there and not to be replaced, `too-large`
   */
  save(input: { resource: JsonObject; resourceType: ResourceTypeName; replace: boolean }): SchemaRecord;
  /** Answers with how many resources keep values of it. @throws AppFault `not-found` */
  remove(urn: string): number;
}

export function createExtensionSchemas(options: {
  readonly db: OpenDb;
  readonly clock: Clock;
  /** Called after the new registry is in force. */
  readonly announce: () => void;
}): ExtensionSchemas {
  const { db, clock, announce } = options;
  let registry = load(db);
  const changed = () => {
    registry = load(db);
    announce();
  };
  return {
    current: () => registry,
    list: () => [...standard(), ...recordsOf(db, registry.custom)],
    save: ({ resource, resourceType, replace }) => {
      const { schema, problems } = readSchemaResource(resource, resourceType);
      refuse({ ...schemaProblems(schema), ...problems });
      assertFits(registry, schema, replace);
      db.transaction((tx) =>
        putSchemaRow(tx, schema.id.toLowerCase(), {
          urn: schema.id,
          resourceType,
          name: schema.name,
          description: schema.description,
          attributes: JSON.stringify(schema.attributes),
          changedAt: clock(),
        }),
      );
      changed();
      return recordOf(db, schema);
    },
    remove: (urn) => {
      const schema = registry.custom.find((s) => s.id.toLowerCase() === urn.toLowerCase());
      if (schema === undefined) throw new AppFault('not-found', 'There is no extension with this URN.');
      db.transaction((tx) => deleteSchemaRow(tx, schema.id.toLowerCase()));
      changed();
      return countOf(db, schema);
    },
  };
}

function load(db: OpenDb): SchemaRegistry {
  return buildRegistry(
    schemaRows(db).map((row) => ({
      id: row.urn,
      name: row.name,
      description: row.description,
      resourceType: row.resourceType,
      attributes: JSON.parse(row.attributes) as AttributeDef[],
    })),
  );
}

function standard(): SchemaRecord[] {
  return (['User', 'Group'] as const).flatMap((resourceType) => {
    const { core, extensions } = resourceSchemas[resourceType];
    return [core, ...extensions].map((schema) => ({
      ...described(schema),
      resourceType,
      custom: false,
      resources: 0,
    }));
  });
}

function described(schema: SchemaDef) {
  const { id, name, description, attributes } = schema;
  return { urn: id, name, description, attributes, resource: schemaResource(schema) };
}

function recordOf(db: OpenDb, schema: ExtensionSchema): SchemaRecord {
  return recordWith(schema, countOf(db, schema));
}

function recordWith(schema: ExtensionSchema, resources: number): SchemaRecord {
  return { ...described(schema), resourceType: schema.resourceType, custom: true, resources };
}

function countOf(db: OpenDb, { resourceType, id }: ExtensionSchema): number {
  return countsWithExtensions(db, resourceType, [id])[0] ?? 0;
}

/** In the order given; one look through users and one through groups for all of them. */
function recordsOf(db: OpenDb, schemas: readonly ExtensionSchema[]): SchemaRecord[] {
  const counts = new Map<string, number>();
  for (const type of ['User', 'Group'] as const) {
    const urns = schemas.filter((s) => s.resourceType === type).map((s) => s.id);
    const found = countsWithExtensions(db, type, urns);
    for (const [i, urn] of urns.entries()) counts.set(urn, found[i] ?? 0);
  }
  return schemas.map((s) => recordWith(s, counts.get(s.id) ?? 0));
}

function refuse(problems: Problems): void {
  const [first] = Object.entries(problems);
  if (first === undefined) return;
  const more = Object.keys(problems).length - 1;
  const where = first[0] === '' ? '' : `${first[0]}: `;
  throw new AppFault('invalid-input', `${where}${first[1]}${more > 0 ? ` (and ${more} more)` : ''}`, {
    fields: problems,
  });
}

/** What depends on the other schemas of the workspace. */
function assertFits(registry: SchemaRegistry, schema: ExtensionSchema, replace: boolean): void {
  const key = schema.id.toLowerCase();
  const same = registry.custom.find((s) => s.id.toLowerCase() === key);
  if (same !== undefined && !replace)
    throw new AppFault('conflict', 'There is an extension with this URN.', {
      fields: { id: 'There is an extension with this URN.' },
    });
  if (same !== undefined && same.id !== schema.id) refuse({ id: `It is written ${same.id} so far.` });
  if (same === undefined && registry.custom.length >= mostSchemas)
    throw new AppFault('too-large', `A workspace has at most ${mostSchemas} extensions.`);
  for (const other of registry.custom) {
    const theirs = other.id.toLowerCase();
    if (key.startsWith(`${theirs}:`) || theirs.startsWith(`${key}:`))
      refuse({ id: `It could be taken for an attribute of ${other.id}, or the other way round.` });
  }
}
