/**
 * Where a mapping target stands in a SCIM user, read from its external name (okta.md 3.9): `name.givenName`,
 * `emails.^[primary==true].value`. Attributes without a value are not sent, an entry of a list only where more than
 * its type has one, and the enterprise extension only where one of its attributes has (okta.md 1.4, seen).
 */
import { type MappingTarget, mappingTargets } from '../../../shared/domain/attribute-mapping.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import { enterpriseUser } from './mapping.ts';
import { asObject } from './peer.ts';

interface Place {
  readonly namespace: MappingTarget['namespace'];
  readonly attribute: string;
  /** Which entry of a list; null: no list. */
  readonly primary: boolean | null;
  readonly part: string | null;
}

const entry = /^(\w+)\.\^\[primary==(true|false)\]\.(\w+)$/;

function placeOf({ externalName, namespace }: MappingTarget): Place {
  const [, list, primary, member] = entry.exec(externalName) ?? [];
  if (list !== undefined && member !== undefined) {
    return { namespace, attribute: list, primary: primary === 'true', part: member };
  }
  const [attribute = '', part = null] = externalName.split('.');
  return { namespace, attribute, primary: null, part };
}

const places: readonly (readonly [target: string, place: Place])[] = mappingTargets.map((target) => [
  target.variable,
  placeOf(target),
]);

/** Attributes (`emails`, the enterprise URN) of which these targets are a part. */
export function attributesOf(targets: ReadonlySet<string>): Set<string> {
  const touched = places.filter(([target]) => targets.has(target));
  return new Set(touched.map(([, p]) => (p.namespace === 'core' ? p.attribute : enterpriseUser)));
}

/** @param values by target; what is empty is left out */
export function assembleUser(userName: string | null, values: ReadonlyMap<string, string>): JsonObject {
  const core: JsonObject = userName === null ? {} : { userName };
  const enterprise: JsonObject = {};
  for (const [target, place] of places) {
    const value = values.get(target);
    if (value) put(place.namespace === 'core' ? core : enterprise, place, value);
  }
  dropBareTypes(core);
  return Object.keys(enterprise).length > 0 ? { ...core, [enterpriseUser]: enterprise } : core;
}

function put(into: JsonObject, { attribute, primary, part }: Place, value: string): void {
  if (part === null) into[attribute] = value;
  else if (primary === null) complexOf(into, attribute)[part] = value;
  else entryOf(into, attribute, primary)[part] = value;
}

function complexOf(into: JsonObject, attribute: string): JsonObject {
  const known = asObject(into[attribute]) ?? {};
  into[attribute] = known;
  return known;
}

function entryOf(into: JsonObject, attribute: string, primary: boolean): JsonObject {
  const known = into[attribute];
  const list = Array.isArray(known) ? known : [];
  into[attribute] = list;
  for (const item of list) {
    const entry = asObject(item);
    if (entry?.['primary'] === primary) return entry;
  }
  const made: JsonObject = { primary };
  list.push(made);
  return made;
}

function dropBareTypes(user: JsonObject): void {
  for (const [name, value] of Object.entries(user)) {
    if (!Array.isArray(value)) continue;
    const full = value.filter((item) =>
      Object.keys(asObject(item) ?? {}).some((part) => part !== 'primary' && part !== 'type'),
    );
    if (full.length > 0) user[name] = full;
    else delete user[name];
  }
}
