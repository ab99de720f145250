/**
 * The main job as one story: a directory of 2,000 people, a token, Okta's SPEC test, pushes in both dialects, changes,
 * deactivation, everyone imported back page by page, matched and confirmed, the list saved and read back.
 */
import { readFileSync } from 'node:fs';
import { runSpecSteps } from '../../docs/tour/spec-steps.mjs';
import { cliJson } from '../support/run-cli.ts';
import { expect, test } from './console-test.ts';

test.use({ seeded: { users: 2000, groups: 40 } });

const count = async (
  workspace: { scimCall(m: string, p: string): Promise<{ body: Record<string, unknown> }> },
  filter: string,
) =>
  (await workspace.scimCall('GET', `/Users?count=0&filter=${encodeURIComponent(filter)}`)).body[
    'totalResults'
  ] as number;

test('the main job, from the first token to the list that reads back unchanged', async ({
  app,
  workspace,
}) => {
  test.setTimeout(240_000);

  // a token from the screen, and Okta's own test with it
  const local = await (await app.connections()).localServer();
  await local.tokens();
  const token = await local.createToken('Okta');
  for (const { step, wrong } of await runSpecSteps(workspace.scim, `Bearer ${token}`))
    expect([step, wrong]).toEqual([step, []]);

  // an Okta org with other people, and 50 of them and 5 groups pushed in each dialect
  await cliJson('sim', 'fill', '--people', '140', '--groups', '10', '--seed', '2', '--data', workspace.data);
  const simulator = await app.simulator();
  await simulator.enableProvisioning();
  for (const [profile, skip, skipGroups, title] of [
    [/Okta OIN template/, 0, 0, 'Moved by PATCH'],
    [/Okta wizard app/, 50, 5, 'Moved by PUT'],
  ] as const) {
    await simulator.chooseProfile(profile);
    await simulator.tab('Assignments');
    const pushed = await cliJson<{ people: { failed: number }; groups: { failed: number } }>(
      'sim',
      'push',
      '--people',
      '50',
      '--skip',
      String(skip),
      '--groups',
      '5',
      '--skip-groups',
      String(skipGroups),
      '--data',
      workspace.data,
    );
    expect([pushed.people.failed, pushed.groups.failed]).toEqual([0, 0]);
    await expect(app.page.getByText(`${skip + 50} assignments`)).toBeVisible();
    await cliJson(
      'sim',
      'change',
      '--people',
      '10',
      '--skip',
      String(skip),
      '--set',
      `title=${title}`,
      '--data',
      workspace.data,
    );
    expect(await count(workspace, `title eq "${title}"`)).toBe(10);
  }
  await simulator.tab('Push Groups');
  await expect(app.page.getByText('10 pushed groups')).toBeVisible();

  // leavers, from the screen
  const inactive = await count(workspace, 'active eq false');
  await simulator.tab('People');
  const people = app.page.getByRole('grid', { name: 'People' });
  const active = people.getByRole('row').filter({ hasText: 'Active' });
  for (let i = 0; i < 3; i++) await active.nth(i).getByRole('checkbox').click();
  await app.page
    .getByRole('button', { name: 'Deactivate', exact: true })
    .or(app.page.getByRole('button', { name: 'Deactivate…' }))
    .first()
    .click();
  await app.page
    .getByRole('dialog')
    .or(app.page.getByRole('alertdialog'))
    .getByRole('button', { name: 'Deactivate 3 people' })
    .click();
  await expect.poll(() => count(workspace, 'active eq false')).toBe(inactive + 3);

  // everyone back, page by page; matched by user name, confirmed
  const expected = await count(workspace, 'active eq true');
  await simulator.importNow();
  await expect(app.page.getByText(`${expected.toLocaleString('en')} users scanned`)).toBeVisible({
    timeout: 60_000,
  });
  await app.page.getByRole('button', { name: /^Confirm \d[\d,]* exact match/ }).click();
  await simulator.confirmAssignments();
  const review = app.page.getByRole('grid', { name: 'Imported users' });
  await expect(review.getByText('Exact match')).toHaveCount(0);
  await expect(
    app.page.getByRole('navigation', { name: 'Matches' }).getByRole('button', { name: /^Exact match 0$/ }),
  ).toBeVisible({ timeout: 20_000 });
  await expect(app.page.getByText('0 selected')).toBeVisible();
  await review.getByRole('checkbox', { name: 'Select all' }).click();
  await expect(app.page.getByText(/^1,\d\d\d selected$/)).toBeVisible();
  await simulator.confirmAssignments();
  await expect(review.getByText('No match')).toHaveCount(0, { timeout: 20_000 });
  await simulator.tab('Assignments');
  await expect(app.page.getByText(`${expected.toLocaleString('en')} assignments`)).toBeVisible();

  // the list, saved and read back
  const transfer = await app.transfer();
  await app.page.getByRole('tab', { name: 'Export a list' }).click();
  const saved = await transfer.download(/^Save [\d,]+ rows…/);
  const text = readFileSync(await saved.path(), 'utf8');
  expect(text.trimEnd().split('\n')).toHaveLength(expected + 1);
  await app.page.getByRole('tab', { name: 'Import a file' }).click();
  await transfer.chooseFile('okta-people.csv', text);
  await expect(app.page.getByRole('tab', { name: `Unchanged ${expected.toLocaleString('en')}` })).toBeVisible(
    { timeout: 20_000 },
  );
  await expect(app.page.getByRole('button', { name: 'Nothing to import' })).toBeDisabled();
});
