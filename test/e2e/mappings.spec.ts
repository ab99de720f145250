/** Attribute mappings and the username format: edited in the browser, seen in the server. */
import { expect, test } from './console-test.ts';

test('a mapping and a username format that were edited arrive in the app', async ({ app, workspace }) => {
  test.setTimeout(90_000);
  const simulator = await app.simulator();
  await simulator.enableProvisioning();
  await simulator.createPerson({ firstName: 'Pia', lastName: 'Lund', login: 'pia.lund@acme.example' });

  await simulator.tab('Provisioning');
  await simulator.part('To App');
  const mapping = await simulator.editMapping('Display name');
  await mapping.valueIs('Expression');
  await mapping.expression.fill('String.foo(user.lastName)');
  await expect(mapping.preview).toContainText('Expression error at position 1: unknown function String.foo.');
  await mapping.save();
  await expect(mapping.dialog.getByRole('textbox', { name: 'Expression' })).toHaveAccessibleDescription(
    'Expression error at position 1: unknown function String.foo.',
  );
  await mapping.expression.fill("String.toUpperCase(user.lastName) + ', ' + user.firstName");
  await expect(mapping.preview).toContainText('LUND, Pia');
  await mapping.save();
  await expect(mapping.dialog).toBeHidden();
  await expect(simulator.mappingRow('Display name')).toContainText('String.toUpperCase(user.lastName)');

  const type = await simulator.editMapping('User type');
  await type.valueIs('Constant');
  await type.dialog.getByRole('textbox', { name: 'Constant' }).fill('Contractor');
  await type.applyOn('Create');
  await type.save();
  await expect(type.dialog).toBeHidden();
  await expect(simulator.mappingRow('User type')).toContainText('Contractor constant');

  await simulator.choose('Application username format', 'Okta username prefix');
  await simulator.assign('pia.lund@acme.example', 1);
  const found = async () => {
    const filter = encodeURIComponent('userName eq "pia.lund"');
    const { body } = await workspace.scimCall('GET', `/Users?filter=${filter}`);
    return (body['Resources'] as Record<string, unknown>[])[0];
  };
  await expect.poll(found).toMatchObject({ displayName: 'LUND, Pia', userType: 'Contractor' });

  // back to Okta's own rows
  await simulator.tab('Provisioning');
  await simulator.part('To App');
  await app.page.getByRole('button', { name: 'Okta’s defaults…' }).click();
  await app.page.getByRole('button', { name: 'Use Okta’s defaults' }).click();
  await expect(simulator.mappingRow('User type')).toContainText('user.userType');
  await expect(app.page.getByRole('button', { name: 'Okta’s defaults…' })).toBeDisabled();

  // removed, and added again
  await simulator.mappingRow('Title').getByRole('button', { name: 'Remove Title' }).click();
  await expect(simulator.mappingRow('Title')).toHaveCount(0);
  await app.page.getByRole('button', { name: 'Add mapping' }).click();
  const added = simulator.mappingDialog();
  await added.dialog.getByRole('combobox', { name: 'Attribute', exact: true }).click();
  await app.page.getByRole('option', { name: 'Title', exact: true }).click();
  await added.dialog.getByRole('textbox', { name: 'Constant' }).fill('Clerk');
  await added.save();
  await expect(simulator.mappingRow('Title')).toContainText('Clerk');
});
