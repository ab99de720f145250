import { readFileSync } from 'node:fs';
import { expect, test } from './console-test.ts';

test.use({ seeded: { users: 300, groups: 8 } });

test('the list that is saved reads back with nothing to change', async ({ app }) => {
  const transfer = await app.transfer();
  await app.page.getByRole('tab', { name: 'Export a list' }).click();
  const saved = await transfer.download(/^Save \d+ rows…/);
  expect(saved.suggestedFilename()).toMatch(/^rollcall-users-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(await saved.path(), 'utf8');
  expect(text.split('\n')[0]).toMatch(/^login,firstName,lastName,/);

  await app.page.getByRole('tab', { name: 'Import a file' }).click();
  await transfer.chooseFile('people.csv', text);
  await expect(app.page.getByRole('tab', { name: 'New 0' })).toBeVisible();
  await expect(app.page.getByRole('tab', { name: 'Changed 0' })).toBeVisible();
  await expect(app.page.getByRole('button', { name: 'Nothing to import' })).toBeDisabled();
});

test('a list is checked, reviewed, and written whole', async ({ app, workspace }) => {
  const [existing] = (await workspace.scimCall('GET', '/Users?count=1')).body['Resources'] as {
    id: string;
    userName: string;
    title: string;
  }[];
  const transfer = await app.transfer();
  await transfer.chooseFile(
    'joiners.csv',
    `Login;First name;Last name;Shoe size;Title\nnew.one@acme.example;New;One;38;Tester\n;No;Name;39;\n${existing?.userName};;;40;Changed by list\n`,
  );
  await expect(app.page.getByRole('tab', { name: 'New 1' })).toBeVisible();
  await expect(app.page.getByRole('tab', { name: 'Changed 1' })).toBeVisible();
  await app.page.getByRole('tab', { name: /^Problems/ }).click();
  await expect(app.page.getByText('The column Shoe size is not mapped and will be ignored.')).toBeVisible();
  await expect(app.page.getByText('The userName is missing.')).toBeVisible();
  await app.page.getByRole('tab', { name: 'Changed 1' }).click();
  await expect(app.page.getByText('Changed by list').first()).toBeVisible();
  await app.page.getByRole('button', { name: 'Import 2 users' }).click();
  await expect(app.page.getByText(/1 new/).first()).toBeVisible();
  expect((await workspace.scimCall('GET', `/Users/${existing?.id}`)).body['title']).toBe('Changed by list');
});

test('a file that cannot be read says which row, and nothing is written', async ({ app, workspace }) => {
  const before = (await workspace.scimCall('GET', '/Users?count=0')).body['totalResults'];
  const transfer = await app.transfer();
  await transfer.chooseFile('broken.csv', 'login,email\na@x.example,a@x.example\n"b@x.example,b\n');
  await expect(
    app.page.getByText('Row 3: a quote is opened and never closed. Nothing was imported.'),
  ).toBeVisible();
  await transfer.chooseFile('book.csv', 'PK\u0003\u0004 not a list');
  await expect(app.page.getByText(/Excel workbook/)).toBeVisible();
  expect((await workspace.scimCall('GET', '/Users?count=0')).body['totalResults']).toBe(before);
});

test('a directory that moved under the review is said, not overwritten', async ({ app, workspace }) => {
  const [existing] = (await workspace.scimCall('GET', '/Users?count=1&startIndex=5')).body['Resources'] as {
    id: string;
    userName: string;
  }[];
  const transfer = await app.transfer();
  await transfer.chooseFile('one.csv', `login,title\n${existing?.userName},From the list\n`);
  await expect(app.page.getByRole('tab', { name: 'Changed 1' })).toBeVisible();
  await workspace.scimCall('PATCH', `/Users/${existing?.id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', value: { title: 'From Okta' } }],
  });
  await app.page.getByRole('button', { name: 'Import 1 user' }).click();
  await expect(app.page.getByText(/changed since this list was checked/)).toBeVisible();
  expect((await workspace.scimCall('GET', `/Users/${existing?.id}`)).body['title']).toBe('From Okta');
});
