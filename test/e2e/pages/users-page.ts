import { expect, type Locator, type Page } from '@playwright/test';
import { GridPage } from './grid-page.ts';

export interface UserFields {
  readonly userName?: string;
  readonly 'Given name'?: string;
  readonly 'Family name'?: string;
  readonly 'Display name'?: string;
  readonly Email?: string;
  readonly Title?: string;
  readonly Department?: string;
  readonly externalId?: string;
}

export class UsersPage extends GridPage {
  readonly filter: Locator;

  constructor(page: Page) {
    super(page, 'Users');
    this.filter = page.getByRole('searchbox', { name: 'Filter users' });
  }

  async search(text: string): Promise<void> {
    await this.button('Text').click();
    await this.filter.fill(text);
  }

  async searchScim(filter: string): Promise<void> {
    await this.button('SCIM filter').click();
    await this.page.getByRole('searchbox', { name: /filter/i }).fill(filter);
  }

  async fill(fields: UserFields): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      await this.dialog()
        .getByRole('textbox', { name, exact: true })
        .fill(value as string);
    }
  }

  async create(fields: UserFields): Promise<void> {
    await this.button('New user').first().click();
    await this.fill(fields);
    await this.dialog('New user').getByRole('button', { name: 'Create user' }).click();
  }

  async edit(name: string, fields: UserFields): Promise<void> {
    await this.openRow(name);
    await this.inspector.getByRole('button', { name: 'Edit' }).first().click();
    await this.fill(fields);
    await this.dialog().getByRole('button', { name: /^Save/ }).click();
    await expect(this.dialog()).toBeHidden();
  }
}
