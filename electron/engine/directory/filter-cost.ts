/**
 * What a filter may cost. SQLite cannot be interrupted, so a filter that would look at too many values is refused
 * before it runs (security.md T13); `tooMany` is what RFC 7644 §3.12 has for it.
 */
import type { AttributePath, Condition } from '../../../shared/domain/condition.ts';
import { findSubAttribute } from '../../../shared/domain/scim-schema.ts';
import { isColumn } from '../storage/condition-to-sql.ts';
import { isIndexedPath } from '../storage/value-rows.ts';
import { invalid } from './value-rules.ts';

/** Values looked at in columns: about a second. */
const mostLooks = 10_000_000;
/** A value in a document or in a table beside the row, in looks at a column: 1.5 to 7 µs each. */
const lookBeside = 20;
/** So few are taken at any size. */
const always = 4;
/** Each is a query of its own to SQLite, and a statement holds about a hundred of that kind. */
const mostOfGroups = 50;
const indexed: ReadonlySet<string> = new Set(['id', 'userName', 'externalId']);

/**
 * @param rows users or groups that there are
 * @param memberRows those that can be a member: a condition on `members` looks at them
 * @param text free text beside the filter: it looks at one column of each
 * @throws AppFault `invalid-input` with scimType tooMany
 */
export function assertAffordable(
  condition: Condition | undefined,
  rows: number,
  memberRows = rows,
  text = '',
): void {
  if (condition === undefined) return;
  const cost: Cost =
    text === '' ? { conditions: 0, looks: 0, ofGroups: 0 } : { conditions: 1, looks: rows, ofGroups: 0 };
  add(cost, condition, { rows, memberRows });
  if (cost.ofGroups > mostOfGroups)
    throw invalid('filter', `A filter may have ${mostOfGroups} conditions on groups.`, 'tooMany');
  if (cost.conditions <= always || cost.looks <= mostLooks) return;
  const message = `This filter has ${cost.conditions} conditions that must look at each of ${Math.max(rows, memberRows)} resources. Use fewer of them, or eq on id, userName, externalId or a value.`;
  throw invalid('filter', message, 'tooMany');
}

interface Cost {
  /** Those that no index answers. */
  conditions: number;
  looks: number;
  ofGroups: number;
}

interface Sizes {
  readonly rows: number;
  readonly memberRows: number;
}

function add(cost: Cost, condition: Condition, sizes: Sizes): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const term of condition.terms) add(cost, term, sizes);
      return;
    case 'not':
      add(cost, condition.term, sizes);
      return;
    case 'element':
      addLooks(cost, condition.path, leaves(condition.condition), sizes);
      return;
    case 'present':
      addLooks(cost, condition.path, 1, sizes);
      return;
    case 'compare': {
      const found = condition.operator === 'eq' && isFound(condition.path);
      addLooks(cost, condition.path, found ? 0 : 1, sizes);
    }
  }
}

function addLooks(cost: Cost, path: AttributePath, count: number, { rows, memberRows }: Sizes): void {
  const core = path.extension === null ? path.attribute : '';
  if (core === 'groups') cost.ofGroups += 1;
  cost.conditions += count;
  // members are compared by columns of theirs
  const each = core === 'members' ? memberRows * 2 : isColumn(path) ? rows : rows * lookBeside;
  cost.looks += count * each;
}

function leaves(condition: Condition): number {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.terms.reduce((sum, term) => sum + leaves(term), 0);
    case 'not':
      return leaves(condition.term);
    case 'element':
    case 'present':
    case 'compare':
      return 1;
  }
}

/** Whether an index leads to an equal value: of some lists, `value` has one, and what is an id has. */
function isFound({ def, subDef, extension }: AttributePath): boolean {
  if (extension !== null) return false;
  if (!def.multiValued) return indexed.has(def.name);
  const leaf = subDef ?? findSubAttribute(def, 'value');
  const ofIds = def.name === 'groups' || def.name === 'members';
  if (leaf?.name === 'display') return ofIds;
  return leaf?.name === 'value' && (ofIds || isIndexedPath(def.name));
}
