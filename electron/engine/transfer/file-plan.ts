/**
 * What a list would change, row by row, before anything is changed. Pure over the table and a view of the directory:
 * computing it again at commit and comparing digests is how "what was reviewed is what runs" is kept.
 */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { FilePlanRow, ImportColumn, ImportProblem, ListKind } from '../../../shared/domain/transfer.ts';
import { foldKey } from '../base/fold.ts';
import type { CsvTable } from './csv-reader.ts';
import { unguardCell } from './formula-guard.ts';
import { activeColumn, fieldByTarget, type ListField, suggestField } from './list-fields.ts';

export interface KnownUser {
  readonly id: string;
  readonly version: number;
  readonly active: boolean;
  readonly attributes: JsonObject;
}

/** One write that commit will make. */
export interface PlannedUser {
  readonly row: number;
  /** null: a new user. */
  readonly id: string | null;
  readonly version: number;
  readonly attributes: JsonObject;
  readonly active: boolean | undefined;
}

export interface ComputedPlan {
  readonly columns: readonly ImportColumn[];
  readonly rows: readonly FilePlanRow[];
  readonly writes: readonly PlannedUser[];
  readonly problems: readonly ImportProblem[];
  readonly digest: string;
}

export type Mapping = Readonly<Record<string, string>>;

/** Header, chosen or suggested target, up to three samples. */
export function describeColumns(
  table: CsvTable,
  mapping: Mapping | undefined,
  kind: ListKind,
): ImportColumn[] {
  const taken = new Set<string>();
  return table.header.map((header, i) => {
    const given = mapping !== undefined && Object.hasOwn(mapping, header) ? mapping[header] : undefined;
    const suggested = given === undefined;
    let target = given ?? suggestTarget(header, kind);
    if (suggested && target !== null && taken.has(target)) target = null;
    if (target === '') target = null;
    if (target !== null) taken.add(target);
    const shown = table.rows
      .slice(0, 3)
      .map((r) => (r[i] ?? '').slice(0, 80))
      .filter((s) => s !== '');
    // passwords are never taken in, so there is no reason to put them on a screen
    const samples = /passw|secret/i.test(header) ? shown.map(() => '•••') : shown;
    return { header, target, suggested, samples };
  });
}

function suggestTarget(header: string, kind: ListKind): string | null {
  if (kind === 'groups') {
    const known = ['displayName', 'externalId', 'members', 'group', 'userIdOrLogin'];
    return known.find((k) => k.toLowerCase() === header.trim().toLowerCase()) ?? null;
  }
  if (header.trim().toLowerCase() === activeColumn) return activeColumn;
  return suggestField(header)?.path ?? null;
}

interface BoundColumn {
  readonly index: number;
  readonly header: string;
  readonly field: ListField;
}

/** @param find the user that holds a userName now, compared as the directory compares */
export function planUsers(
  table: CsvTable,
  columns: readonly ImportColumn[],
  find: (userName: string) => KnownUser | undefined,
): ComputedPlan {
  const { bound, activeAt, problems } = bindColumns(columns);
  const rows: FilePlanRow[] = [];
  const writes: PlannedUser[] = [];
  const userNameAt = bound.find((b) => b.field.path === 'userName');
  if (userNameAt === undefined) {
    problems.push({
      row: null,
      column: null,
      severity: 'blocker',
      text: 'No column is the userName. Map one: it is what users are recognised by.',
    });
    return { columns, rows, writes, problems, digest: digestOf([], problems) };
  }
  const seen = new Map<string, number>();
  table.rows.forEach((cells, i) => {
    const row = i + 2;
    const planned = planRow(cells, row, bound, activeAt, userNameAt, seen, find);
    problems.push(...planned.problems);
    rows.push(planned.shown);
    if (planned.write !== null) writes.push(planned.write);
  });
  return { columns, rows, writes, problems, digest: digestOf(writes, problems) };
}

