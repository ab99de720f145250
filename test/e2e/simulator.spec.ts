/** The eight features of provisioning from the screens, in both of Okta's dialects, against the local server. */
import { expect, test } from './console-test.ts';
import { dialects, namesFor, pushAll, takeBack } from './pushing.ts';

test.use({ seeded: { users: 30, groups: 3 } });

for (const dialect of dialects) {
  test(`pushes users and groups, updates, deactivates and unlinks as ${dialect.domain} app`, async ({
    app,
    workspace,
  }) => {
    test.setTimeout(120_000);
    const at = { app, call: workspace.scimCall, dialect, ...namesFor(dialect) };
    const simulator = await app.simulator();
    await simulator.chooseProfile(dialect.profile);
    await simulator.enableProvisioning();
    await pushAll(at, simulator);

    // what was sent, in the dialect that was chosen
    await app.goto(`#/traffic?direction=in&method=${dialect.update}`);
    await expect(
      app.page
        .getByRole('grid', { name: 'Exchanges' })
        .getByRole('row')
        .filter({ hasText: at.person.name })
        .first(),
    ).toBeVisible();

    await takeBack(at, await app.simulator());
  });
}

test('imports users and groups, reviews and confirms', async ({ app, workspace }) => {
  test.setTimeout(90_000);
  const simulator = await app.simulator();
  await simulator.enableProvisioning();
  const active = (
    await workspace.scimCall('GET', `/Users?count=0&filter=${encodeURIComponent('active eq true')}`)
  ).body['totalResults'] as number;
  await simulator.importNow();
  await expect(app.page.getByText(new RegExp(`${active} users scanned`))).toBeVisible();
  const review = app.page.getByRole('grid', { name: 'Imported users' });
  await expect(review.getByText('No match').first()).toBeVisible();
  await review.getByRole('checkbox', { name: 'Select all' }).click();
  await simulator.confirmAssignments();
  await expect(review.getByText('No match')).toHaveCount(0);
  await simulator.tab('Assignments');
  await expect(
    app.page.getByRole('grid', { name: 'Assignments' }).getByText('Provisioned').first(),
  ).toBeVisible();
});

test('says what is wrong before anything is sent', async ({ app }) => {
  await app.goto('#/connections?new=connection');
  await app.page
    .getByRole('button', { name: /^New connection/ })
    .first()
    .click({ timeout: 2000 })
    .catch(() => undefined);
  const dialog = app.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Bad');
  await dialog.getByRole('textbox', { name: /Base URL/i }).fill('http://169.254.169.254/scim/v2');
  await dialog
    .getByRole('textbox', { name: /token|secret/i })
    .first()
    .fill('x');
  await dialog.getByRole('button', { name: /^(Add|Create|Save)/ }).click();
  await expect(dialog.getByText(/Address not allowed/).first()).toBeVisible();
});
