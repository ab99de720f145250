/**
 * A parsed filter as SQL over `u` (users) or `g` (groups). Every leaf is true or false, never NULL, so that `not`
 * means what RFC 7644 §3.4.2.2 says. Text comes from this file and from the schema registry; values are bound.
 * Columns answer for common attributes, `user_values` for multi-valued ones (one row is one element, so a value path
 * cannot mix elements), json_extract for the rest. An absent attribute is null: `ne` and `eq null` hold for it.
 *
 * Trusts the parser for names (already the registry's) and literal types.
 */
import type { AttributePath, CompareOperator, Condition, Literal } from '../../../shared/domain/condition.ts';
import {
  type AttributeDef,
  findAttribute,
  findExtensionAttribute,
  findSubAttribute,
  type ResourceTypeName,
} from '../../../shared/domain/scim-schema.ts';
import { foldKey } from '../base/fold.ts';
import { join, type Sql, type SqlValue, sql } from './sql.ts';

/** Where a value is found. `never` is NULL-free, so that plain operators and their indexes can be used. */
interface Operand {
  readonly expression: Sql;
  readonly of: 'folded' | 'exact' | 'boolean' | 'time';
  readonly notNull: boolean;
}

type Resolve = (path: AttributePath) => Operand;

export function userCondition(condition: Condition): Sql {
  return translate(condition, userLeaf);
}

export function groupCondition(condition: Condition): Sql {
  return translate(condition, groupLeaf);
}

type LeafCondition = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>;

function translate(condition: Condition, leaf: (c: LeafCondition) => Sql): Sql {
  switch (condition.kind) {
    case 'and':
      return sql`(${join(
        condition.terms.map((t) => translate(t, leaf)),
        ' and ',
      )})`;
    case 'or':
      return sql`(${join(
        condition.terms.map((t) => translate(t, leaf)),
        ' or ',
      )})`;
    case 'not':
      return sql`not (${translate(condition.term, leaf)})`;
    case 'compare':
    case 'present':
    case 'element':
      return leaf(condition);
  }
}

function column(name: string, of: Operand['of'] = 'folded', notNull = false): Operand {
  return { expression: { text: name, values: [] }, of, notNull };
}

const userColumns: ReadonlyMap<string, Operand> = new Map([
  ['id', column('u.id', 'exact', true)],
  ['userName', column('u.user_name_key', 'folded', true)],
  ['externalId', column('u.external_id', 'exact')],
  ['displayName', column('u.display_key')],
  ['name.givenName', column('u.given_key')],
  ['name.familyName', column('u.family_key')],
  ['title', column('u.title_key')],
  ['department', column('u.department_key')],
  ['active', column('u.active', 'boolean', true)],
  ['meta.created', column('u.created', 'time', true)],
  ['meta.lastModified', column('u.last_modified', 'time', true)],
  ['meta.resourceType', column("'User'", 'exact', true)],
  ['meta.version', column(`('W/"' || u.version || '"')`, 'exact', true)],
]);

const groupColumns: ReadonlyMap<string, Operand> = new Map([
  ['id', column('g.id', 'exact', true)],
  ['externalId', column('g.external_id', 'exact')],
  ['displayName', column('g.display_key', 'folded', true)],
  ['meta.created', column('g.created', 'time', true)],
  ['meta.lastModified', column('g.last_modified', 'time', true)],
  ['meta.resourceType', column("'Group'", 'exact', true)],
  ['meta.version', column(`('W/"' || g.version || '"')`, 'exact', true)],
]);

function userLeaf(condition: LeafCondition): Sql {
  const def = definition('User', condition.path);
  if (def.name === 'groups' && condition.path.extension === null) return inGroups(elementOf(condition));
  if (def.multiValued) return inValues(def.name, elementOf(condition));
  return test(condition, userOperand);
}

function groupLeaf(condition: LeafCondition): Sql {
  if (condition.path.attribute === 'members') return hasMembers(elementOf(condition));
  return test(condition, groupOperand);
}

