import { expect, test } from './console-test.ts';

test.use({ seeded: { users: 2000, groups: 40 } });

test('shows 2,000 users, sorted, and scrolls to the last', async ({ app }) => {
  const users = await app.users();
  await expect(users.grid).toHaveAttribute('aria-rowcount', '2001');
  await expect(users.tab('All 2,000')).toBeVisible();
  await users.grid.getByRole('row').nth(2).click();
  await app.page.keyboard.press('End');
  await expect(
    users.row('Łukasz').or(users.row('Zuzana')).or(users.row('Åsa')).or(users.row('İpek')).first(),
  ).toBeVisible();
});

test('finds by text, by view, and by SCIM filter; says where a filter is wrong', async ({ app }) => {
  const users = await app.users();
  await users.search('tanabe');
  await expect(users.row('Tanabe').first()).toBeVisible();
  await expect(users.row('Ruiz')).toHaveCount(0);
  await users.search('');
  await users.tab(/^Inactive/).click();
  await expect(users.grid.getByText('Inactive', { exact: true }).first()).toBeVisible();
  await expect(users.grid.getByText('Active', { exact: true })).toHaveCount(0);
  await users.tab(/^All/).click();
  await users.searchScim('title eq "Treasurer" and active eq true');
  await expect(users.grid.getByText('Active', { exact: true }).first()).toBeVisible();
  await users.searchScim('userName zz "x"');
  await expect(app.page.getByText(/Filter error at position 10|Filter error at position 9/)).toBeVisible();
});

test('creates, refuses a duplicate in place, edits, deactivates', async ({ app, workspace }) => {
  const users = await app.users();
  await users.create({
    userName: 'e2e.person',
    'Given name': 'Edith',
    'Family name': 'Endley',
    Email: 'edith@acme.example',
    Title: 'Tester',
  });
  await users.search('endley');
  await expect(users.row('Edith Endley')).toBeVisible();

  await users.create({ userName: 'E2E.PERSON' });
  await expect(users.dialog('New user').getByText(/already exists/)).toBeVisible();
  await users.dialog('New user').getByRole('button', { name: 'Cancel' }).click();

  await users.edit('Edith Endley', { Title: 'Chief tester', Department: 'Quality' });
  const found = await workspace.scimCall(
    'GET',
    `/Users?filter=${encodeURIComponent('userName eq "e2e.person"')}`,
  );
  const [user] = found.body['Resources'] as Record<string, unknown>[];
  expect(user).toMatchObject({
    title: 'Chief tester',
    active: true,
    name: { givenName: 'Edith', familyName: 'Endley' },
  });

  await users.select('Edith Endley');
  await users.button('Deactivate').first().click();
  await expect(users.row('Edith Endley').getByText('Inactive')).toBeVisible();
});

test('takes a delete back', async ({ app }) => {
  const users = await app.users();
  await users.create({ userName: 'short.lived', 'Display name': 'Short Lived' });
  await users.search('short.lived');
  await users.select('Short Lived');
  await users.button(/^Delete…/).click();
  await app.page
    .getByRole('alertdialog')
    .or(app.page.getByRole('dialog'))
    .getByRole('button', { name: /^Delete/ })
    .click();
  await expect(users.row('Short Lived')).toHaveCount(0);
  await app.page.getByRole('button', { name: 'Undo' }).click();
  await expect(users.row('Short Lived')).toBeVisible();
});

test('says that an edit is stale instead of writing over a newer one', async ({ app, workspace }) => {
  const made = await workspace.scimCall('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'moving.target',
    displayName: 'Moving Target',
  });
  const users = await app.users();
  await users.search('moving.target');
  await users.openRow('Moving Target');
  await users.inspector.getByRole('button', { name: 'Edit' }).first().click();
  await users.fill({ Title: 'Mine' });
  await workspace.scimCall('PATCH', `/Users/${made.body['id']}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', value: { title: 'Theirs' } }],
  });
  await users.dialog().getByRole('button', { name: /^Save/ }).click();
  await expect(
    users
      .dialog()
      .getByText(/changed/i)
      .first(),
  ).toBeVisible();
  const now = await workspace.scimCall('GET', `/Users/${made.body['id']}`);
  expect(now.body['title']).toBe('Theirs');
});

test('moves when Okta writes, without a reload', async ({ app, workspace }) => {
  const users = await app.users();
  await users.search('live.person');
  await expect(users.row('Live Person')).toHaveCount(0);
  const made = await workspace.scimCall('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'live.person',
    displayName: 'Live Person',
  });
  await expect(users.row('Live Person')).toBeVisible();
  await workspace.scimCall('PATCH', `/Users/${made.body['id']}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', value: { active: false } }],
  });
  await expect(users.row('Live Person').getByText('Inactive')).toBeVisible();
});

test('shows hostile names as text', async ({ app, workspace }) => {
  const nasty = [
    '<img src=x onerror=alert(1)>',
    '"><script>alert(1)</script>',
    '{{7*7}}',
    'javascript:alert(1)',
  ];
  for (const [i, displayName] of nasty.entries()) {
    await workspace.scimCall('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: `nasty.${i}`,
      displayName,
      profileUrl: 'javascript:alert(1)',
    });
  }
  let dialogs = 0;
  app.page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  const users = await app.users();
  await users.search('nasty.');
  for (const name of nasty) await expect(users.grid.getByText(name, { exact: true })).toBeVisible();
  await users.openRow(nasty[0] as string);
  await users.inspector.getByRole('tab', { name: 'JSON' }).click();
  await expect(users.inspector.getByText(/onerror/).first()).toBeVisible();
  expect(dialogs).toBe(0);
  expect(await app.page.locator('img, iframe').count()).toBe(0);
});
