import { expect, type Page } from '@playwright/test';
import { GridPage } from './grid-page.ts';

export class ConnectionsPage extends GridPage {
  constructor(page: Page) {
    super(page, 'Connections');
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

  /** Answers with the token as it is shown, once. */
  async createToken(name: string): Promise<string> {
    await this.page.getByRole('button', { name: 'New token…' }).first().click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('button', { name: 'Create token' }).click();
    const shown = dialog.getByText(/^rcl_[0-9A-Za-z]{49}$/);
    await expect(shown).toBeVisible();
    const token = (await shown.textContent()) ?? '';
    await dialog.getByRole('button', { name: 'I have stored it' }).click();
    await expect(dialog).toBeHidden();
    return token;
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