/** Any condition on a multi-valued attribute is one on an element; null: the element need only exist. */
function elementOf(condition: LeafCondition): Condition | null {
  if (condition.kind === 'element') return condition.condition;
  if (condition.kind === 'present' && condition.path.sub === null) return null;
  const path: AttributePath = { extension: null, attribute: condition.path.sub ?? 'value', sub: null };
  return { ...condition, path };
}

function definition(type: ResourceTypeName, path: AttributePath): AttributeDef {
  const def =
    path.extension === null
      ? findAttribute(type, path.attribute)
      : findExtensionAttribute(path.extension, path.attribute);
  if (def === undefined) throw new Error(`unknown attribute ${path.attribute}`);
  return def;
}

function userOperand(path: AttributePath): Operand {
  const known = userColumns.get(path.sub === null ? path.attribute : `${path.attribute}.${path.sub}`);
  if (known !== undefined && (path.extension === null) !== (path.attribute === 'department')) return known;
  return documentOperand(
    definition('User', path),
    path,
    (place, folded) =>
      sql`(select json_extract(${documentColumn(folded)}, ${place}) from user_documents d where d.seq = u.seq)`,
  );
}

function groupOperand(path: AttributePath): Operand {
  const known = groupColumns.get(path.sub === null ? path.attribute : `${path.attribute}.${path.sub}`);
  if (known !== undefined) return known;
  return documentOperand(definition('Group', path), path, (place, folded) =>
    folded
      ? sql`json_extract(coalesce(g.folded, g.attributes), ${place})`
      : sql`json_extract(g.attributes, ${place})`,
  );
}

function documentColumn(folded: boolean): Sql {
  return { text: folded ? 'coalesce(d.folded, d.attributes)' : 'd.attributes', values: [] };
}

function quoted(name: string): string {
  return `."${name}"`;
}

function documentOperand(
  def: AttributeDef,
  path: AttributePath,
  extract: (place: string, folded: boolean) => Sql,
): Operand {
  const sub = path.sub === null ? undefined : findSubAttribute(def, path.sub);
  const place = `$${path.extension === null ? '' : quoted(path.extension)}${quoted(path.attribute)}${
    path.sub === null ? '' : quoted(path.sub)
  }`;
  return jsonOperand(sub ?? def, (folded) => extract(place, folded));
}

function jsonOperand(def: AttributeDef, extract: (folded: boolean) => Sql): Operand {
  if (def.type === 'boolean') return { expression: extract(false), of: 'boolean', notNull: false };
  if (def.caseExact || def.type === 'complex')
    return { expression: extract(false), of: 'exact', notNull: false };
  return { expression: sql`lower(${extract(true)})`, of: 'folded', notNull: false };
}

/** Elements of a multi-valued attribute: uncorrelated, so that the index on values can drive it. */
function inValues(name: string, condition: Condition | null): Sql {
  const parts = [sql`v.path = ${name}`];
  if (condition !== null) parts.push(translate(condition, (c) => test(c, valueOperand(name))));
  return sql`u.seq in (select v.user_seq from user_values v where ${join(parts, ' and ')})`;
}

function valueOperand(name: string): Resolve {
  return (path) => {
    const parent = findAttribute('User', name);
    const def = parent === undefined ? undefined : findSubAttribute(parent, path.attribute);
    if (def === undefined) throw new Error(`unknown sub-attribute ${path.attribute}`);
    if (path.attribute === 'value' && !def.caseExact) return column('v.value_key');
    if (path.attribute === 'type') return column('v.type_key');
    if (path.attribute === 'primary') return column('v.is_primary', 'boolean');
    const head = `$."${name}"[`;
    const tail = `]${quoted(path.attribute)}`;
    return jsonOperand(
      def,
      (folded) =>
        sql`(select json_extract(${documentColumn(folded)}, ${head} || v.element || ${tail}) from user_documents d where d.seq = v.user_seq)`,
    );
  };
}

const groupRefColumns: ReadonlyMap<string, Operand> = new Map([
  ['value', column('g.id', 'exact', true)],
  ['$ref', column("('/Groups/' || g.id)", 'exact', true)],
  ['display', column('g.display_key', 'folded', true)],
  ['type', column("'direct'", 'folded', true)],
]);

