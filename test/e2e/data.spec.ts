import type { Locator, Page } from '@playwright/test';
import { expect, test } from './console-test.ts';

test.use({ seeded: { users: 12, groups: 2 } });

const dataOf = (page: Page): Locator => page.getByRole('region', { name: 'Data' });

test('a backup is made, the database verified, and the workspace goes back to the backup', async ({
  app,
  workspace,
}) => {
  await app.goto('#/settings');
  const data = dataOf(app.page);
  const dialog = app.page.getByRole('dialog');
  await data.getByRole('button', { name: 'Back up now…' }).click();
  await dialog.getByLabel('Name').fill('Twelve');
  await dialog.getByRole('button', { name: 'Back up', exact: true }).click();
  await expect(data).toContainText(/Twelve\s+12 users, 2 groups/);
  await workspace.scimCall('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'made.since',
  });
  await data.getByRole('button', { name: 'Verify database' }).click();
  await expect(data).toContainText('Everything is in order.');
  await data.getByRole('button', { name: 'Show all checks' }).click();
  await expect(data).toContainText('Each user and group is as it was written.');
  await expect(app.page.getByText('13 users, 2 groups').first()).toBeVisible();
  await data.getByRole('button', { name: 'Restore…' }).click();
  await expect(dialog).toContainText('Tokens revoked since then stay revoked.');
  await dialog.getByRole('button', { name: 'Restore backup' }).click();
  await expect(dialog).toContainText('12 users and 2 groups are back.');
  await dialog.getByText('Close', { exact: true }).click();
  expect((await workspace.scimCall('GET', '/Users?count=1')).body['totalResults']).toBe(12);
  await data.getByRole('button', { name: 'Remove…' }).click();
  await dialog.getByRole('button', { name: 'Remove backup' }).click();
  await expect(data).not.toContainText('Twelve');
});
