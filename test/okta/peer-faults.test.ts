/**
 * What a misbehaving server does to one flow, step by step; that every fault is named by every command is asserted in
 * fault-table.test.ts. Real sockets; only the time-out is shortened.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { OperationOutcome } from '../../shared/domain/simulator.ts';
import { connect, everySwitch, importNow, openTestOrg, person, type TestOrg } from '../support/okta-org.ts';
import {
  listResponse,
  type Script,
  type ScriptedServer,
  scimError,
  startScriptedServer,
} from '../support/okta-scripted-server.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

interface World {
  readonly org: TestOrg;
  readonly server: ScriptedServer;
  readonly connectionId: string;
}

async function world(script: Script, timeoutMs = 2_000): Promise<World> {
  const server = await startScriptedServer(script);
  open.push(server);
  const org = openTestOrg({ timeoutMs });
  open.push(org);
  const connectionId = await connect(org, server.baseUrl);
  org.sim.configure({ connectionId, ...everySwitch, importGroups: false });
  return { org, server, connectionId };
}

async function assignJane(at: World): Promise<OperationOutcome> {
  const id = person(at.org, { login: 'jane@x.com', firstName: 'Jane', lastName: 'Doe' });
  return at.org.sim.assign({ connectionId: at.connectionId, personIds: [id], groupIds: [] });
}

const user = (n: number) => ({
  id: `u${n}`,
  userName: `p${n}@x.com`,
  name: { givenName: 'P', familyName: String(n) },
  emails: [{ value: `p${n}@x.com`, primary: true }],
  active: true,
});
const users = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => user(from + i));

describe('single faults', () => {
  test('connection refused is named, and the connection says so', async () => {
    const at = await world([]);
    await at.server.close();
    const outcome = await assignJane(at);
    expect(outcome.failures[0]?.detail).toMatch(/nothing listens at that address \(ECONNREFUSED\)/);
    const connection = at.org.sim.listConnections().find((c) => c.kind === 'remote');
    expect(connection).toMatchObject({ lastResult: 'failed' });
    expect(connection?.lastError).toMatch(/ECONNREFUSED/);
    expect(at.org.exchanges[0]).toMatchObject({ status: 0, error: 'ECONNREFUSED' });
  });

  test('429 ten times ends for good, with doubled waits up to what a person sits through', async () => {
    const at = await world(() => ({ status: 429, headers: { 'retry-after': '1' } }));
    const outcome = await assignJane(at);
    expect(at.org.waits).toEqual([1, 2, 4, 8, 16]);
    expect(outcome.failures[0]?.detail).toMatch(/Okta would try again in 32 seconds/);
  });

  test('429 with Retry-After 0 is tried ten times and no more', async () => {
    const at = await world(() => ({ status: 429, headers: { 'retry-after': '0' } }));
    const outcome = await assignJane(at);
    expect(at.server.seen.length).toBe(10);
    expect(outcome.failures[0]?.detail).toMatch(
      /10 attempts were answered with 429; Okta gives up after that/,
    );
  });

  test('a filter that is ignored links nobody to a stranger', async () => {
    const at = await world([{ body: listResponse([user(1)]) }, { status: 201, body: { id: 'mine' } }]);
    const outcome = await assignJane(at);
    expect(outcome.done).toBe(1);
    expect(outcome.notes.join()).toMatch(/answered the filter with users that are not jane@x\.com/);
    const [row] = at.org.sim.assignments({ connectionId: at.connectionId, offset: 0, limit: 1 }).rows;
    expect(row?.externalId).toBe('mine');
  });

  test('numbers as strings are named', async () => {
    const strings = { Resources: [], totalResults: '0', startIndex: '1', itemsPerPage: '0' };
    const at = await world([{ body: strings }, { status: 201, body: { id: 7 } }]);
    const outcome = await assignJane(at);
    expect(outcome.notes.join()).toMatch(/startIndex is a string; Okta needs a JSON number/);
    expect(outcome.notes.join()).toMatch(/id is a number/);
  });

  test('a name that resolves to a metadata address is refused before a socket opens', async () => {
    const org = openTestOrg({
      resolve: (_host, answer) => answer(null, [{ address: '169.254.169.254', family: 4 }]),
    });
    open.push(org);
    const connectionId = await connect(org, 'https://scim.example.com/v2');
    const result = await org.sim.test(connectionId);
    expect(result.steps[0]?.detail).toBe(
      'Address not allowed: scim.example.com resolves to 169.254.169.254.',
    );
    expect(result.ok).toBe(false);
  });

  test('the local server that does not run is a fault, and nothing changes', async () => {
    const org = openTestOrg();
    open.push(org);
    org.sim.configure({ connectionId: 'local', ...everySwitch });
    const id = person(org, { login: 'jane@x.com', firstName: 'Jane', lastName: 'Doe' });
    await expect(
      org.sim.assign({ connectionId: 'local', personIds: [id], groupIds: [] }),
    ).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(org.sim.assignments({ connectionId: 'local', offset: 0, limit: 1 }).all).toBe(0);
  });

  test('a group that was linked and could not be renamed keeps the link and the name it has in the app', async () => {
    const found = { body: listResponse([{ id: 'g1', displayName: 'SALES' }]) };
    const at = await world([found, scimError(403, 'names are fixed'), {}, {}]);
    at.org.sim.configure({ connectionId: at.connectionId, renameAppGroups: true });
    const { group } = await at.org.sim.createGroup({ name: 'Sales', description: null, memberIds: [] });
    const push = { connectionId: at.connectionId, groupIds: [group.id], pushMemberships: true };
    expect((await at.org.sim.pushGroups(push)).failures[0]?.detail).toMatch(/names are fixed/);
    const [failed] = at.org.sim.pushMappings(at.connectionId);
    expect(failed).toMatchObject({ status: 'ERROR', appGroupId: 'g1', appGroupName: 'SALES' });
    expect((await at.org.sim.pushNow({ mappingIds: [failed?.id ?? ''] })).failed).toBe(0);
    const [pushed] = at.org.sim.pushMappings(at.connectionId);
    expect(pushed).toMatchObject({ status: 'ACTIVE', appGroupId: 'g1', appGroupName: 'Sales' });
  });

  test('closing ends a request that hangs', async () => {
    const at = await world([{ behave: () => undefined }], 60_000);
    const outcome = assignJane(at);
    while (at.server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await at.org.sim.close();
    expect((await outcome).failures[0]?.detail).toBe('It was cancelled.');
  });
});

describe('lists that do not add up', () => {
  test('an import that fails on page 2 keeps page 1 and unassigns nobody', async () => {
    const at = await world([{ body: listResponse(users(1, 101), 150) }, scimError(503, 'later')]);
    const summary = await importNow(at.org, at.connectionId);
    expect(summary.error).toMatch(/Service Unavailable\. Errors reported by remote server: later/);
    expect(summary).toMatchObject({ newUsers: 100, usersRemoved: 0, pages: 1 });
  });

  test('a list that is not whole unassigns nobody', async () => {
    const at = await world([
      { body: listResponse([]) },
      { status: 201, body: { id: 'u900' } },
      { body: listResponse([], 5) },
    ]);
    expect((await assignJane(at)).done).toBe(1);
    const summary = await importNow(at.org, at.connectionId);
    expect(summary.usersRemoved).toBe(0);
    expect(summary.warnings.join()).toMatch(/Nobody was unassigned/);
  });

  test('an import that hangs is cancelled', async () => {
    const at = await world([{ behave: () => undefined }], 60_000);
    await at.org.sim.startImport(at.connectionId);
    await expect(at.org.sim.startImport(at.connectionId)).rejects.toMatchObject({ code: 'busy' });
    const ended = at.org.sim.importFinished(at.connectionId);
    at.org.sim.cancelImport(at.connectionId);
    await ended;
    const { running, last } = at.org.sim.importState(at.connectionId);
    expect(running).toBe(false);
    expect(last?.error).toBe('The import was cancelled.');
  });
});
