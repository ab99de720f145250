/**
 * The eight features against a SCIM server that we did not write (scimmy with scimmy-routers on Express 4), in both
 * dialects, through the engine's commands. What that server does wrong is asserted as what the outcome says of it:
 * where a newer scimmy does it right, the assertion fails and the words can go.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../shared/domain/json.ts';
import type { OperationOutcome } from '../../shared/domain/simulator.ts';
import { commandsOf, importToTheEnd, type RunCommand } from '../support/okta-commands.ts';
import { everySwitch, openTestOrg, person, type TestOrg } from '../support/okta-org.ts';
import { peerToken, type SecondServer, startSecondServer } from '../support/second-server.ts';

const page = { offset: 0, limit: 500 };
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe.each(['catalog', 'wizard'] as const)('a %s app and a second server', (dialect) => {
  let server: SecondServer;
  let org: TestOrg;
  let run: RunCommand;
  let connectionId = '';
  let groupId = '';
  let mappingId = '';
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    server = await startSecondServer();
    org = openTestOrg({ timeoutMs: 10_000 });
    run = commandsOf(org.sim);
    const address = { baseUrl: server.baseUrl, authMode: 'bearer', secret: peerToken } as const;
    connectionId = (await run('connections.create', { name: 'Other', ...address })).id;
    const settings = { ...everySwitch, importGroups: true, renameAppGroups: true, dialect };
    await run('sim.configure', { connectionId, ...settings });
    for (const key of ['ana', 'raj', 'mei']) {
      const profile = {
        login: `${key}@acme.example`,
        firstName: key,
        lastName: 'Sample',
        title: 'Controller',
      };
      ids[key] = person(org, { ...profile, department: 'Finance', primaryPhone: '+1 555', city: 'Porto' });
    }
  }, 180_000);
  afterAll(async () => {
    await org?.close();
    await server?.close();
  });

  const id = (key: string) => ids[key] ?? '';
  const all = async (path: string) =>
    (await server.call('GET', `${path}?count=1000`)).body['Resources'] as JsonObject[];
  const found = async (key: string) =>
    (await all('/Users')).find((u) => u['userName'] === `${key}@acme.example`);
  const membersOf = async (name: string) => {
    const group = (await all('/Groups')).find((g) => g['displayName'] === name);
    // scimmy leaves members out where there are none
    return group && ((group['members'] ?? []) as JsonObject[]).map((m) => m['display']).sort();
  };
  const assignmentOf = async (key: string) =>
    (await run('sim.assignments', { connectionId, ...page })).rows.find((a) => a.personId === ids[key]);
  const clean = (outcome: OperationOutcome) =>
    expect(outcome).toMatchObject({ failed: 0, failures: [], notes: [] });
  /** A replace without a path is taken as an add by scimmy, for lists: the catalog's PATCH meets it, PUT does not. */
  const entriesTwice = (outcome: OperationOutcome, times: number) => {
    expect(outcome).toMatchObject({ failed: 0, failures: [] });
    const said = dialect === 'catalog' ? 1 : 0;
    const notes = outcome.notes.filter((n) => n.includes(`emails (the same entry ${times} times)`));
    expect(notes.length).toBe(said * outcome.done);
    if (dialect === 'wizard') expect(outcome.notes).toEqual([]);
  };

  test('the credentials are tested, and a wrong token is said to be one', async () => {
    expect(await run('sim.test', { connectionId })).toMatchObject({ ok: true });
    const address = { baseUrl: server.baseUrl, authMode: 'bearer', secret: 'wrong-token' } as const;
    const other = await run('connections.create', { name: 'Wrong', ...address });
    await run('sim.configure', { connectionId: other.id, dialect });
    const result = await run('sim.test', { connectionId: other.id });
    expect(result.ok).toBe(false);
    expect(result.steps[0]?.detail).toMatch(/answered 401 Unauthorized: The token is not known/);
  });

  test('1: users are pushed', async () => {
    clean(await run('sim.assign', { connectionId, personIds: [id('ana'), id('raj'), id('mei')] }));
    for (const key of ['ana', 'raj', 'mei']) {
      const user = await found(key);
      expect(user).toMatchObject({ active: true, externalId: ids[key], title: 'Controller' });
      expect(user).toMatchObject({ name: { familyName: 'Sample' }, [enterprise]: { department: 'Finance' } });
      expect(await assignmentOf(key)).toMatchObject({ status: 'PROVISIONED', externalId: user?.['id'] });
    }
  });

  test('2: updates of users are pushed', async () => {
    const profile = { firstName: 'Anabel', title: 'Treasurer', department: 'Treasury' };
    clean((await run('sim.updatePerson', { id: id('ana'), profile })).outcome);
    expect(await found('ana')).toMatchObject({
      name: { givenName: 'Anabel', familyName: 'Sample' },
      title: 'Treasurer',
      [enterprise]: { department: 'Treasury' },
    });
  });

  test('3: users are deactivated, and come back with the same id', async () => {
    const before = (await found('mei'))?.['id'];
    const assignment = await assignmentOf('mei');
    clean(await run('sim.unassign', { connectionId, assignmentIds: [assignment?.id ?? ''] }));
    expect(await found('mei')).toMatchObject({ id: before, active: false });
    entriesTwice(await run('sim.assign', { connectionId, personIds: [id('mei')] }), 2);
    expect(await found('mei')).toMatchObject({ id: before, active: true });
  });

  test('4: groups are pushed with their members', async () => {
    const { group } = await run('sim.createGroup', { name: 'Sales', memberIds: [id('ana'), id('raj')] });
    groupId = group.id;
    clean(await run('sim.pushGroups', { connectionId, groupIds: [groupId] }));
    expect(await membersOf('Sales')).toEqual(['ana@acme.example', 'raj@acme.example']);
    mappingId = (await run('sim.pushMappings', { connectionId }))[0]?.id ?? '';
  });

  test('5: membership and name of a group are updated, down to nobody', async () => {
    clean(await run('sim.changeMembers', { groupId, add: [id('mei')], remove: [id('ana')] }));
    expect(await membersOf('Sales')).toEqual(['mei@acme.example', 'raj@acme.example']);
    clean(await run('sim.renameGroup', { id: groupId, name: 'Sales EMEA' }));
    expect(await membersOf('Sales')).toBeUndefined();
    clean(await run('sim.pushNow', { mappingIds: [mappingId] }));
    expect(await membersOf('Sales EMEA')).toEqual(['mei@acme.example', 'raj@acme.example']);
    clean(await run('sim.changeMembers', { groupId, remove: [id('mei'), id('raj')] }));
    expect(await membersOf('Sales EMEA')).toEqual([]);
    clean(await run('sim.changeMembers', { groupId, add: [id('raj')] }));
    expect(await membersOf('Sales EMEA')).toEqual(['raj@acme.example']);
  });

  test('6: groups are deactivated: unlink and delete', async () => {
    clean(await run('sim.unlinkPush', { mappingIds: [mappingId], deleteInApp: true }));
    expect(await membersOf('Sales EMEA')).toBeUndefined();
    expect(await run('sim.pushMappings', { connectionId })).toEqual([]);
    expect(await found('raj')).toMatchObject({ active: true });
  });

  test('7 and 8: users and groups are imported, reviewed and confirmed', async () => {
    for (let n = 0; n < 120; n++) {
      const userName = `new${n}@acme.example`;
      const name = { givenName: 'New', familyName: String(n) };
      const emails = [{ value: userName, primary: true }];
      await server.call('POST', '/Users', { schemas: [coreUser], userName, name, emails, active: n !== 7 });
    }
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    await server.call('POST', '/Groups', { schemas, displayName: 'From the app' });
    const summary = await importToTheEnd(run, connectionId);
    expect(summary).toMatchObject({
      usersScanned: 122,
      newUsers: 119,
      usersRemoved: 0,
      pages: 3,
      error: null,
    });
    expect(summary).toMatchObject({ groupsScanned: 1, newGroups: 1, warnings: [] });
    expect((await run('sim.appGroups', { connectionId })).map((g) => g.name)).toEqual(['From the app']);
    await run('sim.decide', { connectionId, match: 'NONE', decision: 'NEW', selected: true });
    expect(await run('sim.confirm', { connectionId })).toMatchObject({ created: 119, conflicts: 0 });
    expect(await importToTheEnd(run, connectionId)).toMatchObject({
      newUsers: 0,
      usersUnchanged: 122,
      warnings: [],
    });
  });

  test('a filter that knows capitals: the 409 that follows is explained', async () => {
    const name = { givenName: 'Bo', familyName: 'Sample' };
    await server.call('POST', '/Users', {
      schemas: [coreUser],
      userName: 'BO@acme.example',
      name,
      active: true,
    });
    const bo = person(org, { login: 'bo@acme.example', firstName: 'Bo', lastName: 'Sample' });
    const outcome = await run('sim.assign', { connectionId, personIds: [bo] });
    expect(outcome.failures[0]?.oktaText).toMatch(
      /Conflict\. Errors reported by remote server: userName is taken/,
    );
    expect(outcome.failures[0]?.detail).toMatch(/The name is taken, though the filter found nobody/);
  });

  test('lists that grow with every replace are said to', async () => {
    const outcome = await run('sim.forceSync', { connectionId });
    expect(outcome).toMatchObject({ failed: 0, failures: [] });
    const told = outcome.notes.filter((note) => /emails \(the same entry \d+ times\)/.test(note));
    expect(told.length > 0).toBe(dialect === 'catalog');
    const emails = (await found('raj'))?.['emails'] as JsonObject[];
    expect(emails.length > 1).toBe(dialect === 'catalog');
  });

  test('a page past the end has users on it: Okta stops at the total and does not meet them', async () => {
    const total = (await all('/Users')).length;
    const past = (await server.call('GET', `/Users?startIndex=${total + 1}&count=100`)).body;
    expect((past['Resources'] as JsonObject[]).length).toBeGreaterThan(0);
    const asked = org.exchanges.filter(
      (e) => e.method === 'GET' && /Users\?startIndex=\d+&count=100$/.test(e.target),
    );
    expect(asked.length).toBeGreaterThan(0);
    for (const { target } of asked) {
      expect(Number(/startIndex=(\d+)/.exec(target)?.[1])).toBeLessThanOrEqual(total);
    }
  });

  test('a filter on an attribute that some users lack is refused; Okta asks for names only', async () => {
    const nameless = { schemas: [coreUser], userName: 'nameless@acme.example', active: true };
    expect((await server.call('POST', '/Users', nameless)).status).toBe(201);
    const filter = encodeURIComponent('name.familyName eq "Sample"');
    expect((await server.call('GET', `/Users?filter=${filter}`)).status).toBe(400);
    const filters = org.exchanges
      .map((e) => decodeURIComponent(e.target))
      .filter((t) => t.includes('filter='));
    expect(filters.length).toBeGreaterThan(0);
    expect(filters.filter((t) => !/filter=(userName|displayName) eq "/.test(t))).toEqual([]);
  });
});
