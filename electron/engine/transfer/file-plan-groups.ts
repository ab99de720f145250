/**
 * What a list of groups would change: one row a group with its members in a cell, or one row a membership as in
 * Okta's group-members CSV (okta.md 4.3). Members named are the members the group will have.
 */
import { createHash } from 'node:crypto';
import type { FilePlanRow, ImportColumn, ImportProblem } from '../../../shared/domain/transfer.ts';
import type { CsvTable } from './csv-reader.ts';
import { unguardCell } from './formula-guard.ts';

export interface KnownGroup {
  readonly id: string;
  readonly version: number;
  readonly externalId: string | null;
  /** Ids of users only: nested groups stay as they are. */
  readonly userIds: ReadonlySet<string>;
}

export interface PlannedGroup {
  readonly row: number;
  readonly id: string | null;
  readonly version: number;
  readonly displayName: string;
  /** undefined: the file does not say. */
  readonly externalId: string | undefined;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export interface GroupPlan {
  readonly columns: readonly ImportColumn[];
  readonly rows: readonly FilePlanRow[];
  readonly writes: readonly PlannedGroup[];
  readonly problems: readonly ImportProblem[];
  readonly digest: string;
}

export interface GroupLookup {
  /** Groups with this displayName; more than one makes the row ambiguous. */
  groups(displayName: string): readonly KnownGroup[];
  /** Id of the user with this userName or id. */
  user(login: string): string | undefined;
}

interface Wanted {
  readonly row: number;
  readonly displayName: string;
  externalId: string | undefined;
  /** null: the file has no column of members. */
  members: string[] | null;
}

export function planGroups(
  table: CsvTable,
  columns: readonly ImportColumn[],
  lookup: GroupLookup,
): GroupPlan {
  const problems: ImportProblem[] = columns
    .filter((c) => c.target === null)
    .map((c) => ({
      row: null,
      column: c.header,
      severity: 'warning',
      text: `The column ${c.header} is not mapped and will be ignored.`,
    }));
  const wanted = collect(table, columns, problems);
  const rows: FilePlanRow[] = [];
  const writes: PlannedGroup[] = [];
  for (const group of wanted) {
    const { shown, write } = compare(group, lookup, problems);
    rows.push(shown);
    if (write !== null) writes.push(write);
  }
  const digest = createHash('sha256').update(JSON.stringify(writes)).digest('hex');
  return { columns, rows, writes, problems, digest };
}

function collect(table: CsvTable, columns: readonly ImportColumn[], problems: ImportProblem[]): Wanted[] {
  const at = (...targets: string[]) =>
    columns.findIndex((c) => c.target !== null && targets.includes(c.target));
  const nameAt = at('displayName', 'group');
  const externalAt = at('externalId');
  const manyAt = at('members');
  const oneAt = at('userIdOrLogin');
  if (nameAt < 0) {
    problems.push({
      row: null,
      column: null,
      severity: 'blocker',
      text: 'No column is the name of the group. Map one to displayName or group.',
    });
    return [];
  }
  const byName = new Map<string, Wanted>();
  table.rows.forEach((cells, i) => {
    const cell = (index: number) => (index < 0 ? '' : unguardCell(cells[index] ?? '').trim());
    const displayName = cell(nameAt);
    if (displayName === '') {
      problems.push({
        row: i + 2,
        column: columns[nameAt]?.header ?? null,
        severity: 'blocker',
        text: 'The name of the group is missing.',
      });
      return;
    }
    const group = byName.get(displayName) ?? {
      row: i + 2,
      displayName,
      externalId: undefined,
      members: manyAt >= 0 || oneAt >= 0 ? [] : null,
    };
    byName.set(displayName, group);
    if (cell(externalAt) !== '') group.externalId = cell(externalAt);
    group.members?.push(
      ...cell(manyAt)
        .split(/[\n;]/)
        .map((m) => m.trim())
        .filter(Boolean),
    );
    if (cell(oneAt) !== '') group.members?.push(cell(oneAt));
  });
  return [...byName.values()];
}

function compare(
  group: Wanted,
  lookup: GroupLookup,
  problems: ImportProblem[],
): { shown: FilePlanRow; write: PlannedGroup | null } {
  const shown = (action: FilePlanRow['action'], changes: FilePlanRow['changes']): FilePlanRow => ({
    row: group.row,
    action,
    name: group.displayName,
    userName: '',
    changes,
  });
  const found = lookup.groups(group.displayName);
  if (found.length > 1) {
    problems.push({
      row: group.row,
      column: null,
      severity: 'blocker',
      text: `${found.length} groups are called ${group.displayName}: it is not clear which is meant.`,
    });
    return { shown: shown('skip', []), write: null };
  }
  const known = found[0];
  const { add, remove } = membershipChanges(group, known, lookup, problems);
  const externalChanged =
    group.externalId !== undefined && group.externalId !== (known?.externalId ?? undefined);
  if (known !== undefined && add.length === 0 && remove.length === 0 && !externalChanged) {
    return { shown: shown('unchanged', []), write: null };
  }
  const changes: { path: string; before: string; after: string }[] = [];
  if (externalChanged)
    changes.push({ path: 'externalId', before: known?.externalId ?? '', after: group.externalId ?? '' });
  if (add.length > 0) changes.push({ path: 'members', before: '', after: `${add.length} added` });
  if (remove.length > 0) changes.push({ path: 'members', before: `${remove.length} removed`, after: '' });
  return {
    shown: shown(known === undefined ? 'create' : 'update', changes),
    write: {
      row: group.row,
      id: known?.id ?? null,
      version: known?.version ?? 0,
      displayName: group.displayName,
      externalId: externalChanged ? group.externalId : undefined,
      add,
      remove,
    },
  };
}

function membershipChanges(
  group: Wanted,
  known: KnownGroup | undefined,
  lookup: GroupLookup,
  problems: ImportProblem[],
): { add: string[]; remove: string[] } {
  if (group.members === null) return { add: [], remove: [] };
  const unknown: string[] = [];
  const wanted = new Set<string>();
  for (const login of group.members) {
    const id = lookup.user(login);
    if (id === undefined) unknown.push(login);
    else wanted.add(id);
  }
  if (unknown.length > 0) {
    const named = unknown.slice(0, 3).join(', ');
    problems.push({
      row: group.row,
      column: null,
      severity: 'warning',
      text: `${group.displayName}: no user is called ${named}${unknown.length > 3 ? ` (and ${unknown.length - 3} more)` : ''}. They are left out.`,
    });
  }
  const have = known?.userIds ?? new Set<string>();
  return {
    add: [...wanted].filter((id) => !have.has(id)),
    remove: [...have].filter((id) => !wanted.has(id)),
  };
}
