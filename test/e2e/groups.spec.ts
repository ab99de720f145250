import { expect, test } from './console-test.ts';

test.use({ seeded: { users: 120, groups: 6 } });

test('a group is made, filled, renamed, emptied and deleted, and the delete taken back', async ({
  app,
  workspace,
}) => {
  const groups = await app.groups();
  await groups.button('New group').first().click();
  await groups.dialog('New group').getByRole('textbox', { name: 'Name' }).fill('Night shift');
  await groups.dialog('New group').getByRole('button', { name: 'Create group' }).click();
  await expect(groups.row('Night shift')).toBeVisible();
  await groups.openRow('Night shift');

  await groups.inspector
    .getByRole('button', { name: 'Add', exact: true })
    .or(groups.inspector.getByRole('button', { name: 'Add members' }))
    .first()
    .click();
  const adding = groups.dialog(/^Add members/);
  await adding.getByRole('searchbox', { name: 'Search users' }).fill('a');
  const boxes = adding.getByRole('checkbox', { name: /^Select (?!all)/ });
  await boxes.nth(0).click();
  await boxes.nth(1).click();
  await adding.getByRole('button', { name: 'Add 2 members' }).click();
  await expect(groups.inspector.getByRole('tab', { name: 'Members 2' })).toBeVisible();

  const found = await workspace.scimCall(
    'GET',
    `/Groups?filter=${encodeURIComponent('displayName eq "Night shift"')}`,
  );
  const [group] = found.body['Resources'] as { id: string; members: unknown[] }[];
  expect(group?.members).toHaveLength(2);

  await groups.inspector.getByRole('button', { name: 'Rename…' }).click();
  await groups
    .dialog(/^Rename/)
    .getByRole('textbox', { name: 'Name' })
    .fill('Late shift');
  await groups
    .dialog(/^Rename/)
    .getByRole('button', { name: 'Rename group' })
    .click();
  await expect(groups.row('Late shift')).toBeVisible();

  await groups.inspector
    .getByRole('checkbox', { name: /^Select (?!all)/ })
    .first()
    .click();
  await groups.inspector.getByRole('button', { name: 'Remove from group' }).click();
  await expect(groups.inspector.getByRole('tab', { name: 'Members 1' })).toBeVisible();

  await groups.select('Late shift');
  await groups
    .button(/^Delete…/)
    .first()
    .click();
  await app.page
    .getByRole('alertdialog')
    .or(app.page.getByRole('dialog'))
    .getByRole('button', { name: /^Delete/ })
    .click();
  await expect(groups.row('Late shift')).toHaveCount(0);
  await app.page.getByRole('button', { name: 'Undo' }).click();
  await expect(groups.row('Late shift')).toBeVisible();
  // seen once: the row was on the page, and the group not yet readable over SCIM
  await expect
    .poll(async () => (await workspace.scimCall('GET', `/Groups/${group?.id}`)).body)
    .toMatchObject({ displayName: 'Late shift', members: [expect.anything()] });
});

test('membership pushed over SCIM appears while the group is open', async ({ app, workspace }) => {
  const made = await workspace.scimCall('POST', '/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Pushed live',
    members: [],
  });
  const someone = await workspace.scimCall('GET', '/Users?count=1');
  const [user] = someone.body['Resources'] as { id: string; displayName: string }[];
  const groups = await app.groups();
  await groups.filter.fill('Pushed live');
  await groups.openRow('Pushed live');
  await expect(groups.inspector.getByRole('tab', { name: /^Members/ })).toBeVisible();
  await workspace.scimCall('PATCH', `/Groups/${made.body['id']}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'add', path: 'members', value: [{ value: user?.id, display: 'x' }] }],
  });
  await expect(groups.inspector.getByText(user?.displayName ?? '').first()).toBeVisible();
});
