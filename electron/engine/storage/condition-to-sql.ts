/**
 * A parsed filter as SQL over `u` (users) or `g` (groups). Every leaf is true or false, never NULL, so that `not`
 * means what RFC 7644 §3.4.2.2 says. Text comes from this file; names and values are bound.
 * Columns answer for common attributes, `user_values` for multi-valued ones of the core (one row is one element, so a
 * value path cannot mix elements), the JSON for the rest. An absent attribute is null: `ne` and `eq null` hold for it.
 *
 * Trusts the parser for names (already the registry's), definitions and literal types. Memberships: `membership-sql.ts`.
 */
import type { AttributePath, Condition } from '../../../shared/domain/condition.ts';
import { type AttributeDef, findSubAttribute } from '../../../shared/domain/scim-schema.ts';
import { column, type LeafCondition, type Operand, type Resolve, test, translate } from './leaf-sql.ts';
import { hasMembers, inGroups } from './membership-sql.ts';
import { join, type Sql, sql } from './sql.ts';
import { inIndex, isIndexedPath } from './value-rows.ts';

export function userCondition(condition: Condition): Sql {
  return translate(condition, userLeaf);
}

export function groupCondition(condition: Condition): Sql {
  return translate(condition, groupLeaf);
}

const userColumns: ReadonlyMap<string, Operand> = new Map([
  ['id', column('u.id', 'exact', true)],
  ['userName', column('u.user_name_key', 'folded', true)],
  ['externalId', column('u.external_id', 'exact')],
  ['displayName', column('u.display_key')],
  ['name.givenName', column('u.given_key')],
  ['name.familyName', column('u.family_key')],
  ['title', column('u.title_key')],
  ['active', column('u.active', 'boolean', true)],
  ['meta', column("'meta'", 'exact', true)],
  ['meta.created', column('u.created', 'time', true)],
  ['meta.lastModified', column('u.last_modified', 'time', true)],
  ['meta.resourceType', column("'User'", 'exact', true)],
  ['meta.location', column("('/Users/' || u.id)", 'link', true)],
  ['meta.version', column(`('W/"' || u.version || '-' || substr(u.hash, 1, 8) || '"')`, 'exact', true)],
]);
const department = column('u.department_key');
const enterpriseKey = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const groupColumns: ReadonlyMap<string, Operand> = new Map([
  ['id', column('g.id', 'exact', true)],
  ['externalId', column('g.external_id', 'exact')],
  ['displayName', column('g.display_key', 'folded', true)],
  ['meta', column("'meta'", 'exact', true)],
  ['meta.created', column('g.created', 'time', true)],
  ['meta.lastModified', column('g.last_modified', 'time', true)],
  ['meta.resourceType', column("'Group'", 'exact', true)],
  ['meta.location', column("('/Groups/' || g.id)", 'link', true)],
  ['meta.version', column(`('W/"' || g.version || '-' || substr(g.hash, 1, 8) || '"')`, 'exact', true)],
]);

function columnKey(path: AttributePath): string {
  return path.sub === null ? path.attribute : `${path.attribute}.${path.sub}`;
}

/** Whether a column answers for it, of users or groups: anything else costs 20 times as much to look at, and more. */
export function isColumn(path: AttributePath): boolean {
  if (path.extension !== null) return path.extension === enterpriseKey && path.attribute === 'department';
  return userColumns.has(columnKey(path)) || groupColumns.has(columnKey(path));
}

function userLeaf(condition: LeafCondition): Sql {
  const { def, extension } = condition.path;
  if (extension === null && def.name === 'schemas') return inList(userSchemas, condition, '$');
  if (extension === null && def.name === 'groups') return inGroups(elementOf(condition));
  if (def.multiValued && extension === null) return inValues(def, elementOf(condition));
  if (def.multiValued) return inList(userDocument, condition);
  return test(condition, userOperand);
}

function groupLeaf(condition: LeafCondition): Sql {
  const { def, extension } = condition.path;
  if (extension === null && def.name === 'schemas') return inList(groupSchemas, condition, '$');
  if (extension === null && def.name === 'members') return hasMembers(elementOf(condition));
  if (def.multiValued) return inList(groupDocument, condition);
  return test(condition, groupOperand);
}

/** Any condition on a multi-valued attribute is one on an element; null: the element need only exist. */
function elementOf(condition: LeafCondition): Condition | null {
  if (condition.kind === 'element') return condition.condition;
  const { def, subDef } = condition.path;
  if (condition.kind === 'present' && subDef === null) return null;
  const leaf = subDef ?? findSubAttribute(def, 'value') ?? def;
  return {
    ...condition,
    path: { extension: null, attribute: leaf.name, sub: null, def: leaf, subDef: null },
  };
}

function userOperand(path: AttributePath): Operand {
  const known = path.extension === null ? userColumns.get(columnKey(path)) : undefined;
  if (known !== undefined) return known;
  if (path.extension === enterpriseKey && path.attribute === 'department') return department;
  return jsonOperand(path.subDef ?? path.def, (folded) => userDocument.extract(placeOf(path), folded));
}

function groupOperand(path: AttributePath): Operand {
  const known = path.extension === null ? groupColumns.get(columnKey(path)) : undefined;
  if (known !== undefined) return known;
  return jsonOperand(path.subDef ?? path.def, (folded) => groupDocument.extract(placeOf(path), folded));
}

