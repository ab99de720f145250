import { type Download, expect, type Page } from '@playwright/test';

export class TransferPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async chooseFile(name: string, text: string): Promise<void> {
    await this.page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  }

  async download(button: RegExp): Promise<Download> {
    const waiting = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: button }).click();
    const download = await waiting;
    expect(await download.failure()).toBeNull();
    return download;
  }
}
