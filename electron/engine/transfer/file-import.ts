/**
 * A list on its way in: bytes are gathered, planned, shown, and only then written, in one unit. Nothing of it touches
 * the directory before `commit`; a cancelled or forgotten one leaves no trace.
 */
import type { ChangeSource, Page } from '../../../shared/domain/directory.ts';
import type { FilePlan, FilePlanRow, ImportProblem, ListKind } from '../../../shared/domain/transfer.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Clock, IdSource } from '../base/ports.ts';
import type { Directory, Unit } from '../directory/directory.ts';
import { type CsvTable, limits, readCsv, refuseOtherKinds } from './csv-reader.ts';
import {
  type ComputedPlan,
  describeColumns,
  type Mapping,
  type PlannedUser,
  planUsers,
} from './file-plan.ts';
import { type GroupPlan, type KnownGroup, type PlannedGroup, planGroups } from './file-plan-groups.ts';

export interface FileImport {
  begin(fileName: string, kind: ListKind): { id: string };
  /** @throws AppFault `too-large`, `invalid-input` as soon as the bytes say so */
  append(id: string, chunk: Buffer): { bytes: number };
  plan(id: string, mapping: Mapping | undefined): FilePlan;
  rows(
    id: string,
    action: FilePlanRow['action'] | undefined,
    offset: number,
    limit: number,
  ): Page<FilePlanRow>;
  /** @throws AppFault `stale` where the directory moved under the plan */
  commit(id: string, digest: string): { created: number; updated: number; seq: number | null };
  discard(id: string): void;
}

const openForMs = 1_800_000;
const openAtMost = 4;

interface Incoming {
  readonly id: string;
  readonly fileName: string;
  readonly kind: ListKind;
  chunks: Buffer[];
  bytes: number;
  /** Bytes since the last line end, and lines so far. */
  lineBytes: number;
  lines: number;
  mapping: Mapping | undefined;
  planned: (ComputedPlan | GroupPlan) | null;
  touched: number;
}

interface ImportDeps {
  directory: Directory;
  clock: Clock;
  ids: IdSource;
}

/** The imports that are open: four at the most, each for half an hour after it was last touched. */
function createOpenImports({ clock, ids }: ImportDeps) {
  const open = new Map<string, Incoming>();
  const forget = () => {
    for (const [id, one] of open) if (clock() - one.touched > openForMs) open.delete(id);
    while (open.size >= openAtMost) open.delete(open.keys().next().value as string);
  };
  const find = (id: string): Incoming => {
    const one = open.get(id);
    if (one === undefined)
      throw new AppFault('not-found', 'This import is no longer open. Choose the file again.');
    one.touched = clock();
    return one;
  };
  return {
    find,
    close: (id: string) => open.delete(id),
    begin: (fileName: string, kind: ListKind) => {
      forget();
      const id = ids.uuid();
      open.set(id, {
        id,
        fileName,
        kind,
        chunks: [],
        bytes: 0,
        lineBytes: 0,
        lines: 1,
        mapping: undefined,
        planned: null,
        touched: clock(),
      });
      return { id };
    },
  };
}

export function createFileImport(deps: ImportDeps): FileImport {
  const { directory } = deps;
  const { begin, find, close } = createOpenImports(deps);
  return {
    begin,
    append: (id, chunk) => {
      const one = find(id);
      try {
        takeIn(one, chunk);
      } catch (error) {
        close(id);
        throw error;
      }
      return { bytes: one.bytes };
    },
    plan: (id, mapping) => {
      const one = find(id);
      one.mapping = mapping;
      const { table, planned } = compute(directory, one);
      one.planned = planned;
      return shown(one, table, planned);
    },
    rows: (id, action, offset, limit) => {
      const all = find(id).planned?.rows ?? [];
      const matching = action === undefined ? all : all.filter((r) => r.action === action);
      return { total: matching.length, offset, rows: matching.slice(offset, offset + limit) };
    },
    commit: (id, digest) => {
      const one = find(id);
      const { planned } = compute(directory, one);
      if (planned.digest !== digest) {
        throw new AppFault(
          'stale',
          'The directory changed since this list was checked. Check it again before importing.',
        );
      }
      const result = write(directory, one, planned);
      close(id);
      return result;
    },
    discard: (id) => {
      close(id);
    },
  };
}