/** The JSON text of a resource: as it was accepted, and folded where `lower()` would not do. */
interface StoredJson {
  readonly exact: Sql;
  readonly folded: Sql;
  /** The table they are in and what ties it to the row; null: the row itself. */
  readonly beside: { readonly table: Sql; readonly tie: Sql } | null;
  extract(place: string, folded: boolean): Sql;
}

const userDocument: StoredJson = {
  exact: { text: 'd.attributes', values: [] },
  folded: { text: 'coalesce(d.folded, d.attributes)', values: [] },
  beside: { table: sql`user_documents d`, tie: sql`d.seq = u.seq` },
  extract: (place, folded) =>
    folded
      ? sql`(select json_extract(coalesce(d.folded, d.attributes), ${place}) from user_documents d where d.seq = u.seq)`
      : sql`(select json_extract(d.attributes, ${place}) from user_documents d where d.seq = u.seq)`,
};

const groupDocument: StoredJson = {
  exact: { text: 'g.attributes', values: [] },
  folded: { text: 'coalesce(g.folded, g.attributes)', values: [] },
  beside: null,
  extract: (place, folded) =>
    folded
      ? sql`json_extract(coalesce(g.folded, g.attributes), ${place})`
      : sql`json_extract(g.attributes, ${place})`,
};

/** `schemas` is a JSON text of its own. */
const userSchemas: StoredJson = {
  ...userDocument,
  exact: { text: 'd.schemas', values: [] },
  folded: { text: 'd.schemas', values: [] },
};
const groupSchemas: StoredJson = {
  ...groupDocument,
  exact: { text: 'g.schemas', values: [] },
  folded: { text: 'g.schemas', values: [] },
};

function quoted(name: string): string {
  return `."${name}"`;
}

function placeOf(path: AttributePath): string {
  const extension = path.extension === null ? '' : quoted(path.extension);
  return `$${extension}${quoted(path.attribute)}${path.sub === null ? '' : quoted(path.sub)}`;
}

function jsonOperand(def: AttributeDef, extract: (folded: boolean) => Sql): Operand {
  switch (def.type) {
    case 'boolean':
      return { expression: extract(false), of: 'boolean', notNull: false };
    case 'integer':
    case 'decimal':
      return { expression: extract(false), of: 'number', notNull: false };
    case 'dateTime':
      // texts with any offset become milliseconds, as the parser made the literal
      return {
        expression: sql`cast(round(unixepoch(${extract(false)}, 'subsec') * 1000) as integer)`,
        of: 'time',
        notNull: false,
      };
    case 'complex':
      return { expression: extract(false), of: 'exact', notNull: false };
    case 'string':
    case 'reference':
    case 'binary':
      return def.caseExact
        ? { expression: extract(false), of: 'exact', notNull: false }
        : { expression: sql`lower(${extract(true)})`, of: 'folded', notNull: false };
  }
}

/** Elements of a multi-valued attribute: uncorrelated, so that the index on values can drive it. */
function inValues(parent: AttributeDef, condition: Condition | null): Sql {
  const parts = [sql`v.path = ${parent.name}`];
  if (isIndexedPath(parent.name)) parts.push(inIndex);
  if (condition !== null) parts.push(translate(condition, (c) => test(c, valueOperand(parent.name))));
  return sql`u.seq in (select v.user_seq from user_values v where ${join(parts, ' and ')})`;
}

function valueOperand(name: string): Resolve {
  return ({ attribute, def }) => {
    if (attribute === 'value' && !def.caseExact) return column('v.value_key');
    if (attribute === 'type') return column('v.type_key');
    if (attribute === 'primary') return column('v.is_primary', 'boolean');
    const head = `$."${name}"[`;
    const tail = `]${quoted(attribute)}`;
    return jsonOperand(def, (folded) =>
      folded
        ? sql`(select json_extract(coalesce(d.folded, d.attributes), ${head} || v.element || ${tail}) from user_documents d where d.seq = v.user_seq)`
        : sql`(select json_extract(d.attributes, ${head} || v.element || ${tail}) from user_documents d where d.seq = v.user_seq)`,
    );
  };
}

/**
 * Elements of a multi-valued attribute that has no side table: those of extensions. What is no list (a value kept from
 * before the schema was changed) has no elements.
 */
function inList(json: StoredJson, condition: LeafCondition, at?: string): Sql {
  const { def, extension } = condition.path;
  const place = at ?? `$${extension === null ? '' : quoted(extension)}${quoted(def.name)}`;
  const inner = elementOf(condition);
  const elements = sql`json_each(case json_type(${json.exact}, ${place}) when 'array' then json_extract(${json.exact}, ${place}) else '[]' end) e`;
  const matches =
    inner === null ? sql`1` : translate(inner, (c) => test(c, listOperand(json, place, def.type)));
  if (json.beside === null) return sql`exists (select 1 from ${elements} where ${matches})`;
  const { table, tie } = json.beside;
  return sql`exists (select 1 from ${table}, ${elements} where ${tie} and ${matches})`;
}

function listOperand(json: StoredJson, place: string, type: AttributeDef['type']): Resolve {
  return ({ attribute, def }) => {
    const tail = type === 'complex' ? `]${quoted(attribute)}` : ']';
    return jsonOperand(
      def,
      (folded) => sql`json_extract(${folded ? json.folded : json.exact}, ${`${place}[`} || e.key || ${tail})`,
    );
  };
}
