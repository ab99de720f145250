/** The Push Groups tab: rules, what is pushed, and Bulk Edit, by the names Okta gives things. */
import { expect, type Locator, type Page } from '@playwright/test';

export class PushGroupsPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly rail: Locator;
  readonly outcome: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: 'Pushed groups' });
    this.rail = page.getByRole('navigation', { name: 'Pushed Groups' });
    this.outcome = page.getByRole('region', { name: 'Outcome' });
  }

  async startRule(name: string, starts: string): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Push Groups' }).first().click();
    await this.page.getByRole('menuitem', { name: 'Find groups by rule' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Rule name' }).fill(name);
    await dialog.getByRole('textbox', { name: 'Group name', exact: true }).fill(starts);
    return dialog;
  }

  async createRule(name: string, starts: string, matches: RegExp): Promise<void> {
    const dialog = await this.startRule(name, starts);
    await expect(dialog.getByText(matches)).toBeVisible();
    await dialog.getByRole('button', { name: 'Create Rule' }).click();
    await expect(dialog).toBeHidden();
  }

  async show(view: string): Promise<void> {
    await this.rail.getByRole('button', { name: new RegExp(`^${view}`) }).click();
  }

  async expectStatus(status: 'Active' | 'Inactive' | 'Error', ...groups: string[]): Promise<void> {
    for (const group of groups)
      await expect(
        this.page.getByRole('button', { name: `${status}, push status of ${group}` }),
      ).toBeVisible();
  }

  async checkAll(): Promise<void> {
    await this.grid.getByRole('checkbox', { name: 'Select all', exact: true }).check();
  }

  async bulkEdit(verb: 'Deactivate' | 'Activate' | 'Delete…'): Promise<void> {
    await this.page.getByRole('button', { name: 'Bulk Edit' }).click();
    await this.page.getByRole('menuitem', { name: verb, exact: true }).click();
  }
}
