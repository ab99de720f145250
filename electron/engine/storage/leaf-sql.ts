/**
 * One comparison as SQL, and the walk over `and`, `or` and `not` around it. An operand says how its values compare:
 * folded text, exact text, links to ourselves, booleans, numbers, milliseconds.
 */
import type { AttributePath, CompareOperator, Condition, Literal } from '../../../shared/domain/condition.ts';
import { foldKey } from '../base/fold.ts';
import { linkTail } from '../base/resource-link.ts';
import { join, type Sql, type SqlValue, sql } from './sql.ts';

/** Where a value is found. `notNull` ones can use plain operators and their indexes. */
export interface Operand {
  readonly expression: Sql;
  readonly of: 'folded' | 'exact' | 'link' | 'boolean' | 'number' | 'time';
  readonly notNull: boolean;
}

export type Resolve = (path: AttributePath) => Operand;

export type LeafCondition = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>;

/** `name` is text of ours, never from outside. */
export function column(name: string, of: Operand['of'] = 'folded', notNull = false): Operand {
  return { expression: { text: name, values: [] }, of, notNull };
}

export function translate(condition: Condition, leaf: (c: LeafCondition) => Sql): Sql {
  switch (condition.kind) {
    case 'and':
      return sql`(${join(
        condition.terms.map((t) => translate(t, leaf)),
        ' and ',
      )})`;
    case 'or': {
      const terms = condition.terms.map((t) => {
        const term = translate(t, leaf);
        return isSelective(t) ? term : sql`(${term}) + 0`;
      });
      return sql`(${join(terms, ' or ')})`;
    }
    case 'not':
      return sql`not (${translate(condition.term, leaf)})`;
    case 'compare':
    case 'present':
    case 'element':
      return leaf(condition);
  }
}

/**
 * Whether an index helps a term of an `or`. Where it finds half of all rows, SQLite would gather them once for each
 * term; a sum hides the term from its indexes and one walk tests them all.
 */
function isSelective(condition: Condition): boolean {
  return (
    condition.kind !== 'compare' || (condition.operator === 'eq' && condition.path.def.type !== 'boolean')
  );
}

export function test(condition: LeafCondition, resolve: Resolve): Sql {
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
  switch (operand.of) {
    case 'time':
      return typeof value === 'number' ? value : Date.parse(String(value));
    case 'number':
      return Number(value);
    case 'boolean':
      return value === true ? 1 : 0;
    case 'folded':
      return foldKey(String(value));
    case 'link':
      return linkTail(String(value));
    case 'exact':
      return String(value);
  }
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