function compute(
  directory: Directory,
  one: Incoming,
): { table: CsvTable; planned: ComputedPlan | GroupPlan } {
  const table = readCsv(Buffer.concat(one.chunks, one.bytes));
  const columns = describeColumns(table, one.mapping, one.kind);
  const planned =
    one.kind === 'users'
      ? planUsers(table, columns, (userName) => directory.plainUserByUserName(userName))
      : planGroups(table, columns, groupLookup(directory));
  return { table, planned };
}

function takeIn(one: Incoming, chunk: Buffer): void {
  if (one.bytes === 0) refuseOtherKinds(chunk);
  if (one.bytes + chunk.length > limits.fileBytes) {
    throw new AppFault('too-large', `This file is larger than ${limits.fileBytes / 1024 / 1024} MiB.`);
  }
  const end = chunk.lastIndexOf(0x0a);
  one.lineBytes = end < 0 ? one.lineBytes + chunk.length : chunk.length - end - 1;
  if (end >= 0) one.lines += 1;
  if (one.lineBytes > limits.lineBytes) {
    throw new AppFault(
      'too-large',
      one.lines === 1 ? 'Line 1 is longer than 1 MiB.' : 'A line of this file is longer than 1 MiB.',
    );
  }
  one.chunks.push(chunk);
  one.bytes += chunk.length;
  one.planned = null;
}

function shown(one: Incoming, table: CsvTable, planned: ComputedPlan | GroupPlan): FilePlan {
  const count = (action: FilePlanRow['action']) => planned.rows.filter((r) => r.action === action).length;
  const severity = (s: ImportProblem['severity']) => planned.problems.filter((p) => p.severity === s).length;
  return {
    id: one.id,
    fileName: one.fileName,
    kind: one.kind,
    delimiter: table.delimiter,
    columns: planned.columns,
    counts: {
      create: count('create'),
      update: count('update'),
      unchanged: count('unchanged'),
      skip: count('skip'),
    },
    blockers: severity('blocker'),
    warnings: severity('warning'),
    problems: planned.problems.slice(0, 200),
    digest: planned.digest,
  };
}

function write(
  directory: Directory,
  one: Incoming,
  planned: ComputedPlan | GroupPlan,
): { created: number; updated: number; seq: number | null } {
  const source: ChangeSource = { kind: 'import', run: one.fileName };
  return directory.inUnit(source, (unit) => {
    let created = 0;
    for (const entry of planned.writes) {
      try {
        if ('attributes' in entry) writeUser(unit, entry);
        else writeGroup(unit, entry);
      } catch (error) {
        if (error instanceof AppFault)
          throw new AppFault(error.code, `Row ${entry.row}: ${error.message} Nothing was imported.`);
        throw error;
      }
      if (entry.id === null) created += 1;
    }
    return { created, updated: planned.writes.length - created, seq: unit.firstSeq() };
  });
}

function writeUser(unit: Unit, planned: PlannedUser): void {
  const active = planned.active === undefined ? {} : { active: planned.active };
  if (planned.id === null) unit.createUser(planned.attributes, active);
  else unit.updateUser(planned.id, planned.attributes, { version: planned.version, ...active });
}

function writeGroup(unit: Unit, planned: PlannedGroup): void {
  const external = planned.externalId === undefined ? {} : { externalId: planned.externalId };
  if (planned.id === null) {
    unit.createGroup({ displayName: planned.displayName, ...external }, planned.add);
    return;
  }
  if (planned.externalId !== undefined) unit.updateGroup(planned.id, external);
  if (planned.add.length > 0) unit.addMembers(planned.id, planned.add);
  if (planned.remove.length > 0) unit.removeMembers(planned.id, planned.remove);
}

function groupLookup(directory: Directory) {
  const users = new Map<string, string | undefined>();
  return {
    groups: (displayName: string): KnownGroup[] =>
      directory.findGroupsByName(displayName).map((g) => ({
        id: g.id,
        version: g.version,
        externalId: g.externalId,
        userIds: userIdsOf(directory, g.id),
      })),
    user: (login: string): string | undefined => {
      if (!users.has(login))
        users.set(login, (directory.plainUserByUserName(login) ?? directory.findUser(login))?.id);
      return users.get(login);
    },
  };
}

function userIdsOf(directory: Directory, groupId: string): Set<string> {
  const ids = new Set<string>();
  for (let offset = 0; ; offset += 500) {
    const page = directory.memberRows(groupId, { offset, limit: 500 });
    for (const member of page.rows) if (member.type === 'User') ids.add(member.id);
    if (page.rows.length < 500) return ids;
  }
}