/** Users of the groups that match, also through nested groups, as `groups` is returned (RFC 7643 §4.1.2). */
function inGroups(condition: Condition | null): Sql {
  const where = condition === null ? sql`1` : translate(condition, (c) => test(c, fromMap(groupRefColumns)));
  return sql`u.seq in (with recursive down(seq) as (
    select g.seq from groups g where ${where}
    union select m.member_seq from members m join down on m.group_seq = down.seq where m.member_type = 1
  ) select m.member_seq from down join members m on m.group_seq = down.seq and m.member_type = 0)`;
}

function memberColumns(alias: 'mu' | 'mg'): ReadonlyMap<string, Operand> {
  return new Map([
    ['value', column(`${alias}.id`, 'exact', true)],
    ['$ref', column(`('/${alias === 'mu' ? 'Users' : 'Groups'}/' || ${alias}.id)`, 'exact', true)],
    ['display', column(alias === 'mu' ? 'mu.name_key' : 'mg.display_key', 'folded', true)],
    ['type', column(alias === 'mu' ? "'user'" : "'group'", 'folded', true)],
  ]);
}

const memberUser = memberColumns('mu');
const memberGroup = memberColumns('mg');

function hasMembers(condition: Condition | null): Sql {
  if (condition === null) return sql`g.member_count > 0`;
  const users = translate(condition, (c) => test(c, fromMap(memberUser)));
  const groups = translate(condition, (c) => test(c, fromMap(memberGroup)));
  return sql`g.seq in (
    select m.group_seq from users mu join members m on m.member_type = 0 and m.member_seq = mu.seq where ${users}
    union all
    select m.group_seq from groups mg join members m on m.member_type = 1 and m.member_seq = mg.seq where ${groups})`;
}

function fromMap(map: ReadonlyMap<string, Operand>): Resolve {
  return (path) => {
    const operand = map.get(path.attribute);
    if (operand === undefined) throw new Error(`unknown sub-attribute ${path.attribute}`);
    return operand;
  };
}

function test(condition: LeafCondition, resolve: Resolve): Sql {
  const operand = resolve(condition.path);
  switch (condition.kind) {
    case 'present':
      return operand.notNull ? sql`1` : sql`${operand.expression} is not null`;
    case 'compare':
      return compare(operand, condition.operator, condition.value);
    case 'element':
      throw new Error('a value path inside a value path');
  }
}

function bound(operand: Operand, value: Literal): SqlValue {
  if (value === null) return null;
  if (operand.of === 'time') return typeof value === 'number' ? value : Date.parse(String(value));
  if (operand.of === 'boolean') return value === true ? 1 : 0;
  return operand.of === 'folded' ? foldKey(String(value)) : String(value);
}

function compare(operand: Operand, operator: CompareOperator, value: Literal): Sql {
  const x = operand.expression;
  const v = bound(operand, value);
  const whole = (test: Sql) => (operand.notNull ? test : sql`coalesce(${test}, 0)`);
  switch (operator) {
    case 'eq':
      return operand.notNull && v !== null ? sql`${x} = ${v}` : sql`${x} is ${v}`;
    case 'ne':
      return sql`${x} is not ${v}`;
    case 'co':
      return whole(sql`instr(${x}, ${v}) > 0`);
    case 'sw':
      return startsWith(operand, x, String(v), whole);
    case 'ew':
      return v === '' ? sql`${x} is not null` : whole(sql`substr(${x}, -length(${v})) = ${v}`);
    case 'gt':
      return whole(sql`${x} > ${v}`);
    case 'ge':
      return whole(sql`${x} >= ${v}`);
    case 'lt':
      return whole(sql`${x} < ${v}`);
    case 'le':
      return whole(sql`${x} <= ${v}`);
  }
}

/** The range lets an index serve; the prefix test decides. */
function startsWith(operand: Operand, x: Sql, v: string, whole: (test: Sql) => Sql): Sql {
  const exact = sql`substr(${x}, 1, length(${v})) = ${v}`;
  const end = v + String.fromCodePoint(0x10ffff);
  return operand.notNull ? sql`(${x} >= ${v} and ${x} <= ${end} and ${exact})` : whole(exact);
}
