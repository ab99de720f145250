/** The Simulator, tab by tab, by the names Okta gives things. */
import { expect, type Locator, type Page } from '@playwright/test';

type Tab = 'Provisioning' | 'People' | 'Assignments' | 'Push Groups' | 'Import' | 'System Log';

export class SimulatorPage {
  readonly page: Page;
  readonly outcome: Locator;

  constructor(page: Page) {
    this.page = page;
    this.outcome = page.getByRole('region', { name: 'Outcome' });
  }

  async tab(name: Tab): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
    await expect(this.page.getByRole('tab', { name: new RegExp(`^${name}`), selected: true })).toBeVisible();
  }

  async chooseProfile(name: RegExp): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Profile' }).click();
    await this.page.getByRole('option', { name }).click();
  }

  async chooseConnection(name: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Connection' }).click();
    await this.page.getByRole('option', { name }).click();
  }

  async part(name: 'Integration' | 'To App' | 'To Okta'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name }).click();
  }

  async switchOn(name: string): Promise<void> {
    const control = this.page.getByRole('switch', { name });
    if (!(await control.isChecked())) await control.click();
    await expect(control).toBeChecked();
  }

  /** Everything that makes Okta send: as an admin does it once. */
  async enableProvisioning(): Promise<void> {
    await this.tab('Provisioning');
    await this.part('Integration');
    await this.switchOn('Enable API integration');
    await this.page.getByRole('button', { name: 'Test API Credentials' }).click();
    await expect(this.page.getByText(/(verified|configured) successfully/)).toBeVisible();
    await this.part('To App');
    for (const name of ['Create Users', 'Update User Attributes', 'Deactivate Users'])
      await this.switchOn(name);
  }

  async choose(setting: string, option: string): Promise<void> {
    const select = this.page.getByRole('combobox', { name: setting });
    await select.click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
    await expect(select).toHaveText(option);
  }

  mappingRow(label: string): Locator {
    return this.page
      .getByRole('table', { name: 'Attribute mappings' })
      .getByRole('row')
      .filter({ has: this.page.getByText(label, { exact: true }) });
  }

  async editMapping(label: string): Promise<MappingDialog> {
    await this.mappingRow(label)
      .getByRole('button', { name: `Edit ${label}` })
      .click();
    return this.mappingDialog();
  }

  mappingDialog(): MappingDialog {
    return new MappingDialog(this.page);
  }

  async forceSync(): Promise<void> {
    await this.tab('Provisioning');
    await this.part('To App');
    await this.page.getByRole('button', { name: 'Force Sync' }).click();
    await expect(this.outcome).toContainText('Force Sync');
  }

  async createPerson(person: { firstName: string; lastName: string; login: string }): Promise<void> {
    await this.tab('People');
    await this.page.getByRole('button', { name: 'New person' }).first().click();
    const form = this.page.getByRole('dialog');
    await form.getByRole('textbox', { name: /^First name/i }).fill(person.firstName);
    await form.getByRole('textbox', { name: /^Last name/i }).fill(person.lastName);
    await form.getByRole('textbox', { name: /^(Login|Username)/i }).fill(person.login);
    await form.getByRole('textbox', { name: /^(Primary )?email/i }).fill(person.login);
    await form.getByRole('button', { name: 'Create person' }).click();
    const name = `${person.firstName} ${person.lastName}`;
    await expect(this.page.getByRole('grid', { name: 'People' }).getByText(name).first()).toBeVisible();
  }

  async createGroup(name: string): Promise<void> {
    await this.tab('People');
    await this.page.getByRole('button', { name: 'New group' }).click();
    const form = this.page.getByRole('dialog');
    await form.getByRole('textbox', { name: /name/i }).first().fill(name);
    await form.getByRole('button', { name: /^Create group/ }).click();
    await expect(form).toBeHidden();
  }

  /** Leaves the group open, with its members in the grid. */
  async addMember(group: string, person: { name: string; login: string }): Promise<void> {
    await this.tab('People');
    await this.page
      .getByRole('navigation', { name: 'Okta groups' })
      .getByRole('button', { name: new RegExp(`^${group}`) })
      .click();
    await this.page.getByRole('button', { name: 'Add members…' }).first().click();
    const adding = this.page.getByRole('dialog');
    await adding.getByRole('searchbox').fill(person.login);
    await adding.getByRole('checkbox', { name: `Select ${person.name}`, exact: true }).click();
    await adding.getByRole('button', { name: /^Add/ }).last().click();
    await expect(adding).toBeHidden();
  }

  /** Of a person in the grid that is open. */
  async changeTitle(name: string, title: string): Promise<void> {
    await this.page.getByRole('grid', { name: 'People' }).getByText(name).first().click();
    const form = this.page
      .getByRole('complementary', { name: 'Inspector' })
      .or(this.page.getByRole('dialog'));
    await form.getByRole('textbox', { name: /^Title/i }).fill(title);
    await form.getByRole('button', { name: 'Save profile' }).click();
  }

  async unassign(name: string): Promise<void> {
    await this.tab('Assignments');
    await this.page
      .getByRole('button', { name: `Actions for ${name}` })
      .first()
      .click();
    await this.page.getByRole('menuitem', { name: 'Unassign…' }).click();
    await this.page
      .getByRole('dialog')
      .or(this.page.getByRole('alertdialog'))
      .getByRole('button', { name: 'Unassign 1 person' })
      .click();
  }

  async fill(people: number, groups: number): Promise<void> {
    await this.tab('People');
    await this.page.getByRole('button', { name: 'Fill with sample people…' }).first().click();
    const dialog = this.page.getByRole('dialog');
    await dialog
      .getByRole('textbox', { name: 'People' })
      .or(dialog.getByRole('spinbutton', { name: 'People' }))
      .fill(String(people));
    await dialog
      .getByRole('textbox', { name: 'Groups' })
      .or(dialog.getByRole('spinbutton', { name: 'Groups' }))
      .fill(String(groups));
    await dialog.getByRole('button', { name: 'Fill', exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** Assigns the first `count` people whose row holds `search`. */
  async assign(search: string, count: number): Promise<void> {
    await this.tab('Assignments');
    await this.page.getByRole('button', { name: 'Assign', exact: true }).click();
    await this.page.getByRole('menuitem', { name: 'Assign to People' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('searchbox').fill(search);
    // the list follows the typing: only rows that hold what was typed are meant
    const rows = dialog.getByRole('row').filter({ hasText: search });
    await expect(rows.first()).toBeVisible();
    for (let i = 0; i < count; i++) await rows.nth(i).getByRole('checkbox').click();
    await dialog.getByRole('button', { name: /^Assign \d+ pe/ }).click();
    await expect(dialog).toBeHidden();
  }

  async pushGroup(name: string): Promise<void> {
    await this.tab('Push Groups');
    await this.page.getByRole('button', { name: 'Push Groups' }).first().click();
    await this.page.getByRole('menuitem', { name: 'Find groups by name' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('searchbox').fill(name);
    await dialog.getByRole('checkbox', { name: `Select ${name}`, exact: true }).click();
    await dialog.getByRole('button', { name: 'Push group' }).click();
    await expect(dialog).toBeHidden();
    await expect(this.page.getByRole('button', { name: `Active, push status of ${name}` })).toBeVisible();
  }

  async unlinkGroup(name: string, choice: 'Leave' | 'Delete'): Promise<void> {
    await this.page.getByRole('button', { name: `Active, push status of ${name}` }).click();
    await this.page.getByRole('menuitem', { name: 'Unlink pushed group…' }).click();
    const dialog = this.page.getByRole('dialog').or(this.page.getByRole('alertdialog'));
    await dialog.getByRole('radio', { name: new RegExp(`^${choice} the group in the target app`) }).click();
    await dialog.getByRole('button', { name: /^Unlink/ }).click();
    await expect(dialog).toBeHidden();
  }

  async importNow(): Promise<void> {
    await this.tab('Import');
    await this.page.getByRole('button', { name: 'Import Now' }).first().click();
    await expect(this.page.getByText('users scanned')).toBeVisible({ timeout: 30_000 });
    await expect(this.page.getByRole('button', { name: 'Import Now' }).first()).toBeEnabled();
  }

  async confirmAssignments(): Promise<void> {
    await this.page.getByRole('button', { name: /^Confirm Assignments/ }).click();
    const dialog = this.page.getByRole('dialog').or(this.page.getByRole('alertdialog'));
    await dialog.getByRole('button', { name: 'Confirm', exact: true }).click();
    await expect(dialog).toBeHidden({ timeout: 20_000 });
  }
}

/** One row of the attribute mappings. */
export class MappingDialog {
  readonly page: Page;
  readonly dialog: Locator;
  readonly expression: Locator;
  readonly preview: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog');
    this.expression = this.dialog.getByRole('textbox', { name: 'Expression' });
    this.preview = this.dialog.getByRole('region', { name: 'Preview' });
  }

  async valueIs(kind: 'Okta attribute' | 'Constant' | 'Expression'): Promise<void> {
    await this.dialog.getByRole('combobox', { name: 'Value is' }).click();
    await this.page.getByRole('option', { name: kind, exact: true }).click();
  }

  async applyOn(when: 'Create' | 'Create and update'): Promise<void> {
    await this.dialog.getByRole('combobox', { name: 'Apply on' }).click();
    await this.page.getByRole('option', { name: when, exact: true }).click();
  }

  async save(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Save mapping' }).click();
  }
}
