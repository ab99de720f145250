/**
 * From a name as a client wrote it (`NAME.familyname`, `urn:…:User:department`, `emails`) to the registry's own. One
 * place, so that filters, PATCH paths, sorting and projections agree on what exists (security.md B50, B63).
 */
import type { AttributePath } from '../../../shared/domain/condition.ts';
import {
  type AttributeDef,
  findAttribute,
  findExtension,
  findExtensionAttribute,
  findSubAttribute,
  type ResourceTypeName,
  resourceSchemas,
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
}

export function resolveName(
  type: ResourceTypeName,
  name: string,
): ResolvedName | ResolvedExtension | undefined {
  if (!/^urn:/i.test(name)) return resolveDotted(name, null, (part) => findAttribute(type, part));
  const whole = findExtension(type, name);
  if (whole !== undefined) return { extension: whole.id };
  const cut = attributeStart(type, name);
  if (cut === -1) return undefined;
  const urn = name.slice(0, cut);
  const rest = name.slice(cut + 1);
  if (urn.toLowerCase() === resourceSchemas[type].core.id.toLowerCase())
    return resolveDotted(rest, null, (part) => findAttribute(type, part));
  const extension = findExtension(type, urn);
  if (extension === undefined) return undefined;
  return resolveDotted(rest, extension.id, (part) => findExtensionAttribute(extension.id, part));
}

/** Where the URN ends: URNs contain dots themselves, so a known one is looked for. */
function attributeStart(type: ResourceTypeName, name: string): number {
  const lower = name.toLowerCase();
  const { core, extensions } = resourceSchemas[type];
  for (const schema of [core, ...extensions]) {
    const head = `${schema.id.toLowerCase()}:`;
    if (lower.startsWith(head)) return head.length - 1;
  }
  return -1;
}

function resolveDotted(
  name: string,
  extension: string | null,
  find: (part: string) => AttributeDef | undefined,
): ResolvedName | undefined {
  const parts = name.split('.');
  if (parts.length > 2) return undefined;
  const def = find(parts[0] ?? '');
  if (def === undefined) return undefined;
  if (parts.length === 1) return { path: { extension, attribute: def.name, sub: null }, def, sub: null };
  const sub = findSubAttribute(def, parts[1] ?? '');
  if (sub === undefined) return undefined;
  return { path: { extension, attribute: def.name, sub: sub.name }, def, sub };
}
