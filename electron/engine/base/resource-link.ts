/**
 * Links to our own resources (`$ref`, `meta.location`). They begin with the base URL, which depends on how a client
 * reached us and is stored nowhere: filters compare what follows it, `/Users/{id}` or `/Groups/{id}`.
 */
import {
  type AttributeDef,
  findAttribute,
  findSubAttribute,
  type ResourceTypeName,
} from '../../../shared/domain/scim-schema.ts';

const places: readonly (readonly [ResourceTypeName, string, string])[] = [
  ['User', 'groups', '$ref'],
  ['User', 'meta', 'location'],
  ['Group', 'members', '$ref'],
  ['Group', 'meta', 'location'],
];

const links: ReadonlySet<AttributeDef | undefined> = new Set(
  places.map(([type, name, sub]) => {
    const def = findAttribute(type, name);
    return def === undefined ? undefined : findSubAttribute(def, sub);
  }),
);

export function isResourceLink(def: AttributeDef): boolean {
  return links.has(def);
}

/** A text without one of our paths in it stays as it is. */
export function linkTail(text: string): string {
  const at = Math.max(text.lastIndexOf('/Users/'), text.lastIndexOf('/Groups/'));
  return at === -1 ? text : text.slice(at);
}
