import { expect, type Locator, type Page } from '@playwright/test';

export class SettingsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The section of stored secrets. */
  get secrets(): Locator {
    return this.page.locator('section').filter({ has: this.page.getByRole('heading', { name: 'Secrets' }) });
  }

  async setPassphrase(passphrase: string): Promise<void> {
    await this.secrets.getByRole('button', { name: /^(Set a|Change) passphrase…$/ }).click();
    const dialog = this.page.getByRole('dialog');
    const submit = dialog.getByRole('button', { name: /^(Set|Change) passphrase$/ });
    await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await expect(submit).toBeDisabled();
    await dialog.getByLabel('Passphrase again').fill(passphrase);
    await submit.click();
    await expect(dialog).toBeHidden();
  }

  async removePassphrase(): Promise<void> {
    await this.secrets.getByRole('button', { name: 'Remove passphrase…' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Remove passphrase' }).click();
    await expect(dialog).toBeHidden();
  }

  async unlock(passphrase: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    if (!(await dialog.isVisible())) await this.secrets.getByRole('button', { name: 'Unlock…' }).click();
    await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await dialog.getByRole('button', { name: 'Unlock' }).click();
  }
}
