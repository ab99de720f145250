/** Push by rule and Bulk Edit from the screens, as an admin does it, against the local server. */
import { expect, test } from './console-test.ts';
import { PushGroupsPage } from './pages/push-groups-page.ts';

test.use({ seeded: { users: 5, groups: 1 } });

test('a rule pushes its groups; Bulk Edit deactivates, activates and deletes them; the rule is deleted', async ({
  app,
  workspace,
}) => {
  test.setTimeout(120_000);
  const inApp = async (name: string) => {
    const filter = encodeURIComponent(`displayName eq "${name}"`);
    const found = await workspace.scimCall('GET', `/Groups?filter=${filter}`);
    return found.body['totalResults'] as number;
  };
  const simulator = await app.simulator();
  await simulator.enableProvisioning();
  const newGroup = async (name: string) => {
    await simulator.tab('People');
    await app.page.getByRole('button', { name: 'New group' }).click();
    const dialog = app.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('button', { name: 'Create group' }).click();
    await expect(dialog).toBeHidden();
  };
  await newGroup('APP-Sales');
  await newGroup('APP-Legal');

  await simulator.tab('Push Groups');
  const push = new PushGroupsPage(app.page);
  await push.createRule('App groups', 'app-', /^2 groups match\.$/);
  await push.expectStatus('Active', 'APP-Sales', 'APP-Legal');
  expect([await inApp('APP-Sales'), await inApp('APP-Legal')]).toEqual([1, 1]);

  // a group that is created later
  await newGroup('APP-Late');
  await expect(push.outcome).toContainText('1 done');
  expect(await inApp('APP-Late')).toBe(1);

  await simulator.tab('Push Groups');
  await push.show('By name');
  await expect(app.page.getByText('No pushed group is in this view.')).toBeVisible();
  await push.show('App groups');
  await expect(app.page.getByText('Group name starts with “app-”')).toBeVisible();
  await push.expectStatus('Active', 'APP-Late');

  await push.checkAll();
  await push.bulkEdit('Deactivate');
  await push.expectStatus('Inactive', 'APP-Sales', 'APP-Legal', 'APP-Late');
  await push.checkAll();
  await push.bulkEdit('Activate');
  await push.expectStatus('Active', 'APP-Sales', 'APP-Legal', 'APP-Late');

  await push.checkAll();
  await push.bulkEdit('Delete…');
  const unlink = app.page.getByRole('dialog').or(app.page.getByRole('alertdialog'));
  await unlink.getByRole('radio', { name: /^Delete the group in the target app/ }).click();
  await unlink.getByRole('button', { name: 'Unlink and delete in the app' }).click();
  await expect(push.outcome).toContainText('3 done');
  expect([await inApp('APP-Sales'), await inApp('APP-Legal'), await inApp('APP-Late')]).toEqual([0, 0, 0]);

  await app.page.getByRole('button', { name: 'Delete Rule…' }).click();
  await app.page
    .getByRole('dialog')
    .or(app.page.getByRole('alertdialog'))
    .getByRole('button', { name: 'Delete rule' })
    .click();
  await expect(push.rail.getByRole('button', { name: /^App groups/ })).toHaveCount(0);
});
