import { expect, test } from './console-test.ts';

test('a token is shown once, works at once, and stops working at once', async ({ app, workspace }) => {
  const connections = await app.connections();
  const local = await connections.localServer();
  await local.tokens();
  const token = await local.createToken('OIN push');
  await expect(app.page.getByRole('row').filter({ hasText: 'OIN push' })).toContainText(token.slice(0, 7));
  await expect(app.page.getByText(token)).toHaveCount(0);
  expect((await workspace.scimCall('GET', '/Users?startIndex=1&count=2', undefined, token)).status).toBe(200);
  await expect(app.page.getByRole('row').filter({ hasText: 'OIN push' })).toContainText('1 ok');
  await local.revokeToken('OIN push');
  await expect(app.page.getByRole('row').filter({ hasText: 'OIN push' })).toContainText('Revoked');
  expect((await workspace.scimCall('GET', '/Users', undefined, token)).status).toBe(401);
});

test('the checklist ticks as Okta’s calls arrive', async ({ app, workspace }) => {
  const connections = await app.connections();
  await connections.localServer();
  const item = (text: string) => app.page.getByRole('listitem').filter({ hasText: text });
  await workspace.scimCall('GET', '/Users?startIndex=1&count=2');
  await expect(item('Test API Credentials')).not.toContainText('Waiting');
  await expect(item('First user push')).toContainText('Waiting');
  await workspace.scimCall('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'first',
    displayName: 'First Person',
  });
  await expect(item('First user push')).toContainText('First Person');
  await workspace.scimCall('GET', '/Users?startIndex=1&count=100');
  await expect(item('First import')).not.toContainText('Waiting');
});

test('the server stops and starts from the title bar', async ({ app, workspace }) => {
  await app.page.getByRole('button', { name: /^Local server: Listening/ }).click();
  await app.page.getByRole('button', { name: /^Stop/ }).last().click();
  await expect(app.page.getByRole('button', { name: /^Local server: Stopped/ })).toBeVisible();
  await expect(fetch(workspace.scim)).rejects.toThrow();
  await app.page.keyboard.press('Escape');
  await app.page.getByRole('button', { name: /^Local server: Stopped/ }).click();
  await app.page
    .getByRole('button', { name: /^Start/ })
    .last()
    .click();
  await expect(app.page.getByRole('button', { name: /^Local server: Listening/ })).toBeVisible();
  expect((await workspace.scimCall('GET', '/Users?count=0')).status).toBe(200);
});
