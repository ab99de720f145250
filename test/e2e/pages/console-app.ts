/** The frame of every screen: navigation, toasts, and the way to each screen's model. */
import { expect, type Locator, type Page } from '@playwright/test';
import { ConnectionsPage } from './connections-page.ts';
import { GroupsPage } from './groups-page.ts';
import { SimulatorPage } from './simulator-page.ts';
import { TrafficPage } from './traffic-page.ts';
import { TransferPage } from './transfer-page.ts';
import { UsersPage } from './users-page.ts';

export class ConsoleApp {
  readonly page: Page;
  /** Complaints of the browser's console that a test means to cause. */
  readonly expected: RegExp[] = [];

  constructor(page: Page) {
    this.page = page;
  }

  async ready(): Promise<void> {
    await expect(this.page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  }

  /** Goes by the sidebar, as a person does. */
  async open(screen: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: screen })).toBeVisible();
  }

  /** Goes by address, as a shared link does. */
  async goto(hash: string): Promise<void> {
    await this.page.evaluate((to) => {
      location.hash = to;
    }, hash);
  }

  async users(): Promise<UsersPage> {
    await this.open('Users');
    return new UsersPage(this.page);
  }

  async groups(): Promise<GroupsPage> {
    await this.open('Groups');
    return new GroupsPage(this.page);
  }

  async traffic(): Promise<TrafficPage> {
    await this.open('Traffic');
    return new TrafficPage(this.page);
  }

  async connections(): Promise<ConnectionsPage> {
    await this.open('Connections');
    return new ConnectionsPage(this.page);
  }

  async simulator(): Promise<SimulatorPage> {
    await this.open('Simulator');
    return new SimulatorPage(this.page);
  }

  async transfer(): Promise<TransferPage> {
    await this.open('Import/Export');
    return new TransferPage(this.page);
  }

  /** The one toast there is. */
  get toast(): Locator {
    return this.page
      .getByRole('region', { name: /notification/i })
      .or(this.page.getByRole('status'))
      .filter({ hasText: /\S/ })
      .first();
  }
}
