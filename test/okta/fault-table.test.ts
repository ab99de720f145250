/**
 * Every row of the fault table (test/support/okta-fault-rows.ts) through the commands an admin has: the report names
 * what the server did, in Okta's words and in ours; nothing known is lost, nothing stays half done, memory and time
 * are bounded; and once the server behaves again, trying again makes everything whole.
 */
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import { keepTrafficHere } from '../../electron/engine/oversight/traffic-here.ts';
import { createTrafficLog } from '../../electron/engine/oversight/traffic-log.ts';
import type { ImportSummary, OperationOutcome, TestResult } from '../../shared/domain/simulator.ts';
import { commandsOf, importToTheEnd, type RunCommand } from '../support/okta-commands.ts';
import { commands, type FaultCommand, type FaultRow } from '../support/okta-fault-row.ts';
import { faultRows } from '../support/okta-fault-rows.ts';
import { type FaultServer, startFaultServer } from '../support/okta-fault-server.ts';
import { connect, everySwitch, memorySecrets, openTestOrg, person } from '../support/okta-org.ts';
import { tempDir } from '../support/temp-workspace.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const seeded = 120;
const page = { offset: 0, limit: 500 };

interface World {
  readonly server: FaultServer;
  readonly run: RunCommand;
  /** The same org with the patience of the row: what works must not fail on a busy machine. */
  readonly meet: RunCommand;
  readonly connectionId: string;
  readonly ids: {
    readonly lea: string;
    readonly jane: string;
    readonly crew: string;
    readonly fresh: string;
  };
  readonly crewMapping: string;
  /** The server's id of Lea. */
  readonly leaLink: string;
  /** A row of the review list that a person decided. */
  readonly decided: string;
}

/** A connection in use: Lea is linked, Crew is pushed with her in it, an import waits for review. */
async function inUse(row: FaultRow): Promise<World> {
  const server = await startFaultServer(seeded);
  open.push(server);
  const logger = silentLogger;
  const keeper = keepTrafficHere({ path: join(tempDir(), 'traffic.db'), clock: Date.now, logger });
  const failed = (error: unknown) => {
    throw error;
  };
  const log = createTrafficLog({ keeper, announce: () => undefined, failed });
  const shared = { recordExchange: log.record, secrets: memorySecrets(), clock: Date.now };
  const org = openTestOrg({ ...shared, timeoutMs: 20_000 });
  const hurried = openTestOrg({ ...shared, db: org.db, timeoutMs: row.patience ?? 2_000 });
  open.push(log, org, hurried);
  const run = commandsOf(org.sim);
  const meet = commandsOf(hurried.sim);
  const connectionId = await connect(org, server.baseUrl);
  const settings = { importGroups: true, renameAppGroups: true, dialect: row.dialect ?? 'catalog' } as const;
  await run('sim.configure', { connectionId, ...everySwitch, ...settings });
  const lea = person(org, { login: 'lea@x.com', firstName: 'Lea', lastName: 'Linked' });
  const jane = person(org, { login: 'jane@x.com', firstName: 'Jane', lastName: 'Doe' });
  clean(await run('sim.assign', { connectionId, personIds: [lea] }));
  const { group: crew } = await run('sim.createGroup', { name: 'Crew', memberIds: [lea] });
  const { group: fresh } = await run('sim.createGroup', { name: 'Fresh', memberIds: [lea] });
  clean(await run('sim.pushGroups', { connectionId, groupIds: [crew.id] }));
  expect(await importToTheEnd(run, connectionId)).toMatchObject({
    error: null,
    warnings: [],
    newUsers: seeded,
  });
  const rows = await run('sim.importRows', { connectionId, text: 'p9@x.com', ...page });
  const decided = rows.rows[0]?.id ?? '';
  await run('sim.decide', { connectionId, rowIds: [decided], decision: 'IGNORE' });
  const crewMapping = (await run('sim.pushMappings', { connectionId }))[0]?.id ?? '';
  const leaLink = (await assignmentOf(run, connectionId, lea))?.externalId ?? '';
  expect(leaLink).not.toBe('');
  const ids = { lea, jane, crew: crew.id, fresh: fresh.id };
  return { server, run, meet, connectionId, ids, crewMapping, leaLink, decided };
}

