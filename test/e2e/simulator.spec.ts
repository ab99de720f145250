/** The eight features of provisioning from the screens, in both of Okta's dialects, against the local server. */
import { expect, test } from './console-test.ts';

test.use({ seeded: { users: 30, groups: 3 } });

const dialects = [
  { profile: /Okta OIN template/, update: 'PATCH', domain: 'catalog' },
  { profile: /Okta wizard app/, update: 'PUT', domain: 'wizard' },
] as const;

for (const { profile, update, domain } of dialects) {
  test(`pushes users and groups, updates, deactivates and unlinks as ${domain} app`, async ({
    app,
    workspace,
  }) => {
    test.setTimeout(120_000);
    const userNamed = async (login: string) => {
      const found = await workspace.scimCall(
        'GET',
        `/Users?filter=${encodeURIComponent(`userName eq "${login}"`)}`,
      );
      return (found.body['Resources'] as Record<string, unknown>[])[0];
    };
    const groupNamed = async (name: string) => {
      const found = await workspace.scimCall(
        'GET',
        `/Groups?filter=${encodeURIComponent(`displayName eq "${name}"`)}`,
      );
      return (found.body['Resources'] as { id: string; members?: unknown[] }[])[0];
    };
    const simulator = await app.simulator();
    await simulator.chooseProfile(profile);
    await simulator.enableProvisioning();

    await simulator.tab('People');
    const login = `pushed.${domain}@acme.example`;
    const name = `Pia ${domain}`;
    await app.page.getByRole('button', { name: 'New person' }).first().click();
    const form = app.page.getByRole('dialog');
    await form.getByRole('textbox', { name: /^First name/i }).fill('Pia');
    await form.getByRole('textbox', { name: /^Last name/i }).fill(domain);
    await form.getByRole('textbox', { name: /^(Login|Username)/i }).fill(login);
    await form.getByRole('textbox', { name: /^(Primary )?email/i }).fill(login);
    await form.getByRole('button', { name: 'Create person' }).click();
    await expect(app.page.getByRole('grid', { name: 'People' }).getByText(name).first()).toBeVisible();

    await app.page.getByRole('button', { name: 'New group' }).click();
    const groupForm = app.page.getByRole('dialog');
    await groupForm.getByRole('textbox', { name: /name/i }).first().fill(`Crew ${domain}`);
    await groupForm.getByRole('button', { name: /^Create group/ }).click();
    await expect(groupForm).toBeHidden();

    // push users
    await simulator.assign(login, 1);
    await expect(
      app.page.getByRole('grid', { name: 'Assignments' }).getByRole('row').filter({ hasText: login }),
    ).toContainText('Provisioned');
    const pushed = await userNamed(login);
    expect(pushed).toMatchObject({
      userName: login,
      active: true,
      name: { givenName: 'Pia', familyName: domain },
    });

    // push groups, and members
    await simulator.pushGroup(`Crew ${domain}`);
    expect(await groupNamed(`Crew ${domain}`)).toBeDefined();
    await simulator.tab('People');
    await app.page
      .getByRole('navigation', { name: 'Okta groups' })
      .getByRole('button', { name: new RegExp(`^Crew ${domain}`) })
      .click();
    await app.page.getByRole('button', { name: 'Add members…' }).first().click();
    const adding = app.page.getByRole('dialog');
    await adding.getByRole('searchbox').fill(login);
    await adding.getByRole('checkbox', { name: `Select ${name}`, exact: true }).click();
    await adding.getByRole('button', { name: /^Add/ }).last().click();
    await expect(adding).toBeHidden();
    await expect.poll(async () => (await groupNamed(`Crew ${domain}`))?.members?.length).toBe(1);

    // push updates
    await app.page.getByRole('grid', { name: 'People' }).getByText(name).first().click();
    const profileForm = app.page
      .getByRole('complementary', { name: 'Inspector' })
      .or(app.page.getByRole('dialog'));
    await profileForm.getByRole('textbox', { name: /^Title/i }).fill(`Moved by ${domain}`);
    await profileForm.getByRole('button', { name: 'Save profile' }).click();
    await expect.poll(async () => (await userNamed(login))?.['title']).toBe(`Moved by ${domain}`);

    // what was sent, in the dialect that was chosen
    const sent = await workspace.scimCall('GET', '/Users?count=0');
    expect(sent.status).toBe(200);
    await app.goto(`#/traffic?direction=in&method=${update}`);
    await expect(
      app.page.getByRole('grid', { name: 'Exchanges' }).getByRole('row').filter({ hasText: name }).first(),
    ).toBeVisible();

    // deactivation
    const again = await app.simulator();
    await again.tab('Assignments');
    await app.page
      .getByRole('button', { name: `Actions for ${name}` })
      .first()
      .click();
    await app.page.getByRole('menuitem', { name: 'Unassign…' }).click();
    await app.page
      .getByRole('dialog')
      .or(app.page.getByRole('alertdialog'))
      .getByRole('button', { name: 'Unassign 1 person' })
      .click();
    await expect.poll(async () => (await userNamed(login))?.['active']).toBe(false);

    // group deactivation: unlink and delete
    await again.tab('Push Groups');
    await again.unlinkGroup(`Crew ${domain}`, 'Delete');
    await expect.poll(async () => groupNamed(`Crew ${domain}`)).toBeUndefined();
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
