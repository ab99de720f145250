/**
 * Push Groups by rule, over HTTP against this product's own server, in both dialects: cases C9323 to C9326 of Okta's
 * manual test plan, the limit of 100, and what later groups, renames and failures do.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PushRuleConditions, PushRuleRecord } from '../../shared/domain/simulator.ts';
import { type PushSetup, startPushSetup } from '../support/okta-push-setup.ts';

const pushEvent = 'application.provision.group_push';

const starts = (value: string): PushRuleConditions => ({
  name: { operator: 'starts', value },
  description: null,
});

describe.each(['catalog', 'wizard'] as const)('a %s app', (dialect) => {
  let t: PushSetup;
  const connectionId = 'local';
  const create = (name: string, conditions: PushRuleConditions) =>
    t.org.sim.createPushRule({ connectionId, name, conditions });
  const rule = (name: string): PushRuleRecord => {
    const found = t.org.sim.pushRules(connectionId).find((r) => r.name === name);
    if (found === undefined) throw new Error(`there is no rule ${name}`);
    return found;
  };
  const pushed = () => t.mappings().map((m) => m.groupName);
  const groups = async (count: number, prefix: string) => {
    for (let i = 1; i <= count; i++) await t.group(`${prefix}${String(i).padStart(3, '0')}`);
  };

  beforeEach(async () => {
    t = await startPushSetup(dialect);
  });
  afterEach(() => t.close());

  test('C9323: a rule pushes the groups that match, and later those created or renamed to match', async () => {
    await t.group('APP-Sales', [t.ana, t.tom]);
    await t.group('app-support', [t.raj]);
    const other = await t.group('Finance', [t.mei]);
    const preview = t.org.sim.previewPushRule({ connectionId, conditions: starts('APP-') });
    expect(preview).toMatchObject({ total: 2, refused: null });
    expect(preview.groups.map((g) => [g.name, g.memberCount, g.pushed])).toEqual([
      ['APP-Sales', 2, false],
      ['app-support', 1, false],
    ]);
    expect(await create('App groups', starts('APP-'))).toMatchObject({ done: 2, failed: 0 });
    expect([t.members('APP-Sales'), t.members('app-support')]).toEqual([['ana'], ['raj']]);
    expect(rule('App groups')).toMatchObject({ status: 'ACTIVE', groups: 2, errors: 0 });
    expect(t.mappings().map((m) => m.ruleId)).toEqual([rule('App groups').id, rule('App groups').id]);

    const later = await t.org.sim.createGroup({ name: 'APP-Legal', description: null, memberIds: [t.mei] });
    expect(later.outcome).toMatchObject({ done: 1, failed: 0 });
    await t.org.sim.renameGroup({ id: other, name: 'APP-Finance' });
    expect([t.members('APP-Legal'), t.members('APP-Finance')]).toEqual([['mei'], ['mei']]);
    expect(rule('App groups').groups).toBe(4);
    expect(t.events().filter((e) => e === `${pushEvent}.mapping.created`)).toHaveLength(4);
  });

  test('both conditions must hold, and the other operators look elsewhere', async () => {
    await t.group('Sales EMEA', [], 'pushed to apps');
    await t.group('Sales US');
    await t.group('Support EMEA', [], 'pushed to apps');
    const matched = (conditions: PushRuleConditions) =>
      t.org.sim.previewPushRule({ connectionId, conditions }).groups.map((g) => g.name);
    const description = { operator: 'starts', value: 'Pushed' } as const;
    expect(matched({ ...starts('sales'), description })).toEqual(['Sales EMEA']);
    expect(matched({ name: null, description })).toEqual(['Sales EMEA', 'Support EMEA']);
    expect(matched({ name: { operator: 'ends', value: 'emea' }, description: null })).toEqual([
      'Sales EMEA',
      'Support EMEA',
    ]);
    expect(matched({ name: { operator: 'contains', value: 'es u' }, description: null })).toEqual([
      'Sales US',
    ]);
  });

  test('a rule that matches 101 groups is refused before anything is sent, and one of 100 is not', async () => {
    await groups(101, 'Bulk ');
    const sent = await t.sentDuring(async () => {
      await expect(create('All', starts('Bulk'))).rejects.toMatchObject({
        code: 'too-large',
        message: expect.stringMatching(/matches 101 groups\. Okta pushes at most 100 groups per rule/),
      });
    });
    expect([sent, t.mappings(), t.org.sim.pushRules(connectionId)]).toEqual([[], [], []]);
    const preview = t.org.sim.previewPushRule({ connectionId, conditions: starts('Bulk') });
    expect([preview.total, preview.groups.length]).toEqual([101, 100]);
    expect(preview.refused).toMatch(/matches 101 groups/);

    const [first] = t.org.sim.groups({ text: 'Bulk 001', offset: 0, limit: 1 }).rows;
    await t.org.sim.renameGroup({ id: first?.id ?? '', name: 'Other' });
    expect(await create('All', starts('Bulk'))).toMatchObject({ done: 100, failed: 0 });
    const late = await t.org.sim.createGroup({ name: 'Bulk 999', description: null, memberIds: [] });
    expect(late.outcome.notes.join()).toMatch(/Bulk 999 is not pushed by the rule All: .* at most 100/);
    expect([t.mappings().length, t.members('Bulk 999')]).toEqual([100, undefined]);
  });

  test('a rule without a condition, or with a name that is taken, is refused', async () => {
    const nothing = { name: null, description: null };
    await expect(create('Nothing', nothing)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(create('Blank', starts('  '))).rejects.toMatchObject({ code: 'invalid-input' });
    await create('Mine', starts('A'));
    const again = await t.sentDuring(async () => {
      await expect(create('MINE', starts('B'))).rejects.toMatchObject({ code: 'conflict' });
    });
    expect(again).toEqual([]);
    expect(t.org.sim.pushRules(connectionId)).toHaveLength(1);
  });

  test('C9324: Deactivate Rule leaves its groups pushed and adds none; Activate Rule adds those that match', async () => {
    const groupId = await t.group('APP-Sales', [t.ana]);
    await create('App groups', starts('APP-'));
    const ruleId = rule('App groups').id;
    const sent = await t.sentDuring(() => t.org.sim.setPushRuleActive({ ruleId, active: false }));
    expect(sent).toEqual([]);
    await t.group('APP-Legal', [t.mei]);
    expect(pushed()).toEqual(['APP-Sales']);
    await t.org.sim.changeMembers({ groupId, add: [t.raj], remove: [] });
    expect([t.members('APP-Sales'), t.members('APP-Legal')]).toEqual([['ana', 'raj'], undefined]);
    expect(t.mapping('APP-Sales').status).toBe('ACTIVE');

    expect(await t.org.sim.setPushRuleActive({ ruleId, active: true })).toMatchObject({ done: 1, failed: 0 });
    expect([pushed(), t.members('APP-Legal')]).toEqual([['APP-Legal', 'APP-Sales'], ['mei']]);
    const twice = await t.org.sim.setPushRuleActive({ ruleId, active: true });
    expect(twice).toMatchObject({ done: 0, notes: ['App groups is active already.'] });
  });

  test('C9325: Delete Rule with its groups deletes them in the app, and those by name stay', async () => {
    await t.push([await t.group('APP-ByName', [t.ana])]);
    await t.group('APP-Sales', [t.ana]);
    const outcome = await create('App groups', starts('APP-'));
    expect(outcome).toMatchObject({ done: 1, notes: ['APP-ByName is pushed already.'] });
    await t.org.sim.deletePushRule({ ruleId: rule('App groups').id, deleteInApp: true });
    expect([t.members('APP-Sales'), t.members('APP-ByName')]).toEqual([undefined, ['ana']]);
    expect([pushed(), t.org.sim.pushRules(connectionId)]).toEqual([['APP-ByName'], []]);
    expect(t.scim.directory.findUserByUserName('ana@acme.example')?.active).toBe(true);
    expect(t.events().slice(0, 2)).toEqual([
      `${pushEvent}.mapping.and.groups.deleted.rule.deleted`,
      `${pushEvent}.delete_appgroup`,
    ]);
  });

  test('C9326: Delete Rule that leaves its groups sends nothing', async () => {
    await t.group('APP-Sales', [t.ana]);
    await create('App groups', starts('APP-'));
    const ruleId = rule('App groups').id;
    expect(await t.sentDuring(() => t.org.sim.deletePushRule({ ruleId, deleteInApp: false }))).toEqual([]);
    expect([pushed(), t.members('APP-Sales'), t.org.sim.pushRules(connectionId)]).toEqual([[], ['ana'], []]);
    await t.group('APP-Later');
    expect([pushed(), t.events()]).toEqual([[], expect.arrayContaining([`${pushEvent}.removed`])]);
  });

  test('a group renamed away from its rule stays with it', async () => {
    const id = await t.group('APP-Sales', [t.ana]);
    await create('App groups', starts('APP-'));
    await t.org.sim.renameGroup({ id, name: 'Sales' });
    expect(t.mapping('Sales')).toMatchObject({ status: 'ACTIVE', ruleId: rule('App groups').id });
    expect(t.members('Sales')).toEqual(['ana']);
  });

  test('a group of the same name in the app is linked, with a warning on the System Log', async () => {
    await t.scim.call('POST', '/Groups', { displayName: 'APP-Sales' });
    await t.group('APP-Sales', [t.ana]);
    const { notes } = await create('App groups', starts('APP-'));
    expect(notes).toContain('APP-Sales was linked: the app has a group of this name already.');
    expect(t.scim.directory.findGroupsByName('APP-Sales')).toHaveLength(1);
    expect(t.events()).toContain(`${pushEvent}.mapping.created.from.rule.warning.duplicate.name`);
  });

  test('sample groups that match an active rule are pushed too', async () => {
    await create('Everything', starts('All'));
    const made = await t.org.sim.fill({ people: 20, groups: 3, seed: 3 });
    expect(made.outcome).toMatchObject({ done: 1, failed: 0 });
    expect(pushed()).toEqual(['All staff']);
    expect(t.members('All staff')).toEqual([]);
  });

  test('a group that cannot be deleted in the app keeps the rule, inactive, until it can', async () => {
    await t.group('APP-A');
    await t.group('APP-B');
    await create('App groups', starts('APP-'));
    await t.scim.call('DELETE', `/Groups/${t.appGroup('APP-A')}`);
    const ruleId = rule('App groups').id;
    const outcome = await t.org.sim.deletePushRule({ ruleId, deleteInApp: true });
    expect(outcome).toMatchObject({ done: 1, failed: 1 });
    expect(outcome.notes.join()).toMatch(/App groups stays, inactive: 1 of its groups could not be deleted/);
    expect(rule('App groups')).toMatchObject({ status: 'INACTIVE', groups: 1, errors: 1 });
    await t.org.sim.deletePushRule({ ruleId, deleteInApp: false });
    expect([pushed(), t.org.sim.pushRules(connectionId)]).toEqual([[], []]);
  });

  test('while provisioning is off nothing is sent, and it is said', async () => {
    await t.group('APP-Sales', [t.ana]);
    t.org.sim.configure({ connectionId, provisioningEnabled: false });
    const sent = await t.sentDuring(async () => {
      const { notes } = await create('App groups', starts('APP-'));
      expect(notes.join()).toMatch(/No group was pushed: provisioning is not enabled/);
    });
    expect(sent).toEqual([]);
    expect(t.mapping('APP-Sales')).toMatchObject({ appGroupId: null, lastPushAt: null });
  });
});