function bindColumns(columns: readonly ImportColumn[]) {
  const problems: ImportProblem[] = [];
  const bound: BoundColumn[] = [];
  let activeAt: number | null = null;
  columns.forEach((column, index) => {
    if (column.target === null) {
      problems.push({
        row: null,
        column: column.header,
        severity: 'warning',
        text: `The column ${column.header} is not mapped and will be ignored.`,
      });
    } else if (column.target === activeColumn) activeAt = index;
    else {
      const field = fieldByTarget(column.target);
      if (field !== null && !bound.some((b) => b.field === field))
        bound.push({ index, header: column.header, field });
      else
        problems.push({
          row: null,
          column: column.header,
          severity: 'blocker',
          text:
            field === null
              ? `${column.target} is no attribute of a user.`
              : `${column.target} is mapped twice.`,
        });
    }
  });
  return { bound, activeAt: activeAt as number | null, problems };
}

interface PlannedRow {
  readonly shown: FilePlanRow;
  readonly write: PlannedUser | null;
  readonly problems: ImportProblem[];
}

function planRow(
  cells: readonly string[],
  row: number,
  bound: readonly BoundColumn[],
  activeAt: number | null,
  userNameAt: BoundColumn,
  seen: Map<string, number>,
  find: (userName: string) => KnownUser | undefined,
): PlannedRow {
  const cell = (index: number) => unguardCell(cells[index] ?? '').trim();
  const userName = cell(userNameAt.index);
  const problem = (text: string, column: string | null): ImportProblem => ({
    row,
    column,
    severity: 'blocker',
    text,
  });
  const skip = (p: ImportProblem): PlannedRow => ({
    shown: { row, action: 'skip', name: userName, userName, changes: [] },
    write: null,
    problems: [p],
  });
  if (userName === '') return skip(problem('The userName is missing.', userNameAt.header));
  const key = foldKey(userName);
  const before = seen.get(key);
  if (before !== undefined)
    return skip(problem(`${userName} stands in row ${before} already.`, userNameAt.header));
  seen.set(key, row);
  const active = activeAt === null ? undefined : readBoolean(cell(activeAt));
  if (active === null) return skip(problem('active must be true or false.', activeColumn));
  const known = find(userName);
  return compareRow(cell, row, bound, active, userName, known);
}

/** An empty cell says nothing: it neither clears nor changes what is there. */
function compareRow(
  cell: (index: number) => string,
  row: number,
  bound: readonly BoundColumn[],
  active: boolean | undefined,
  userName: string,
  known: KnownUser | undefined,
): PlannedRow {
  const attributes = structuredClone(known?.attributes ?? {});
  const changes: { path: string; before: string; after: string }[] = [];
  for (const { index, field } of bound) {
    const value = cell(index);
    if (value === '') continue;
    const old = field.read(attributes);
    // the directory compares userNames folded: another spelling of the same name is no change of it
    if (old === value || old.trim() === value || (field.path === 'userName' && known !== undefined)) continue;
    field.write(attributes, value);
    changes.push({ path: field.path, before: old, after: value });
  }
  if (active !== undefined && known !== undefined && active !== known.active) {
    changes.push({ path: 'active', before: String(known.active), after: String(active) });
  }
  const name = typeof attributes.displayName === 'string' ? attributes.displayName : userName;
  const action = known === undefined ? 'create' : changes.length > 0 ? 'update' : 'unchanged';
  return {
    shown: { row, action, name, userName, changes },
    write:
      action === 'unchanged'
        ? null
        : { row, id: known?.id ?? null, version: known?.version ?? 0, attributes, active },
    problems: [],
  };
}

/** undefined: the cell is empty; null: it is no truth value. */
function readBoolean(text: string): boolean | undefined | null {
  if (text === '') return undefined;
  const folded = text.toLowerCase();
  if (['true', 'yes', '1', 'active'].includes(folded)) return true;
  if (['false', 'no', '0', 'inactive'].includes(folded)) return false;
  return null;
}

function digestOf(writes: readonly PlannedUser[], problems: readonly ImportProblem[]): string {
  const hash = createHash('sha256');
  for (const write of writes) hash.update(JSON.stringify(write)).update('\n');
  hash.update(JSON.stringify(problems.filter((p) => p.severity === 'blocker')));
  return hash.digest('hex');
}
