import { expect, test } from './console-test.ts';

const urn = 'urn:acme:params:scim:schemas:extension:badge:2.0:User';

test('an extension is added in the grid, enforced, changed, and removed', async ({ app, workspace }) => {
  const { page } = app;
  await app.goto('#/connections/local?tab=schemas');
  const table = page.getByRole('table', { name: 'Schemas' });
  await expect(table.getByRole('row')).toHaveCount(4);
  await page.getByRole('button', { name: 'New extension…' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Badge');
  await page.getByRole('textbox', { name: 'URN' }).fill('badge');
  await page.getByRole('textbox', { name: 'Name of the attribute' }).fill('level');
  await page.getByRole('combobox', { name: 'Type of level' }).click();
  await page.getByRole('option', { name: 'integer' }).click();
  await page.getByRole('button', { name: 'Save extension' }).click();
  await expect(page.getByText(/^This is not a URN/)).toBeVisible();
  await page.getByRole('textbox', { name: 'URN' }).fill(urn);
  await page.getByRole('button', { name: 'Add attribute' }).click();
  await page.getByRole('textbox', { name: 'Name of the attribute' }).last().fill('desk');
  await page.getByRole('combobox', { name: 'Type of desk' }).click();
  await page.getByRole('option', { name: 'complex' }).click();
  await page.getByRole('button', { name: 'Add part of desk' }).click();
  await page.getByRole('textbox', { name: 'Name of the part' }).fill('seat');
  await page.getByRole('button', { name: 'Save extension' }).click();
  await expect(table.getByRole('row').filter({ hasText: 'Badge' })).toContainText('Extension');

  const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'badged' };
  const refused = await workspace.scimCall('POST', '/Users', { ...user, [urn]: { level: 'five' } });
  expect([refused.status, refused.body['detail']]).toEqual([400, 'level must be a whole number.']);
  const made = await workspace.scimCall('POST', '/Users', {
    ...user,
    [urn]: { level: 5, desk: { seat: 'A4' } },
  });
  expect(made.body[urn]).toEqual({ level: 5, desk: { seat: 'A4' } });

  await page.getByRole('button', { name: 'Actions for Badge' }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  await expect(page.getByRole('textbox', { name: 'URN' })).toBeDisabled();
  await page.getByRole('button', { name: 'JSON' }).click();
  await expect(page.getByRole('textbox', { name: 'SCIM Schema resource' })).toHaveValue(/"seat"/);
  await page.getByRole('button', { name: 'Grid' }).click();
  await page.getByRole('button', { name: 'Remove desk' }).click();
  await page.getByRole('button', { name: 'Save extension' }).click();
  await page.getByRole('button', { name: 'Actions for Badge' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await expect(page.getByText(/The values of 1 user are kept/)).toBeVisible();
  await page.getByRole('button', { name: 'Remove extension' }).click();
  await expect(table.getByRole('row')).toHaveCount(4);
  const kept = await workspace.scimCall('GET', `/Users/${String(made.body['id'])}`);
  expect(kept.body[urn]).toEqual({ level: 5, desk: { seat: 'A4' } });
});

test('a SCIM Schema resource is imported from a file', async ({ app }) => {
  const { page } = app;
  await app.goto('#/connections/local?tab=schemas');
  const text = JSON.stringify({
    id: 'urn:acme:room:Group',
    name: 'Room',
    attributes: [{ name: 'capacity', type: 'integer' }],
  });
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'room.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(page.getByRole('textbox', { name: 'SCIM Schema resource' })).toHaveValue(text);
  await page.getByRole('combobox', { name: 'For' }).click();
  await page.getByRole('option', { name: 'Groups' }).click();
  await page.getByRole('button', { name: 'Grid' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of the attribute' })).toHaveValue('capacity');
  await page.getByRole('button', { name: 'Save extension' }).click();
  const row = page.getByRole('table', { name: 'Schemas' }).getByRole('row').filter({ hasText: 'Room' });
  await expect(row).toContainText('Groups');
});
