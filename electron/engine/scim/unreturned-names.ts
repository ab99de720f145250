/**
 * The names of attributes that never go out (RFC 7643 §7, `returned: never`), for the traffic log to mask what clients
 * write into them. Only extensions that an admin defined have such attributes; without them there is nothing to say.
 */
import type { NameTree, SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import { type AttributeDef, resourceSchemas } from '../../../shared/domain/scim-schema.ts';

const found = new WeakMap<SchemaRegistry, readonly string[]>();

/**
 * Qualified (`urn:…:User:badge.code`), and bare (`code`) where no standard attribute has the name: a client may forget
 * the URN, and what it wrote is refused but logged.
 */
export function unreturnedNames(registry: SchemaRegistry): readonly string[] {
  if (registry.custom.length === 0) return [];
  let names = found.get(registry);
  if (names === undefined) {
    const { User, Group } = registry.returned;
    names = [...new Set([...namesIn(User.never), ...namesIn(Group.never)])];
    found.set(registry, names);
  }
  return names;
}

function namesIn(schemas: NameTree | null): string[] {
  if (schemas === null) return [];
  return [...schemas].flatMap(([urn, attributes]) =>
    [...(attributes ?? [])].flatMap(([name, subs]) =>
      subs === null
        ? [`${urn}:${name}`, ...bare(name)]
        : [...subs.keys()].flatMap((sub) => [`${urn}:${name}.${sub}`, ...bare(sub)]),
    ),
  );
}

const standard: ReadonlySet<string> = new Set(
  [resourceSchemas.User, resourceSchemas.Group].flatMap(({ core, extensions }) =>
    [core, ...extensions].flatMap((schema) => namesOf(schema.attributes)),
  ),
);

function namesOf(attributes: readonly AttributeDef[]): string[] {
  return attributes.flatMap((def) => [def.name.toLowerCase(), ...namesOf(def.subAttributes)]);
}

/** Words of messages around resources, which no attribute is meant by. */
const ofMessages: ReadonlySet<string> = new Set(
  'schemas id meta externalid operations op path value method data bulkid version filter resources status detail response'.split(
    ' ',
  ),
);

function bare(name: string): string[] {
  const key = name.toLowerCase();
  return standard.has(key) || ofMessages.has(key) ? [] : [name];
}
