/** What the simulated org believes and decides: assignments through groups, reviews, safeguards, connections. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect, everySwitch, importNow, openTestOrg, person, type TestOrg } from '../support/okta-org.ts';
import {
  listResponse,
  type ScriptedServer,
  scimError,
  startScriptedServer,
} from '../support/okta-scripted-server.ts';

const page = { offset: 0, limit: 100 };

let org: TestOrg;
let server: ScriptedServer;
let connectionId: string;
/** What the scripted application lists. */
let listed: object[] = [];
let refuse = false;

const appUser = (id: string, userName: string, givenName = 'App', familyName = id, more: object = {}) => ({
  id,
  userName,
  name: { givenName, familyName },
  emails: [{ value: userName, primary: true }],
  active: true,
  ...more,
});

beforeEach(async () => {
  listed = [];
  refuse = false;
  let made = 0;
  server = await startScriptedServer((request) => {
    if (refuse) return scimError(503, 'closed today');
    if (request.path.includes('filter=')) return { body: listResponse([]) };
    if (request.method === 'POST')
      return { status: 201, body: { ...JSON.parse(request.body), id: `s${++made}` } };
    if (request.method === 'GET' && request.path.startsWith('/Users?')) {
      const start = Number(/startIndex=(\d+)/.exec(request.path)?.[1]);
      const slice = listed.slice(start - 1, start + 99);
      return { body: JSON.parse(JSON.stringify(listResponse(slice as never[], listed.length, start))) };
    }
    return { status: 204 };
  });
  org = openTestOrg();
  connectionId = await connect(org, server.baseUrl);
  org.sim.configure({ connectionId, ...everySwitch, importGroups: false });
});
afterEach(async () => {
  await org.close();
  await server.close();
});

const add = (login: string, firstName = 'First', lastName = login) =>
  person(org, { login, firstName, lastName });
const assigned = () => org.sim.assignments({ connectionId, ...page }).rows;
const group = async (name: string, memberIds: string[]) =>
  (await org.sim.createGroup({ name, description: null, memberIds })).group.id;
const sent = () => server.seen.map((r) => `${r.method} ${r.path.split('?')[0]}`);

