import { expect, test } from './console-test.ts';

const user = (userName: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName,
  displayName: `Name of ${userName}`,
  password: 'Canary-Pass-1',
});

test('every exchange appears live, with bodies and without secrets', async ({ app, workspace }) => {
  const traffic = await app.traffic();
  await workspace.scimCall('POST', '/Users', user('traffic.one'));
  const row = traffic.row('Name of traffic.one').filter({ hasText: 'POST' });
  await expect(row).toBeVisible();
  await row.click();
  await app.page.getByRole('tab', { name: 'Request' }).click();
  await expect(app.page.getByText('"traffic.one"').first()).toBeVisible();
  await expect(app.page.getByText('[not kept]')).toBeVisible();
  await expect(app.page.getByText('Canary-Pass-1')).toHaveCount(0);
  await expect(app.page.getByText(workspace.token)).toHaveCount(0);
  await app.page.getByRole('tab', { name: 'Response' }).click();
  await expect(app.page.getByText('"displayName"').first()).toBeVisible();
});

test('what was refused is there too, and can be found', async ({ app, workspace }) => {
  const traffic = await app.traffic();
  await workspace.scimCall('GET', '/Users', undefined, 'wrong');
  await workspace.scimCall('POST', '/Users', user('traffic.one'));
  await workspace.scimCall('GET', '/Users/nobody');
  await expect(traffic.row('401').first()).toBeVisible();
  await expect(traffic.row('404').first()).toBeVisible();
  await traffic.filter.fill('nobody');
  await expect(traffic.row('404').first()).toBeVisible();
  await expect(traffic.row('401')).toHaveCount(0);
});

test('new rows never move what is being read', async ({ app, workspace }) => {
  for (let i = 0; i < 60; i++) await workspace.scimCall('GET', `/Users?startIndex=${i + 1}&count=1`);
  const traffic = await app.traffic();
  await expect(traffic.row('startIndex=60').first()).toBeVisible();
  await app.page.getByRole('button', { name: 'Pause' }).click();
  await workspace.scimCall('GET', '/Groups?count=7');
  await app.page.waitForTimeout(300);
  await expect(traffic.row('count=7')).toHaveCount(0);
  await app.page
    .getByRole('button', { name: /^Resume|^Continue|new/ })
    .first()
    .click();
  await expect(traffic.row('count=7').first()).toBeVisible();
});
