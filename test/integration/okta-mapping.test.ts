/** Mappings on their way to this product's own SCIM server, in both dialects: what is edited is what arrives. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppFault } from '../../electron/engine/base/app-fault.ts';
import { defaultMappings, type MappingRow } from '../../shared/domain/attribute-mapping.ts';
import { everySwitch, openTestOrg, person, type TestOrg } from '../support/okta-org.ts';
import { type ScimUnderTest, startScim, writeToken } from '../support/scim-start.ts';

const connectionId = 'local';
const jane = { login: 'jane.doe@x.com', email: 'jd@y.com', firstName: 'Jane', lastName: 'Doe' };

/** Okta's defaults with these rows in place of theirs. */
function edited(...rows: readonly MappingRow[]): MappingRow[] {
  const targets = new Set(rows.map((row) => row.target));
  return [...defaultMappings.filter((row) => !targets.has(row.target)), ...rows];
}

describe.each(['catalog', 'wizard'] as const)('a %s app', (dialect) => {
  let scim: ScimUnderTest;
  let org: TestOrg;

  beforeEach(async () => {
    scim = await startScim();
    org = openTestOrg({
      localEndpoint: async () => ({ baseUrl: scim.baseUrl, token: writeToken }),
      timeoutMs: 10_000,
    });
    org.sim.configure({ connectionId, dialect, ...everySwitch });
  });
  afterEach(async () => {
    await org.close();
    await scim.stop();
  });

  const assign = (id: string) => org.sim.assign({ connectionId, personIds: [id], groupIds: [] });
  const pushed = (name: string) => scim.directory.findUserByUserName(name);

  test('a constant, an expression, and a row for Create only', async () => {
    org.sim.configure({
      connectionId,
      mappings: edited(
        { target: 'userType', value: { kind: 'constant', text: 'Contractor' }, applyOn: 'always' },
        {
          target: 'displayName',
          value: { kind: 'expression', text: "String.toUpperCase(user.lastName) + ', ' + user.firstName" },
          applyOn: 'always',
        },
        { target: 'title', value: { kind: 'attribute', name: 'title' }, applyOn: 'create' },
        { target: 'secondEmail', value: { kind: 'attribute', name: 'secondEmail' }, applyOn: 'create' },
        { target: 'emailType', value: { kind: 'constant', text: 'other' }, applyOn: 'create' },
      ),
    });
    const id = person(org, { ...jane, title: 'Clerk', secondEmail: 'home@y.com' });
    expect(await assign(id)).toMatchObject({ done: 1, failed: 0 });
    expect(pushed(jane.login)?.attributes).toMatchObject({
      userType: 'Contractor',
      displayName: 'DOE, Jane',
      title: 'Clerk',
      emails: [
        { primary: true, value: 'jd@y.com', type: 'other' },
        { primary: false, value: 'home@y.com', type: 'home' },
      ],
    });

    const profile = { lastName: 'Roe', title: 'Boss', email: 'jr@y.com', secondEmail: 'else@y.com' };
    const { outcome } = await org.sim.updatePerson({ id, profile });
    expect(outcome).toMatchObject({ failed: 0, failures: [] });
    const after = pushed(jane.login)?.attributes;
    expect(after).toMatchObject({ displayName: 'ROE, Jane', title: 'Clerk', name: { familyName: 'Roe' } });
    expect(after?.['emails']).toEqual([
      { primary: true, value: 'jr@y.com', type: 'other' },
      { primary: false, value: 'home@y.com', type: 'home' },
    ]);

    expect(await org.sim.forceSync({ connectionId })).toMatchObject({ done: 1, failed: 0 });
    expect(pushed(jane.login)?.attributes).toEqual(after);
  });

  test('a username format names the user, in the filter too, and Create only keeps the name', async () => {
    org.sim.configure({ connectionId, appUsernameFormat: 'emailPrefix', appUsernameUpdate: 'create' });
    const id = person(org, jane);
    expect(await assign(id)).toMatchObject({ done: 1, failed: 0 });
    expect(pushed('jd')).toMatchObject({ externalId: id });
    expect(pushed(jane.login)).toBeUndefined();
    expect(org.exchanges[0]?.target).toContain('userName%20eq%20%22jd%22');

    await org.sim.updatePerson({ id, profile: { email: 'renamed@y.com', title: 'Boss' } });
    expect(pushed('jd')?.attributes).toMatchObject({ title: 'Boss' });
    org.sim.configure({ connectionId, appUsernameUpdate: 'always' });
    await org.sim.forceSync({ connectionId });
    expect(pushed('jd')).toBeUndefined();
    expect(pushed('renamed')).toMatchObject({ externalId: id });
  });

  test('a pushed group shows its members by their names in the app', async () => {
    org.sim.configure({ connectionId, appUsernameFormat: 'emailPrefix' });
    const id = person(org, jane);
    await assign(id);
    const { group } = await org.sim.createGroup({ name: 'Clerks', description: null, memberIds: [id] });
    const pushing = await org.sim.pushGroups({ connectionId, groupIds: [group.id], pushMemberships: true });
    expect(pushing).toMatchObject({ done: 1, failed: 0 });
    const sent = org.exchanges.map((e) => e.requestBody ?? '').filter((body) => body.includes('"display"'));
    expect(sent.length).toBeGreaterThan(0);
    for (const body of sent) expect(body).toContain('"display":"jd"');
  });

  test('what cannot be worked out fails the person, and nothing is sent', async () => {
    org.sim.configure({
      connectionId,
      mappings: edited({
        target: 'title',
        value: { kind: 'expression', text: 'Convert.toInt(user.title)' },
        applyOn: 'always',
      }),
    });
    const outcome = await assign(person(org, { ...jane, title: 'Clerk' }));
    expect(outcome.failures[0]?.oktaText).toBe(
      'Automatic provisioning of user jane.doe@x.com to app Local server failed: Error while mapping Title: ' +
        'Expression error at position 1: a number is needed here, not "Clerk".',
    );
    expect(org.exchanges).toEqual([]);
  });
});

