/**
 * The simulated org against this product's own SCIM server, over HTTP: the eight features of an Okta integration, in
 * both dialects. The two share nothing but the wire.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationOutcome } from '../../shared/domain/simulator.ts';
import { everySwitch, importNow, openTestOrg, person, type TestOrg } from '../support/okta-org.ts';
import { type ScimUnderTest, startScim, writeToken } from '../support/scim-start.ts';

describe.each(['catalog', 'wizard'] as const)('a %s app', (dialect) => {
  let scim: ScimUnderTest;
  let org: TestOrg;
  const connectionId = 'local';
  const page = { offset: 0, limit: 100 };
  const ids: Record<string, string> = {};
  let groupId = '';

  beforeAll(async () => {
    scim = await startScim();
    org = openTestOrg({
      localEndpoint: async () => ({ baseUrl: scim.baseUrl, token: writeToken }),
      timeoutMs: 10_000,
    });
    org.sim.configure({ connectionId, dialect, ...everySwitch, importGroups: true, renameAppGroups: true });
    for (const [key, firstName] of [
      ['ana', 'Ana'],
      ['raj', 'Raj'],
      ['mei', 'Mei'],
    ] as const) {
      const profile = { login: `${key}@acme.example`, firstName, lastName: 'Sample', department: 'Finance' };
      ids[key] = person(org, { ...profile, title: 'Controller', primaryPhone: '+1 555', city: 'Porto' });
    }
  });
  afterAll(async () => {
    await org.close();
    await scim.stop();
  });

  const clean = (outcome: OperationOutcome) => {
    expect(outcome.failures).toEqual([]);
    expect(outcome.failed).toBe(0);
  };
  const found = (key: string) => scim.directory.findUserByUserName(`${key}@acme.example`);
  const assignmentOf = (key: string) =>
    org.sim.assignments({ connectionId, ...page }).rows.find((a) => a.personId === ids[key]);
  const membersOf = (name: string) => {
    const group = scim.directory.findGroupsByName(name)[0];
    const rows = group && scim.directory.memberRows(group.id, page).rows;
    return rows?.map((m) => m.userName).sort();
  };
  const people = (...keys: string[]) => keys.map((key) => ids[key] ?? '');

  test('the credentials are tested', async () => {
    const result = await org.sim.test(connectionId);
    expect(result.ok).toBe(true);
    expect(result.steps.map((s) => s.ok)).toEqual([true, true]);
  });

  test('users are pushed', async () => {
    clean(await org.sim.assign({ connectionId, personIds: people('ana', 'raj', 'mei'), groupIds: [] }));
    for (const key of ['ana', 'raj', 'mei']) {
      const user = found(key);
      expect(user).toMatchObject({ active: true, externalId: ids[key] });
      expect(assignmentOf(key)).toMatchObject({ status: 'PROVISIONED', externalId: user?.id });
      expect(user?.attributes).toMatchObject({ title: 'Controller', name: { familyName: 'Sample' } });
    }
  });

  test('updates are pushed', async () => {
    const profile = { firstName: 'Anabel', title: 'Treasurer', department: 'Treasury' };
    const { outcome } = await org.sim.updatePerson({ id: ids['ana'] ?? '', profile });
    clean(outcome);
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    expect(found('ana')?.attributes).toMatchObject({
      name: { givenName: 'Anabel', familyName: 'Sample' },
      title: 'Treasurer',
      [enterprise]: { department: 'Treasury' },
    });
  });

  test('Force Sync repeats and changes nothing', async () => {
    const before = found('raj');
    const outcome = await org.sim.forceSync({ connectionId });
    clean(outcome);
    expect(outcome.done).toBe(3);
    expect(found('raj')?.attributes).toEqual(before?.attributes);
  });

  test('groups are pushed with their members', async () => {
    const sales = { name: 'Sales', description: null, memberIds: people('ana', 'raj') };
    const { group } = await org.sim.createGroup(sales);
    groupId = group.id;
    clean(await org.sim.pushGroups({ connectionId, groupIds: [groupId], pushMemberships: true }));
    expect(membersOf('Sales')).toEqual(['ana@acme.example', 'raj@acme.example']);
    expect(org.sim.pushMappings(connectionId)[0]).toMatchObject({
      status: 'ACTIVE',
      pushedMembers: 2,
      leftOut: [],
    });
  });

  test('membership and name of a group are updated', async () => {
    clean(await org.sim.changeMembers({ groupId, add: people('mei'), remove: people('ana') }));
    expect(membersOf('Sales')).toEqual(['mei@acme.example', 'raj@acme.example']);
    clean(await org.sim.renameGroup({ id: groupId, name: 'Sales EMEA' }));
    expect(membersOf('Sales')).toBeUndefined();
    expect(membersOf('Sales EMEA')).toEqual(['mei@acme.example', 'raj@acme.example']);
    const [mapping] = org.sim.pushMappings(connectionId);
    clean(await org.sim.pushNow({ mappingIds: [mapping?.id ?? ''] }));
    expect(membersOf('Sales EMEA')).toEqual(['mei@acme.example', 'raj@acme.example']);
  });

  test('users are deactivated, and come back with the same id', async () => {
    const id = found('ana')?.id;
    clean(
      await org.sim.unassign({ connectionId, assignmentIds: [assignmentOf('ana')?.id ?? ''], groupIds: [] }),
    );
    expect(found('ana')).toMatchObject({ id, active: false });
    expect(assignmentOf('ana')).toBeUndefined();
    clean(await org.sim.assign({ connectionId, personIds: people('ana'), groupIds: [] }));
    expect(found('ana')).toMatchObject({ id, active: true });
    expect(assignmentOf('ana')).toMatchObject({ status: 'PROVISIONED', externalId: id });
    clean(await org.sim.setPersonStatus({ ids: people('ana'), status: 'DEPROVISIONED' }));
    expect(found('ana')).toMatchObject({ id, active: false });
  });

  test('groups are deactivated: unlink and delete', async () => {
    const [mapping] = org.sim.pushMappings(connectionId);
    clean(await org.sim.unlinkPush({ mappingIds: [mapping?.id ?? ''], deleteInApp: true }));
    expect(membersOf('Sales EMEA')).toBeUndefined();
    expect(org.sim.pushMappings(connectionId)).toEqual([]);
    expect(found('raj')?.active).toBe(true);
  });

  test('users and groups are imported, reviewed and confirmed', async () => {
    const make = (userName: string, givenName: string, familyName: string, active = true) =>
      scim.directory.inUnit({ kind: 'admin' }, (unit) =>
        unit.createUser(
          { userName, name: { givenName, familyName }, emails: [{ value: userName, primary: true }] },
          { active },
        ),
      );
    for (let i = 0; i < 120; i++) make(`new${i}@acme.example`, 'New', `Person${i}`);
    make('gone@acme.example', 'Gone', 'Person', false);
    make('known@acme.example', 'Known', 'Person');
    scim.directory.inUnit({ kind: 'admin' }, (unit) => unit.createGroup({ displayName: 'From the app' }));
    ids['known'] = person(org, { login: 'known@acme.example', firstName: 'Known', lastName: 'Person' });

    const summary = await importNow(org, connectionId);
    expect(summary).toMatchObject({
      usersScanned: 123,
      newUsers: 121,
      usersRemoved: 0,
      groupsScanned: 1,
      newGroups: 1,
      error: null,
      warnings: [],
    });
    expect(org.sim.importState(connectionId).counts).toMatchObject({ all: 121, exact: 1, none: 120 });
    expect(org.sim.appGroups(connectionId).map((g) => g.name)).toEqual(['From the app']);

    org.sim.decide({ connectionId, match: 'NONE', decision: 'NEW', selected: true });
    org.sim.decide({ connectionId, match: 'EXACT', selected: true });
    const confirmed = await org.sim.confirm({ connectionId, autoActivate: true });
    expect(confirmed).toEqual({ created: 120, assigned: 1, ignored: 0, conflicts: 0 });
    expect(assignmentOf('known')).toMatchObject({
      status: 'PROVISIONED',
      externalId: found('known')?.id,
    });
    const again = await importNow(org, connectionId);
    expect(again).toMatchObject({ newUsers: 0, usersUnchanged: 123, usersRemoved: 0 });
  });

  test('a user who goes inactive in the app loses the assignment at the next import', async () => {
    const id = found('known')?.id ?? '';
    scim.directory.inUnit({ kind: 'admin' }, (unit) => unit.setUserActive(id, false));
    expect(await importNow(org, connectionId)).toMatchObject({ usersRemoved: 1 });
    expect(assignmentOf('known')).toBeUndefined();
  });

  test('every exchange is on both logs, with the operation it belongs to', () => {
    expect(org.exchanges.length).toBe(scim.exchanges.length);
    expect(org.exchanges.every((e) => e.operationId && e.operation && e.actor === 'Local server')).toBe(true);
    expect(org.exchanges.filter((e) => e.status >= 400)).toEqual([]);
    const patches = org.exchanges.filter((e) => e.method === 'PATCH').length;
    expect(patches > 0).toBe(dialect === 'catalog');
  });
});
