/**
 * From a name as a client wrote it (`NAME.familyname`, `urn:…:User:department`, `emails`) to the registry's own. One
 * place, so that filters, PATCH paths, sorting and projections agree on what exists (security.md B50, B63).
 */
import type { AttributePath } from '../../../shared/domain/condition.ts';
import { coreRegistry, type SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import {
  type AttributeDef,
  attribute,
  findAttribute,
  findSubAttribute,
  type ResourceTypeName,
  resourceSchemas,
  type SchemaDef,
} from '../../../shared/domain/scim-schema.ts';

export interface ResolvedName {
  readonly path: AttributePath;
  readonly def: AttributeDef;
  /** Of the sub-attribute, where the name has one. */
  readonly sub: AttributeDef | null;
}

/** The extension itself: `urn:…:enterprise:2.0:User` as a path or a key. */
export interface ResolvedExtension {
  readonly extension: string;
  readonly schema: SchemaDef;
}

/** Every resource has it (RFC 7643 §3.1) and no schema lists it: filters may ask for it, nobody writes it. */
const schemas = attribute('schemas', 'URIs of the schemas of the resource.', {
  type: 'reference',
  multiValued: true,
  mutability: 'readOnly',
});

/** As `resolveName`, and `schemas` besides. */
export function resolveFiltered(
  type: ResourceTypeName,
  name: string,
  registry: SchemaRegistry,
): ResolvedName | ResolvedExtension | undefined {
  if (name.toLowerCase() === 'schemas') return { path: pathTo(null, schemas, null), def: schemas, sub: null };
  return resolveName(type, name, registry);
}

export function resolveName(
  type: ResourceTypeName,
  name: string,
  registry: SchemaRegistry = coreRegistry,
): ResolvedName | ResolvedExtension | undefined {
  if (!isUrn(name)) return resolveDotted(name, null, (part) => findAttribute(type, part));
  const whole = registry.extension(type, name);
  if (whole !== undefined) return { extension: whole.id, schema: whole };
  // names of attributes have no colon: what is before the last one is the schema
  const cut = name.lastIndexOf(':');
  const urn = name.slice(0, cut);
  const rest = name.slice(cut + 1);
  if (urn.toLowerCase() === resourceSchemas[type].core.id.toLowerCase())
    return resolveDotted(rest, null, (part) => findAttribute(type, part));
  const schema = registry.extension(type, urn);
  if (schema === undefined) return undefined;
  return resolveDotted(rest, schema.id, (part) => registry.extensionAttribute(schema, part));
}

export function isUrn(name: string): boolean {
  return name.length > 4 && name[3] === ':' && name.slice(0, 3).toLowerCase() === 'urn';
}

function resolveDotted(
  name: string,
  extension: string | null,
  find: (part: string) => AttributeDef | undefined,
): ResolvedName | undefined {
  const dot = name.indexOf('.');
  const def = find(dot === -1 ? name : name.slice(0, dot));
  if (def === undefined) return undefined;
  if (dot === -1) return { path: pathTo(extension, def, null), def, sub: null };
  const sub = findSubAttribute(def, name.slice(dot + 1));
  if (sub === undefined) return undefined;
  return { path: pathTo(extension, def, sub), def, sub };
}

export function pathTo(extension: string | null, def: AttributeDef, sub: AttributeDef | null): AttributePath {
  return { extension, attribute: def.name, sub: sub === null ? null : sub.name, def, subDef: sub };
}
