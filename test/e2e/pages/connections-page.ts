import { expect, type Locator, type Page } from '@playwright/test';
import { GridPage } from './grid-page.ts';

export class ConnectionsPage extends GridPage {
  constructor(page: Page) {
    super(page, 'Connections');
  }

  /** With Bearer, which the form proposes. */
  async add(connection: { name: string; baseUrl: string; secret: string }): Promise<void> {
    await this.page
      .getByRole('button', { name: /^New connection/ })
      .first()
      .click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(connection.name);
    await dialog.getByRole('textbox', { name: /Base URL/i }).fill(connection.baseUrl);
    await dialog
      .getByRole('textbox', { name: /token|secret/i })
      .first()
      .fill(connection.secret);
    await dialog.getByRole('button', { name: 'Add connection' }).click();
    await expect(dialog).toBeHidden();
  }

  async localServer(): Promise<LocalServerPage> {
    await this.page
      .getByRole('main')
      .getByRole('link', { name: /^Local server/ })
      .click();
    await expect(this.page.getByRole('heading', { level: 1, name: 'Local server' })).toBeVisible();
    return new LocalServerPage(this.page);
  }
}

export class LocalServerPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async tokens(): Promise<void> {
    await this.page.getByRole('tab', { name: /^Tokens/ }).click();
  }

  /** The line of a token in the table, by any text in it. */
  row(text: string): Locator {
    return this.page.getByRole('table', { name: 'Tokens' }).getByRole('row').filter({ hasText: text });
  }

  /** Answers with the token as it is shown, once. */
  async createToken(name: string): Promise<string> {
    await this.page.getByRole('button', { name: 'New token…' }).first().click();
    await this.dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await this.dialog.getByRole('button', { name: 'Create token' }).click();
    const token = await this.shownToken();
    await this.stored();
    return token;
  }

  /** Leaves the new token shown: `stored` closes it. */
  async rotateToken(name: string, overlap: string): Promise<string> {
    await this.page.getByRole('button', { name: `Actions for ${name}` }).click();
    await this.page.getByRole('menuitem', { name: /^Rotate/ }).click();
    await this.dialog.getByRole('combobox', { name: /stays valid/ }).click();
    await this.page.getByRole('option', { name: overlap }).click();
    await this.dialog.getByRole('button', { name: 'Rotate token' }).click();
    return this.shownToken();
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  async stored(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'I have stored it' }).click();
    await expect(this.dialog).toBeHidden();
  }

  private async shownToken(): Promise<string> {
    const shown = this.dialog.getByText(/^rcl_[0-9A-Za-z]{49}$/);
    await expect(shown).toBeVisible();
    return (await shown.textContent()) ?? '';
  }

  async revokeToken(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Actions for ${name}` }).click();
    await this.page.getByRole('menuitem', { name: /^Revoke/ }).click();
    await this.page
      .getByRole('alertdialog')
      .or(this.page.getByRole('dialog'))
      .getByRole('button', { name: /^Revoke/ })
      .click();
  }
}