describe('assignments through groups', () => {
  test('a group assigns its members, and a member who leaves is deactivated', async () => {
    const [a, b] = [add('a@x.com'), add('b@x.com')];
    const g = await group('Staff', [a, b]);
    await org.sim.assign({ connectionId, personIds: [], groupIds: [g] });
    expect(assigned().map((x) => [x.login, x.scope, x.groupName, x.status])).toEqual([
      ['a@x.com', 'GROUP', 'Staff', 'PROVISIONED'],
      ['b@x.com', 'GROUP', 'Staff', 'PROVISIONED'],
    ]);
    const outcome = await org.sim.changeMembers({ groupId: g, add: [], remove: [a] });
    expect(outcome).toMatchObject({ done: 1, failed: 0 });
    expect(assigned().map((x) => x.login)).toEqual(['b@x.com']);
    expect(sent().at(-1)).toMatch(/^PATCH \/Users\//);
  });

  test('someone in two assigned groups stays when one goes', async () => {
    const a = add('a@x.com');
    const [one, two] = [await group('One', [a]), await group('Two', [a])];
    await org.sim.assign({ connectionId, personIds: [], groupIds: [one, two] });
    const before = server.seen.length;
    await org.sim.unassign({ connectionId, assignmentIds: [], groupIds: [one] });
    expect(server.seen.length).toBe(before);
    expect(assigned()).toMatchObject([{ scope: 'GROUP', groupName: 'Two', status: 'PROVISIONED' }]);
    await org.sim.deleteGroup({ id: two });
    expect(assigned()).toEqual([]);
    expect(server.seen.length).toBe(before + 1);
  });

  test('an individual assignment falls back to the group, and a group one cannot be taken away by hand', async () => {
    const a = add('a@x.com');
    const g = await group('Staff', [a]);
    await org.sim.assign({ connectionId, personIds: [a], groupIds: [g] });
    expect(assigned()[0]?.scope).toBe('USER');
    const assignmentIds = [assigned()[0]?.id ?? ''];
    const first = await org.sim.unassign({ connectionId, assignmentIds, groupIds: [] });
    expect(first.notes.join()).toMatch(/stays assigned through the group Staff/);
    const second = await org.sim.unassign({ connectionId, assignmentIds, groupIds: [] });
    expect(second.notes.join()).toMatch(/remove them from the group/);
    expect(assigned()).toMatchObject([{ scope: 'GROUP', status: 'PROVISIONED' }]);
  });

  test('the same group to assign and to push is warned about', async () => {
    const g = await group('Staff', [add('a@x.com')]);
    await org.sim.assign({ connectionId, personIds: [], groupIds: [g] });
    const outcome = await org.sim.pushGroups({ connectionId, groupIds: [g], pushMemberships: true });
    expect(outcome.notes.join()).toMatch(/used both to assign and to push\. Okta does not support that/);
  });
});

describe('tasks', () => {
  test('no link: nothing is sent, and it is said', async () => {
    const a = add('a@x.com');
    refuse = true;
    expect((await org.sim.assign({ connectionId, personIds: [a], groupIds: [] })).failed).toBe(1);
    expect(assigned()).toMatchObject([{ status: 'ERROR', externalId: null }]);
    expect(assigned()[0]?.error).toMatch(/^Automatic provisioning of user a@x\.com to app Rostr failed/);
    const before = server.seen.length;
    const outcome = await org.sim.setPersonStatus({ ids: [a], status: 'DEPROVISIONED' });
    expect(outcome.notes).toContain('No deactivation was sent: Okta has no link.');
    expect(server.seen.length).toBe(before);
  });

  test('a deactivation that failed stays as a task and is repeated by Retry Selected', async () => {
    const a = add('a@x.com');
    await org.sim.assign({ connectionId, personIds: [a], groupIds: [] });
    refuse = true;
    await org.sim.setPersonStatus({ ids: [a], status: 'DEPROVISIONED' });
    expect(assigned()).toMatchObject([{ status: 'ERROR', externalId: 's1' }]);
    refuse = false;
    const outcome = await org.sim.provision({ connectionId, assignmentIds: [assigned()[0]?.id ?? ''] });
    expect(outcome).toMatchObject({ done: 1, failed: 0 });
    expect(assigned()).toEqual([]);
    expect(server.seen.at(-1)?.body).toContain('"active":false');
  });

  test('assigned before provisioning was on: the sentence, then Provision User', async () => {
    org.sim.configure({ connectionId, provisioningEnabled: false });
    await org.sim.assign({ connectionId, personIds: [add('a@x.com')], groupIds: [] });
    expect(assigned()).toMatchObject([{ status: 'STAGED', error: null }]);
    org.sim.configure({ connectionId, provisioningEnabled: true });
    expect(assigned()[0]?.error).toMatch(/was assigned this application before Provisioning was enabled/);
    await org.sim.provision({ connectionId, assignmentIds: [assigned()[0]?.id ?? ''] });
    expect(assigned()).toMatchObject([{ status: 'PROVISIONED', error: null }]);
  });

  test('a staged person waits, and comes when activated', async () => {
    const a = person(org, { login: 'a@x.com', firstName: 'A', lastName: 'B' }, 'STAGED');
    await org.sim.assign({ connectionId, personIds: [a], groupIds: [] });
    expect(server.seen.length).toBe(0);
    await org.sim.setPersonStatus({ ids: [a], status: 'ACTIVE' });
    expect(assigned()).toMatchObject([{ status: 'PROVISIONED' }]);
  });

  test('a failed group push keeps its error, and Push Now repeats it', async () => {
    const g = await group('Staff', []);
    refuse = true;
    await org.sim.pushGroups({ connectionId, groupIds: [g], pushMemberships: true });
    const [mapping] = org.sim.pushMappings(connectionId);
    expect(mapping).toMatchObject({ status: 'ERROR', appGroupId: null });
    expect(mapping?.error).toMatch(/closed today/);
    refuse = false;
    await org.sim.pushNow({ mappingIds: [mapping?.id ?? ''] });
    expect(org.sim.pushMappings(connectionId)).toMatchObject([
      { status: 'ACTIVE', error: null, appGroupId: 's1' },
    ]);
  });

  test('who is left out of a pushed group is named with the reason', async () => {
    const staged = person(org, { login: 's@x.com', firstName: 'S', lastName: 'T' }, 'STAGED');
    const g = await group('Staff', [add('a@x.com'), staged]);
    await org.sim.pushGroups({ connectionId, groupIds: [g], pushMemberships: true });
    const [mapping] = org.sim.pushMappings(connectionId);
    expect(mapping).toMatchObject({ pushedMembers: 0, totalMembers: 2 });
    expect(mapping?.leftOut.map((l) => l.reason).sort()).toEqual([
      'not active in Okta (Staged)',
      'not assigned to the application',
    ]);
  });
});

describe('import and review', () => {
  const rows = () => org.sim.importRows({ connectionId, ...page }).rows;

  test('inactive users are skipped, matches are proposed, and nothing is decided', async () => {
    org.sim.configure({ connectionId, allowPartialMatch: true });
    add('exact@x.com');
    add('other@x.com', 'Ana', 'Ruiz');
    add('twin1@x.com', 'Twin', 'One');
    add('twin2@x.com', 'Twin', 'One');
    listed = [
      appUser('1', 'exact@x.com'),
      appUser('2', 'ana.r@x.com', 'Ana', 'Ruiz'),
      appUser('3', 'twin@x.com', 'Twin', 'One'),
      appUser('4', 'nobody@x.com'),
      appUser('5', 'off@x.com', 'Off', 'Off', { active: false }),
    ];
    expect(await importNow(org, connectionId)).toMatchObject({ usersScanned: 4, newUsers: 4 });
    expect(rows().map((r) => [r.userName, r.match, r.decision, r.personName, r.selected])).toEqual([
      ['exact@x.com', 'EXACT', 'EXISTING', 'First exact@x.com', false],
      ['ana.r@x.com', 'PARTIAL', 'EXISTING', 'Ana Ruiz', false],
      ['twin@x.com', 'AMBIGUOUS', 'UNDECIDED', null, false],
      ['nobody@x.com', 'NONE', 'NEW', null, false],
    ]);
    expect(rows()[2]?.candidates.map((c) => c.login)).toEqual(['twin1@x.com', 'twin2@x.com']);
  });

  test('a decision by hand survives the next import; a cleared queue refills', async () => {
    listed = [appUser('1', 'a@x.com'), appUser('2', 'b@x.com')];
    await importNow(org, connectionId);
    org.sim.decide({ connectionId, rowIds: [rows()[0]?.id ?? ''], decision: 'IGNORE' });
    expect(await importNow(org, connectionId)).toMatchObject({ newUsers: 0, usersUnchanged: 2 });
    expect(rows().map((r) => r.decision)).toEqual(['IGNORE', 'NEW']);
    expect(org.sim.importState(connectionId).counts).toMatchObject({ all: 2, none: 1, ignored: 1 });
    expect(org.sim.clearQueue({ connectionId })).toEqual({ removed: 2 });
    expect(await importNow(org, connectionId)).toMatchObject({ newUsers: 2 });
  });

  test('conflicts are seen before and at confirmation', async () => {
    person(org, { login: 'taken@x.com', firstName: 'Old', lastName: 'One' }, 'DEPROVISIONED');
    listed = [appUser('1', 'taken@x.com'), appUser('2', 'nameless@x.com', '', '')];
    const summary = await importNow(org, connectionId);
    expect(summary.warnings.join()).toMatch(/1 user has no first or last name/);
    expect(rows().map((r) => r.conflict)).toEqual([
      'This choice creates a conflict. The username taken@x.com is taken by Old One.',
      'This choice creates a conflict. Okta needs firstName, lastName, and the app did not give it.',
    ]);
    org.sim.decide({ connectionId, match: 'NONE', selected: true });
    const confirmed = await org.sim.confirm({ connectionId, autoActivate: true });
    expect(confirmed).toEqual({ created: 0, assigned: 0, ignored: 0, conflicts: 2 });
  });

  test('two rows cannot have the same person, nor a person who is linked elsewhere', async () => {
    const a = add('a@x.com');
    listed = [appUser('1', 'u1@x.com'), appUser('2', 'u2@x.com')];
    await importNow(org, connectionId);
    const [one, two] = rows().map((r) => r.id);
    org.sim.decide({ connectionId, rowIds: [one ?? ''], personId: a, selected: true });
    org.sim.decide({ connectionId, rowIds: [two ?? ''], personId: a, selected: true });
    expect(rows()[1]?.conflict).toMatch(/Another row of this list has the same Okta user/);
    org.sim.decide({ connectionId, rowIds: [two ?? ''], selected: false });
    org.sim.decide({ connectionId, rowIds: [two ?? ''], decision: 'IGNORE' });
    expect(await org.sim.confirm({ connectionId, autoActivate: false })).toMatchObject({
      assigned: 1,
      conflicts: 0,
    });
    expect(assigned()).toMatchObject([{ personId: a, externalId: '1', status: 'PROVISIONED' }]);
    org.sim.decide({ connectionId, rowIds: [two ?? ''], personId: a, selected: true });
    expect(rows()[0]?.conflict).toMatch(/is linked to another user of the app/);
  });

  test('auto-confirm takes exact and new rows, staged unless activated', async () => {
    org.sim.configure({ connectionId, autoConfirmExact: true, autoConfirmNew: true });
    const a = add('a@x.com');
    listed = [appUser('1', 'a@x.com'), appUser('2', 'new@x.com')];
    expect(await importNow(org, connectionId)).toMatchObject({ autoConfirmed: 2, newUsers: 2 });
    expect(org.sim.importState(connectionId).counts.all).toBe(0);
    expect(assigned().find((x) => x.externalId === '1')?.personId).toBe(a);
    const created = org.sim.people({ ...page, text: 'new@x.com' }).rows[0];
    expect(created).toMatchObject({ status: 'STAGED' });
  });

  test('20 % of more than 100 people gone: the safeguard keeps them', async () => {
    org.sim.configure({ connectionId, autoConfirmNew: true });
    listed = Array.from({ length: 150 }, (_, i) => appUser(`${i}`, `p${i}@x.com`));
    await importNow(org, connectionId);
    listed = listed.slice(0, 120);
    const kept = await importNow(org, connectionId);
    expect(kept.usersRemoved).toBe(0);
    expect(kept.warnings.join()).toMatch(/Import Safeguard: 30 of 150/);
    listed = [...listed, ...Array.from({ length: 25 }, (_, i) => appUser(`${120 + i}`, `p${120 + i}@x.com`))];
    expect(await importNow(org, connectionId)).toMatchObject({ usersRemoved: 5 });
  });

  test('progress is announced page by page, with the summary at the end', async () => {
    listed = Array.from({ length: 250 }, (_, i) => appUser(`${i}`, `p${i}@x.com`));
    await importNow(org, connectionId);
    const jobs = org.events.filter((e) => e.type === 'job');
    expect(jobs.map((j) => j.phase)).toContain('Scanned 200 of 250 users, page 2');
    expect(jobs.at(-1)).toMatchObject({ state: 'done', summary: { usersScanned: 250, pages: 3 } });
  });
});

describe('connections', () => {
  test('a new origin needs the secret again; a new path does not', async () => {
    const moved = { id: connectionId, baseUrl: 'https://other.example/scim/v2' };
    await expect(org.sim.updateConnection(moved)).rejects.toMatchObject({
      code: 'secret-needed',
      message: 'Enter the secret again for the new address.',
    });
    const samePlace = { id: connectionId, baseUrl: `${server.baseUrl}/tenant` };
    expect(await org.sim.updateConnection(samePlace)).toMatchObject({ baseUrl: samePlace.baseUrl });
    expect(await org.sim.updateConnection({ ...moved, secret: 'new' })).toMatchObject({ hasSecret: true });
  });

  test('the local connection has a name to change and nothing else', async () => {
    expect(org.sim.listConnections()[0]).toMatchObject({
      id: 'local',
      kind: 'local',
      name: 'Local server',
    });
    await expect(org.sim.removeConnection('local')).rejects.toMatchObject({ code: 'not-allowed' });
    const moved = { id: 'local', baseUrl: 'https://other.example' };
    await expect(org.sim.updateConnection(moved)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await org.sim.updateConnection({ id: 'local', name: 'Here' })).toMatchObject({ name: 'Here' });
  });

  test('the three ways to authenticate', async () => {
    const ways = [
      { authMode: 'bearer', username: null, header: 'Bearer s3cret' },
      { authMode: 'header', username: null, header: 's3cret' },
      { authMode: 'basic', username: 'okta', header: `Basic ${btoa('okta:s3cret')}` },
    ] as const;
    for (const { authMode, username, header } of ways) {
      const fields = { name: 'x', baseUrl: server.baseUrl, secret: 's3cret', environment: 'test' } as const;
      const { id } = await org.sim.createConnection({ ...fields, authMode, username });
      await org.sim.test(id);
      expect(server.seen.at(-1)?.headers).toContainEqual(['Authorization', header]);
    }
  });

  test('removing a connection forgets what Okta believed about it', async () => {
    await org.sim.assign({ connectionId, personIds: [add('a@x.com')], groupIds: [] });
    await org.sim.removeConnection(connectionId);
    expect(org.db.one('select count(*) as n from okta_assignments')).toEqual({ n: 0 });
    expect(() => org.sim.app(connectionId)).toThrow(/does not exist any more/);
  });
});

describe('people', () => {
  test('a login is taken in any letter case, and a profile has limits', () => {
    add('a@x.com');
    expect(() => add('A@X.com')).toThrow(/taken/);
    expect(() => person(org, { login: 'b@x.com', firstName: 'B' })).toThrow(/would not take/);
    expect(() => add('c@x.com', 'F'.repeat(51))).toThrow(/would not take/);
  });

  test('only deactivated or staged people are deleted', async () => {
    const [a, b] = [add('a@x.com'), add('b@x.com')];
    expect(() => org.sim.deletePeople({ ids: [a] })).toThrow(/Deactivate them first/);
    await org.sim.setPersonStatus({ ids: [b], status: 'DEPROVISIONED' });
    expect(org.sim.deletePeople({ ids: [a, b] })).toEqual({ deleted: 1 });
  });

  test('filling twice with a seed adds nobody', async () => {
    const input = { people: 200, groups: 5, seed: 3 };
    expect(await org.sim.fill(input)).toMatchObject({ people: 200, groups: 5 });
    expect(await org.sim.fill(input)).toMatchObject({ people: 0, groups: 0 });
    expect(org.sim.people({ ...page, status: 'STAGED' }).total).toBeGreaterThan(0);
    expect(org.sim.groups(page).rows[0]).toMatchObject({ name: 'All staff', memberCount: 200 });
    expect(org.sim.people({ ...page, text: 'acme.example' }).total).toBe(200);
  });

  test('the System Log speaks of what happened, newest first', async () => {
    await org.sim.assign({ connectionId, personIds: [add('a@x.com')], groupIds: [] });
    const types = org.sim.log({ ...page, connectionId }).rows.map((e) => e.eventType);
    expect(types.slice(0, 2)).toEqual(['application.provision.user.push', 'application.user_membership.add']);
  });
});
