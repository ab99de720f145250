import type { Locator, Page } from '@playwright/test';
import { GridPage } from './grid-page.ts';

export class TrafficPage extends GridPage {
  readonly filter: Locator;
  readonly detail: Locator;

  constructor(page: Page) {
    super(page, 'Exchanges');
    this.filter = page.getByRole('searchbox', { name: 'Filter exchanges' });
    this.detail = page.getByRole('region', { name: 'Exchange', exact: true });
  }
}
