/**
 * Push Groups by name, over HTTP against this product's own server, in both dialects: the group cases of Okta's manual
 * test plan by their numbers (C9312 to C9322, C9327 to C9333; those of rules are in okta-push-rules.test.ts).
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PushSetup, startPushSetup } from '../support/okta-push-setup.ts';
import { patchBody } from '../support/scim-start.ts';

const pushEvent = 'application.provision.group_push';

describe.each(['catalog', 'wizard'] as const)('a %s app', (dialect) => {
  let t: PushSetup;
  const update = dialect === 'catalog' ? 'PATCH' : 'PUT';
  const idsOf = (...names: string[]) => names.map((name) => t.mapping(name).id);
  const setActive = (active: boolean, ...names: string[]) =>
    t.org.sim.setPushActive({ mappingIds: idsOf(...names), active });
  const unlink = (deleteInApp: boolean, ...names: string[]) =>
    t.org.sim.unlinkPush({ mappingIds: idsOf(...names), deleteInApp });
  const inApp = async (displayName: string, ...userIds: string[]) => {
    const members = userIds.map((value) => ({ value }));
    const made = await t.scim.call('POST', '/Groups', { displayName, members });
    expect(made.status).toBe(201);
    await t.org.sim.refreshAppGroups(t.connectionId);
    return t.appGroup(displayName);
  };

  beforeEach(async () => {
    t = await startPushSetup(dialect);
  });
  afterEach(() => t.close());

  test('C9312: pushing a group creates it with its provisioned members', async () => {
    const outcome = await t.push([await t.group('Sales', [t.ana, t.raj, t.tom])]);
    expect(outcome).toMatchObject({ done: 1, failed: 0 });
    expect(t.members('Sales')).toEqual(['ana', 'raj']);
    expect(t.mapping('Sales')).toMatchObject({
      status: 'ACTIVE',
      pushedMembers: 2,
      totalMembers: 3,
      leftOut: [{ name: 'Tom Sample', reason: 'not assigned to the application' }],
      leftOutCount: 1,
      lingeringCount: 0,
    });
    expect(t.events().slice(0, 2)).toEqual([`${pushEvent}.pushed`, `${pushEvent}.mapping.created`]);
  });

  test('C9313: with renaming on, a group renamed in Okta is renamed in the app', async () => {
    const id = await t.group('Sales', [t.ana]);
    await t.push([id]);
    const sent = await t.sentDuring(() => t.org.sim.renameGroup({ id, name: 'Sales EMEA' }));
    expect(sent.at(-1)).toMatch(new RegExp(`^${update} `));
    expect([t.members('Sales'), t.members('Sales EMEA')]).toEqual([undefined, ['ana']]);
    expect(t.mapping('Sales EMEA')).toMatchObject({ status: 'ACTIVE', appGroupName: 'Sales EMEA' });
    expect(t.events()[0]).toBe(`${pushEvent}.mapping.app.group.renamed`);
  });

  test('C9314: with renaming off, the push of a renamed group is deactivated and nothing is sent', async () => {
    t.org.sim.configure({ connectionId: t.connectionId, renameAppGroups: false });
    const id = await t.group('Sales', [t.ana]);
    await t.push([id]);
    const sent = await t.sentDuring(async () => {
      const { notes } = await t.org.sim.renameGroup({ id, name: 'Sales EMEA' });
      expect(notes.join()).toMatch(/was deactivated: the group was renamed in Okta/);
      await t.org.sim.changeMembers({ groupId: id, add: [t.mei], remove: [] });
    });
    expect(sent).toEqual([]);
    expect(t.mapping('Sales EMEA')).toMatchObject({ status: 'INACTIVE', appGroupName: 'Sales' });
    expect(t.members('Sales')).toEqual(['ana']);
    expect(t.events()).toContain(`${pushEvent}.mapping.deactivated.source.group.renamed`);
  });

  test('a rename that the app refuses is an error with its time, and Retry All Groups sends it again', async () => {
    const id = await t.group('Sales', [t.ana]);
    await t.push([id]);
    await t.scim.call('DELETE', `/Groups/${t.appGroup('Sales')}`);
    expect(await t.org.sim.renameGroup({ id, name: 'Sales EMEA' })).toMatchObject({ failed: 1 });
    const failed = t.mapping('Sales EMEA');
    expect(failed).toMatchObject({ status: 'ERROR', error: expect.stringMatching(/Sales/) });
    expect(failed.failedAt).toBeGreaterThan(1_760_000_000_000);
    expect(t.events()[0]).toBe(`${pushEvent}.mapping.app.group.renamed.failed`);
    const again = await t.org.sim.pushNow({ mappingIds: idsOf('Sales EMEA') });
    expect(again).toMatchObject({ done: 0, failed: 1 });
    expect(t.mapping('Sales EMEA').failedAt).toBeGreaterThan(failed.failedAt ?? 0);
  });

  test('C9315: a linked group takes the name and the members of Okta with renaming on', async () => {
    const target = await inApp('Vendite', t.scim.directory.findUserByUserName('mei@acme.example')?.id ?? '');
    await t.push([await t.group('Sales', [t.ana, t.raj])], target);
    expect([t.members('Vendite'), t.members('Sales')]).toEqual([undefined, ['ana', 'raj']]);
    expect(t.mapping('Sales')).toMatchObject({ appGroupId: target, appGroupName: 'Sales' });
  });

  test('C9330: a linked group keeps its name with renaming off', async () => {
    t.org.sim.configure({ connectionId: t.connectionId, renameAppGroups: false });
    const target = await inApp('Vendite');
    await t.push([await t.group('Sales', [t.ana])], target);
    expect([t.members('Vendite'), t.members('Sales')]).toEqual([['ana'], undefined]);
    expect(t.mapping('Sales')).toMatchObject({ appGroupId: target, appGroupName: 'Vendite' });
  });

  test('C9316: Push Now overwrites the membership of the app, also with none', async () => {
    await t.push([await t.group('Sales', [t.ana]), await t.group('Empty')]);
    const mei = t.scim.directory.findUserByUserName('mei@acme.example')?.id ?? '';
    const drift = patchBody({ op: 'add', path: 'members', value: [{ value: mei }] });
    for (const name of ['Sales', 'Empty']) await t.scim.call('PATCH', `/Groups/${t.appGroup(name)}`, drift);
    expect([t.members('Sales'), t.members('Empty')]).toEqual([['ana', 'mei'], ['mei']]);
    await t.org.sim.pushNow({ mappingIds: idsOf('Sales', 'Empty') });
    expect([t.members('Sales'), t.members('Empty')]).toEqual([['ana'], []]);
  });

  test('C9317: an empty group is pushed', async () => {
    await t.push([await t.group('Empty')]);
    expect(t.members('Empty')).toEqual([]);
    expect(t.mapping('Empty')).toMatchObject({ status: 'ACTIVE', pushedMembers: 0, leftOutCount: 0 });
  });

  test('C9318: unlink and delete the group in the app; no account is touched', async () => {
    await t.push([await t.group('Sales', [t.ana])]);
    const sent = await t.sentDuring(() => unlink(true, 'Sales'));
    expect(sent).toEqual([expect.stringMatching(/^DELETE /)]);
    expect([t.members('Sales'), t.mappings()]).toEqual([undefined, []]);
    expect(t.scim.directory.findUserByUserName('ana@acme.example')?.active).toBe(true);
    expect(t.events()[0]).toBe(`${pushEvent}.delete_appgroup`);
  });

  test('C9321: unlink and leave the group in the app sends nothing', async () => {
    await t.push([await t.group('Sales', [t.ana])]);
    expect(await t.sentDuring(() => unlink(false, 'Sales'))).toEqual([]);
    expect([t.members('Sales'), t.mappings()]).toEqual([['ana'], []]);
    expect(t.events()[0]).toBe(`${pushEvent}.removed`);
  });

  test('C9319, C9320: a deactivated push sends nothing, and activating sends the membership of now', async () => {
    const groupId = await t.group('Sales', [t.ana]);
    await t.push([groupId]);
    const quiet = await t.sentDuring(async () => {
      await setActive(false, 'Sales');
      await t.org.sim.changeMembers({ groupId, add: [t.raj], remove: [t.ana] });
    });
    expect(quiet).toEqual([]);
    expect(t.mapping('Sales')).toMatchObject({
      status: 'INACTIVE',
      leftOut: [{ name: 'Raj Sample', reason: 'the group push is inactive' }],
      lingering: [{ name: 'Ana Sample', reason: 'no longer in the group in Okta' }],
    });
    await setActive(true, 'Sales');
    expect(t.members('Sales')).toEqual(['raj']);
    expect(t.mapping('Sales')).toMatchObject({ status: 'ACTIVE', leftOutCount: 0, lingeringCount: 0 });
    const types = t.events();
    expect(types).toContain(`${pushEvent}.deactivate_mapping`);
    expect(types.slice(0, 2)).toEqual([`${pushEvent}.pushed`, `${pushEvent}.activate_mapping`]);
  });

  test('C9322: a group that was unlinked and left is linked again, not doubled', async () => {
    const groupId = await t.group('Sales', [t.ana]);
    await t.push([groupId]);
    const first = t.mapping('Sales').appGroupId;
    await unlink(false, 'Sales');
    const outcome = await t.push([groupId]);
    expect(outcome.notes).toContain('Sales was linked: the app has a group of this name already.');
    expect(t.mapping('Sales').appGroupId).toBe(first);
    expect(t.scim.directory.findGroupsByName('Sales')).toHaveLength(1);
  });

  test('C9327: Bulk Edit deletes the groups that are checked, in the app too', async () => {
    await t.push([await t.group('A', [t.ana]), await t.group('B'), await t.group('C')]);
    expect(await unlink(true, 'A', 'B')).toMatchObject({ done: 2, failed: 0 });
    expect(t.mappings().map((m) => m.groupName)).toEqual(['C']);
    expect([t.members('A'), t.members('B'), t.members('C')]).toEqual([undefined, undefined, []]);
  });

  test('C9328, C9329: Bulk Edit deactivates and activates; what is so already is left alone', async () => {
    const a = await t.group('A', [t.ana]);
    const b = await t.group('B', [t.raj]);
    await t.push([a, b]);
    await setActive(false, 'A');
    const off = await setActive(false, 'A', 'B');
    expect(off).toMatchObject({ done: 1, failed: 0 });
    expect(off.notes).toContain('A is inactive already.');
    expect(t.mappings().map((m) => m.status)).toEqual(['INACTIVE', 'INACTIVE']);
    for (const groupId of [a, b]) await t.org.sim.changeMembers({ groupId, add: [t.mei], remove: [] });
    expect([t.members('A'), t.members('B')]).toEqual([['ana'], ['raj']]);
    expect(await setActive(true, 'A', 'B')).toMatchObject({ done: 2, failed: 0 });
    expect([t.members('A'), t.members('B')]).toEqual([
      ['ana', 'mei'],
      ['mei', 'raj'],
    ]);
    expect(await t.sentDuring(() => setActive(true, 'A', 'B'))).toEqual([]);
  });

  test('C9331: Bulk Edit leaves the groups in the app where asked to', async () => {
    await t.push([await t.group('A', [t.ana]), await t.group('B')]);
    expect(await t.sentDuring(() => unlink(false, 'A', 'B'))).toEqual([]);
    expect([t.mappings(), t.members('A'), t.members('B')]).toEqual([[], ['ana'], []]);
  });

  test('C9332, C9333: adding and removing a member of a pushed group reaches the app', async () => {
    const groupId = await t.group('Sales', [t.ana]);
    await t.push([groupId]);
    await t.org.sim.changeMembers({ groupId, add: [t.raj], remove: [] });
    expect(t.members('Sales')).toEqual(['ana', 'raj']);
    await t.org.sim.changeMembers({ groupId, add: [], remove: [t.ana] });
    expect(t.members('Sales')).toEqual(['raj']);
    expect(t.events()).toContain(`${pushEvent}.updated`);
  });

  test('who is deactivated stays in the group of the app until Push Now, and the row says so', async () => {
    const groupId = await t.group('Sales', [t.ana, t.raj, t.mei]);
    await t.push([groupId]);
    const sent = await t.sentDuring(() =>
      t.org.sim.setPersonStatus({ ids: [t.ana], status: 'DEPROVISIONED' }),
    );
    expect(sent.filter((text) => text.includes('/Groups'))).toEqual([]);
    await t.org.sim.setPersonStatus({ ids: [t.raj], status: 'SUSPENDED' });
    await t.org.sim.changeMembers({ groupId, add: [], remove: [t.raj] });
    expect(t.members('Sales')).toEqual(['ana', 'mei', 'raj']);
    expect(t.mapping('Sales')).toMatchObject({
      pushedMembers: 2,
      totalMembers: 2,
      leftOutCount: 0,
      lingering: [
        { name: 'Ana Sample', reason: 'not active in Okta (Deactivated)' },
        { name: 'Raj Sample', reason: 'not active in Okta (Suspended)' },
      ],
      lingeringCount: 2,
    });
    await t.org.sim.pushNow({ mappingIds: idsOf('Sales') });
    expect(t.members('Sales')).toEqual(['mei']);
    expect(t.mapping('Sales')).toMatchObject({
      pushedMembers: 1,
      leftOut: [{ name: 'Ana Sample', reason: 'not active in Okta (Deactivated)' }],
      lingeringCount: 0,
    });
  });

  test('who is unassigned or waits for a link is named with that reason', async () => {
    const groupId = await t.group('Sales', [t.ana, t.raj, t.tom]);
    await t.push([groupId]);
    const { connectionId } = t;
    t.org.sim.configure({ connectionId, provisioningEnabled: false });
    await t.org.sim.assign({ connectionId, personIds: [t.tom], groupIds: [] });
    t.org.sim.configure({ connectionId, provisioningEnabled: true });
    const { rows } = t.org.sim.assignments({ connectionId, offset: 0, limit: 10 });
    const assignmentIds = [rows.find((a) => a.personId === t.ana)?.id ?? ''];
    await t.org.sim.unassign({ connectionId, assignmentIds, groupIds: [] });
    expect(t.mapping('Sales')).toMatchObject({
      leftOut: [{ name: 'Tom Sample', reason: 'assigned, but Okta has no link yet' }],
      lingering: [{ name: 'Ana Sample', reason: 'no longer assigned to the application' }],
    });
  });

  test('a group that assigns the app and is pushed is marked, whichever came first', async () => {
    const [a, b] = [await t.group('A', [t.ana]), await t.group('B', [t.raj])];
    const { connectionId } = t;
    await t.org.sim.assign({ connectionId, personIds: [], groupIds: [a] });
    const pushed = await t.push([a, b]);
    const assigned = await t.org.sim.assign({ connectionId, personIds: [], groupIds: [b] });
    for (const outcome of [pushed, assigned]) {
      expect(outcome.notes.join()).toMatch(/used both to assign and to push\. Okta does not support that/);
    }
    expect(t.mappings().map((m) => m.alsoAssigned)).toEqual([true, true]);
    await t.org.sim.unassign({ connectionId, assignmentIds: [], groupIds: [b] });
    expect(t.mappings().map((m) => m.alsoAssigned)).toEqual([true, false]);
  });
});