async function assignmentOf(run: RunCommand, connectionId: string, personId: string) {
  const { rows } = await run('sim.assignments', { connectionId, ...page });
  return rows.find((a) => a.personId === personId);
}

function clean(outcome: OperationOutcome): void {
  expect(outcome).toMatchObject({ failed: 0, failures: [], notes: [] });
}

/** A group whose creation was not answered is found by its name and linked, and the outcome says so. */
function cleanButFound(outcome: OperationOutcome): void {
  const linked = 'Fresh was linked: the app has a group of this name already.';
  clean({ ...outcome, notes: outcome.notes.filter((note) => note !== linked) });
}

interface Report {
  /** Everything that an admin can read about it. */
  readonly text: string;
  /** Nothing failed and nothing was remarked. */
  readonly fine: boolean;
}

const ofTest = (r: TestResult): Report => ({
  text: [r.oktaText, ...r.steps.map((s) => s.detail)].join('\n'),
  fine: r.ok && r.steps.every((s) => /^200: the server has \d+\.$/.test(s.detail)),
});
const ofImport = (s: ImportSummary): Report => ({
  text: [s.error ?? '', ...s.warnings].join('\n'),
  fine: s.error === null && s.warnings.length === 0,
});
const ofOutcome = (o: OperationOutcome): Report => ({
  text: [...o.failures.flatMap((f) => [f.oktaText, f.detail]), ...o.notes].join('\n'),
  fine: o.failed === 0 && o.notes.length === 0,
});

function act(at: World): Record<FaultCommand, () => Promise<Report>> {
  const { meet: run, connectionId, ids } = at;
  return {
    test: async () => ofTest(await run('sim.test', { connectionId })),
    import: async () => {
      const summary = await importToTheEnd(run, connectionId);
      expect(summary, 'nobody and nothing is removed').toMatchObject({ usersRemoved: 0, groupsRemoved: 0 });
      return ofImport(summary);
    },
    pushUser: async () => ofOutcome(await run('sim.assign', { connectionId, personIds: [ids.jane] })),
    pushGroup: async () => ofOutcome(await run('sim.pushGroups', { connectionId, groupIds: [ids.fresh] })),
    updateUser: async () =>
      ofOutcome((await run('sim.updatePerson', { id: ids.lea, profile: { title: 'Lead' } })).outcome),
    pushNow: async () => ofOutcome(await run('sim.pushNow', { mappingIds: [at.crewMapping] })),
  };
}

/** Of the process, in MiB, the most while `work` ran above what it was before. */
async function memoryOf(work: () => Promise<void>): Promise<number> {
  const used = () => {
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1024 / 1024;
  };
  const before = used();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, used());
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return Math.max(most, used()) - before;
}

/** Milliseconds for one command: three exchanges of a patience each, and a busy machine. */
const slowest = (row: FaultRow) => 3 * (row.patience ?? 2_000) + 3_000;

test('the table has at least 25 rows, each with a name of its own and something to say', () => {
  expect(faultRows.length).toBeGreaterThanOrEqual(60);
  expect(new Set(faultRows.map((row) => row.name)).size).toBe(faultRows.length);
  for (const row of faultRows) {
    expect(Object.values(row.says).flat().length, row.name).toBeGreaterThan(0);
  }
});

