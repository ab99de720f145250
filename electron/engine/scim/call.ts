/**
 * One request as the endpoints see it: no framework, no socket. `scim-server.ts` makes it after it has judged limits
 * and the token; endpoints answer with a `ScimAnswer` or throw an `AppFault`.
 */
import type { ParsedUrlQuery } from 'node:querystring';
import type { ChangeSource } from '../../../shared/domain/directory.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import { type ResourceTypeName, resourceSchemas } from '../../../shared/domain/scim-schema.ts';
import type { ServerProfile } from '../../../shared/domain/server-profile.ts';
import { invalid, isObject } from '../directory/attribute-rules.ts';
import { isEntra } from '../directory/change-source.ts';
import { ownPart } from './entity-tag.ts';

export interface ScimCall {
  /** The `{id}` of the path, decoded; '' where the route has none. */
  readonly id: string;
  /** A name that was given more than once has a list. */
  readonly query: ParsedUrlQuery;
  /** Parses the body. @throws AppFault `invalid-input` */
  body(): JsonObject;
  /** Base URL of this server as the client knows it, without a slash at its end. */
  readonly base: string;
  readonly source: ChangeSource;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  /** The schemas in force for the whole request. */
  readonly schemas: SchemaRegistry;
  readonly profile: ServerProfile;
  /** Sentences for the traffic log. */
  readonly notes: string[];
}

export function fromEntra(call: ScimCall): boolean {
  return call.source.kind === 'token' && isEntra(call.source.userAgent);
}

const entityTag = /^(?:W\/)?"[^"]*"$/;

/** `tag` is the inside of the ETag. */
interface Tagged {
  readonly version: number;
  readonly tag: string;
}

/** undefined: no precondition; the current version: it holds; -1: it does not (B44). @throws AppFault on garbage */
export function expectedVersion(call: ScimCall, current: Tagged): number | undefined {
  const header = call.ifMatch?.trim();
  if (header === undefined || header === '*') return undefined;
  const tags = header.split(',').map((t) => ownPart(t.trim()));
  if (!tags.every((t) => entityTag.test(t)))
    throw invalid('If-Match', 'If-Match must be an entity tag.', 'invalidSyntax');
  const { tag, version } = current;
  return tags.some((t) => t === `W/"${tag}"` || t === `"${tag}"`) ? version : -1;
}

/** If-None-Match compares weakly, and `*` is any version (RFC 9110 §13.1.2). */
export function isUnchanged(call: ScimCall, current: Tagged): boolean {
  if (call.ifNoneMatch === undefined) return false;
  return call.ifNoneMatch.split(',').some((t) => {
    const tag = t.trim();
    return tag === '*' || tag === `W/"${current.tag}"` || tag === `"${current.tag}"`;
  });
}

/** B35: `schemas` of the wrong type of resource is an error, a missing one is accepted with a note. */
export function assertSchemas(call: ScimCall, body: JsonObject, type: ResourceTypeName): void {
  const urn = resourceSchemas[type].core.id;
  const key = Object.keys(body).find((k) => k.toLowerCase() === 'schemas');
  const schemas = key === undefined ? undefined : body[key];
  if (schemas === undefined || schemas === null) {
    call.notes.push('Accepted a resource without schemas.');
    return;
  }
  const named =
    Array.isArray(schemas) &&
    schemas.some((s) => typeof s === 'string' && s.toLowerCase() === urn.toLowerCase());
  if (!named) throw invalid('schemas', `schemas must contain ${urn}.`, 'invalidSyntax');
}

/** A key of the body in any case: undefined where it is not there. */
export function bodyField(body: JsonObject, name: string) {
  if (Object.hasOwn(body, name)) return body[name];
  const key = Object.keys(body).find((k) => k.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : body[key];
}

export function noteReadOnly(call: ScimCall, body: JsonObject): void {
  for (const name of ['id', 'meta', 'groups']) {
    const value = bodyField(body, name);
    const empty = Array.isArray(value) ? value.length === 0 : !isObject(value) && typeof value !== 'string';
    if (value !== undefined && !empty) call.notes.push(`Ignored the read-only attribute "${name}".`);
  }
}
