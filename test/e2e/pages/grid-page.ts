/** What screens with a grid have in common. */
import { expect, type Locator, type Page } from '@playwright/test';

export class GridPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly inspector: Locator;

  constructor(page: Page, name: string) {
    this.page = page;
    this.grid = page.getByRole('grid', { name, exact: true });
    this.inspector = page.getByRole('complementary', { name: 'Inspector' });
  }

  row(text: string | RegExp): Locator {
    return this.grid.getByRole('row').filter({ hasText: text });
  }

  async openRow(text: string): Promise<void> {
    await this.row(text).first().getByText(text).first().click();
    await expect(this.inspector).toBeVisible();
  }

  async select(name: string): Promise<void> {
    await this.grid
      .getByRole('checkbox', { name: `Select ${name}`, exact: true })
      .first()
      .click();
  }

  tab(name: string | RegExp): Locator {
    return this.page.getByRole('tab', { name });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  dialog(name?: string | RegExp): Locator {
    return name === undefined ? this.page.getByRole('dialog') : this.page.getByRole('dialog', { name });
  }
}