describe('what is saved', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = openTestOrg();
  });
  afterEach(() => org.close());

  const refused = (input: Parameters<TestOrg['sim']['configure']>[0]) => {
    try {
      org.sim.configure(input);
    } catch (error) {
      if (error instanceof AppFault) return error.toFault();
      throw error;
    }
    return null;
  };
  const expression = (target: string, text: string): MappingRow => ({
    target,
    value: { kind: 'expression', text },
    applyOn: 'always',
  });

  test('a mistake is refused with its sentence at the row, and nothing is saved', () => {
    const mappings = [expression('title', "'abc' + String.foo(1)"), expression('nickName', 'user.nickName')];
    expect(refused({ connectionId, mappings, updateUsers: true })).toEqual({
      code: 'invalid-input',
      message: 'Expression error at position 9: unknown function String.foo.',
      fields: { 'mappings.0.value': 'Expression error at position 9: unknown function String.foo.' },
    });
    expect(org.sim.app(connectionId)).toMatchObject({ mappings: null, updateUsers: false });
  });

  test.each<[string, MappingRow[], string, string]>([
    [
      'an unknown target',
      [expression('groups', '1')],
      'mappings.0.target',
      'There is no attribute groups to map to.',
    ],
    [
      'a target twice',
      [expression('title', '1'), expression('title', '2')],
      'mappings.1.target',
      'Title is mapped twice.',
    ],
    [
      'a name that is none',
      [{ target: 'title', value: { kind: 'attribute', name: 'a b' }, applyOn: 'always' }],
      'mappings.0.value',
      'a b is no attribute of an Okta profile.',
    ],
  ])('%s is refused', (_name, mappings, field, sentence) => {
    expect(refused({ connectionId, mappings })?.fields).toEqual({ [field]: sentence });
  });

  test('a custom username format needs an expression that parses', () => {
    expect(refused({ connectionId, appUsernameFormat: 'custom' })?.fields).toEqual({
      appUsernameExpression: 'Expression error at position 1: there is nothing to work out.',
    });
    const appUsernameExpression = `\${source.email}`;
    expect(refused({ connectionId, appUsernameFormat: 'custom', appUsernameExpression })).toBeNull();
  });

  test('rows are kept, null is Okta again, and a preview sends nothing', async () => {
    const mappings = [expression('title', 'user.title + isMemberOfGroupName("Sales")')];
    org.sim.configure({ connectionId, mappings });
    expect(org.sim.app(connectionId).mappings).toEqual(mappings);
    const id = person(org, { ...jane, title: 'Boss: ' });
    await org.sim.createGroup({ name: 'Sales', description: null, memberIds: [id] });
    const preview = { connectionId, personId: id, applyOn: 'create' } as const;
    expect(org.sim.previewMapping(preview).attributes).toEqual({ userName: jane.login, title: 'Boss:true' });
    expect(org.sim.previewMapping({ ...preview, mappings: null }).attributes).toMatchObject({
      title: 'Boss:',
    });
    org.sim.configure({ connectionId, mappings: null });
    expect(org.sim.app(connectionId).mappings).toBeNull();
    expect(org.exchanges).toEqual([]);
  });
});
