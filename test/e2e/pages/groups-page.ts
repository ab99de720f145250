import type { Locator, Page } from '@playwright/test';
import { GridPage } from './grid-page.ts';

export class GroupsPage extends GridPage {
  readonly filter: Locator;

  constructor(page: Page) {
    super(page, 'Groups');
    this.filter = page.getByRole('searchbox', { name: /filter groups/i });
  }
}
