import { expect, type Locator, type Page } from '@playwright/test';

export class BehaviourPage {
  readonly page: Page;
  readonly rules: Locator;
  /** The bar that every screen has while a rule is on. */
  readonly banner: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rules = page.getByRole('list', { name: 'Fault rules' }).getByRole('listitem');
    this.banner = page.getByRole('region', { name: 'Faults' });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Waits until the page shows what the engine answered: then it is in force. */
  async turn(label: string, on: boolean): Promise<void> {
    const control = this.page.getByRole('switch', { name: label, exact: true });
    await control.click();
    await expect(control).toHaveAttribute('aria-checked', String(on));
  }

  async choose(setting: string, value: string): Promise<void> {
    const button = this.page.getByRole('group', { name: setting }).getByRole('button', { name: value });
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
  }

  number(label: string): Locator {
    return this.page.getByRole('textbox', { name: label });
  }

  async newRule(choices: { method: string; path: string; every: number; status: number }): Promise<void> {
    await this.page.getByRole('button', { name: 'New rule…' }).click();
    await this.select('Method', choices.method);
    await this.select('Path', choices.path);
    await this.dialog.getByRole('textbox', { name: 'Every n-th request' }).fill(String(choices.every));
    await this.dialog.getByRole('textbox', { name: 'Status' }).fill(String(choices.status));
  }

  async select(field: string, option: string): Promise<void> {
    await this.dialog.getByRole('combobox', { name: field }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  async addRule(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Add rule' }).click();
    await expect(this.dialog).toBeHidden();
  }

  async act(rule: string, action: string): Promise<void> {
    await this.page.getByRole('button', { name: `Actions for: ${rule}` }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }
}