describe('a server that misbehaves', () => {
  for (const row of faultRows) {
    test(`${row.name} is named, and costs nothing that was there`, { timeout: 60_000 }, async () => {
      const at = await inUse(row);
      const seenBefore = at.server.seen.length;
      at.server.misbehave(row);
      const mib = await memoryOf(() => meetTheFault(at, row));
      expect(mib, 'MiB of memory').toBeLessThan(150);
      const asked = at.server.seen.length - seenBefore;
      if (row.asks === undefined) expect(asked, 'requests').toBeLessThan(100);
      else expect(asked, 'requests').toBe(row.asks);
      await nothingLost(at);
      at.server.misbehave(null);
      await madeWhole(at);
    });
  }
});

async function meetTheFault(at: World, row: FaultRow): Promise<void> {
  const acts = act(at);
  for (const command of commands) {
    const began = performance.now();
    const report = await acts[command]();
    expect(performance.now() - began, `${command}: milliseconds`).toBeLessThan(slowest(row));
    const said = row.says[command] ?? [];
    for (const words of said) expect(report.text, command).toMatch(words);
    if (said.length === 0) expect(report, command).toMatchObject({ fine: true });
    expect(report.text, command).not.toMatch(/did not expect|\[object|undefined|NaN/);
  }
}

async function nothingLost(at: World): Promise<void> {
  const { run, connectionId, ids } = at;
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(await assignmentOf(run, connectionId, ids.lea)).toMatchObject({ externalId: at.leaLink });
  const jane = await assignmentOf(run, connectionId, ids.jane);
  const janeThere = at.server.scim.directory.findUserByUserName('jane@x.com');
  if (jane?.status === 'PROVISIONED') expect(jane.externalId).toBe(janeThere?.id);
  else expect(jane).toMatchObject({ status: 'ERROR', externalId: null });
  for (const mapping of await run('sim.pushMappings', { connectionId })) {
    if (mapping.groupName === 'Crew') expect(mapping.appGroupId).not.toBeNull();
    if (mapping.status !== 'ERROR') expect(mapping.error).toBeNull();
  }
  const rows = await run('sim.importRows', { connectionId, ...page });
  expect(rows.rows.length).toBeGreaterThanOrEqual(seeded);
  expect(rows.rows.find((r) => r.id === at.decided)).toMatchObject({
    userName: 'p9@x.com',
    decision: 'IGNORE',
  });
}

/** Retry Selected, Push Now, Force Sync and one more import leave both sides as if nothing had happened. */
async function madeWhole(at: World): Promise<void> {
  const { run, connectionId, ids, server } = at;
  const { rows } = await run('sim.assignments', { connectionId, ...page });
  const failed = rows.filter((a) => a.status === 'ERROR').map((a) => a.id);
  if (failed.length > 0) clean(await run('sim.provision', { connectionId, assignmentIds: failed }));
  const mappingIds = (await run('sim.pushMappings', { connectionId })).map((m) => m.id);
  cleanButFound(await run('sim.pushNow', { mappingIds }));
  clean(await run('sim.forceSync', { connectionId }));
  const { directory } = server.scim;
  const jane = directory.findUserByUserName('jane@x.com');
  expect(jane).toMatchObject({ active: true, externalId: ids.jane });
  expect(await assignmentOf(run, connectionId, ids.jane)).toMatchObject({
    status: 'PROVISIONED',
    externalId: jane?.id,
  });
  expect(directory.findUserByUserName('lea@x.com')).toMatchObject({
    id: at.leaLink,
    attributes: { title: 'Lead' },
  });
  for (const name of ['Crew', 'Fresh']) {
    const groups = directory.findGroupsByName(name);
    expect(groups.length, name).toBe(1);
    const members = directory.memberRows(groups[0]?.id ?? '', page).rows.map((m) => m.userName);
    expect(members, name).toEqual(['lea@x.com']);
  }
  const last = await importToTheEnd(run, connectionId);
  expect(last).toMatchObject({ error: null, warnings: [], usersScanned: seeded + 2, groupsScanned: 3 });
  expect((await run('sim.importState', { connectionId })).counts.all).toBe(seeded);
}
