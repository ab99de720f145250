import { expect, test } from './console-test.ts';

const users = (token: string, agent: string) => ({
  headers: { authorization: `Bearer ${token}`, 'user-agent': agent },
});

test('a token is rotated: both work side by side, the old one is seen falling silent, then it ends', async ({
  app,
  workspace,
}) => {
  const local = await (await app.connections()).localServer();
  await local.tokens();
  const first = await local.createToken('OIN push');
  const call = async (token: string, agent = 'Okta SCIM Client 1.0.0') =>
    (await fetch(`${workspace.scim}/Users?count=1`, users(token, agent))).status;

  const second = await local.rotateToken('OIN push', '1 hour');
  await expect(local.dialog).toContainText('Old token not used yet. It works for another 60 min.');
  expect(await call(first)).toBe(200);
  await expect(local.dialog).toContainText('Old token last used just now by Okta SCIM Client 1.0.0');
  await local.stored();
  await expect(app.page.getByText(second)).toHaveCount(0);

  await expect(local.row('New token, replaces the one below')).toContainText('Active');
  await expect(local.row('Old token, replaced by the one above')).toContainText('Ending');
  expect(await call(second, 'Okta with the new one')).toBe(200);
  await expect(local.row('New token')).toContainText('Okta with the new one');
  await expect(local.row('Old token')).toContainText('Okta SCIM Client 1.0.0');
  await expect(app.page.getByText('New token last used')).toBeVisible();

  const third = await local.rotateToken('OIN push', 'It leaked: end it now');
  await expect(local.dialog).toContainText('It does not work any more.');
  await local.stored();
  expect([await call(first), await call(second), await call(third)]).toEqual([200, 401, 200]);

  await app.page.getByRole('button', { name: 'End the old token…' }).first().click();
  await local.dialog.getByRole('button', { name: 'Revoke token' }).click();
  await expect(app.page.getByRole('button', { name: 'End the old token…' })).toHaveCount(0);
  expect([await call(first), await call(third)]).toEqual([401, 200]);
});
