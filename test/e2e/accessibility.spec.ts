import AxeBuilder from '@axe-core/playwright';
import { runCli } from '../support/run-cli.ts';
import { expect, test } from './console-test.ts';

test.use({ seeded: { users: 60, groups: 10 } });

// with a fault rule on, every screen carries the banner
test.beforeAll(async ({ workspace }) => {
  await runCli('server', 'fault', 'add', '--method', 'DELETE', '--drop', '--data', workspace.data);
});

const screens = [
  '#/',
  '#/users',
  '#/users?new=user',
  '#/groups',
  '#/transfer',
  '#/connections',
  '#/connections/local',
  '#/connections/local?tab=tokens',
  '#/connections/local?tab=behaviour',
  '#/connections/local?tab=schemas',
  '#/connections/local?tab=schemas&schema=new',
  '#/simulator',
  '#/simulator?tab=provisioning&view=to-app',
  '#/simulator?tab=people',
  '#/simulator?tab=assignments',
  '#/simulator?tab=push',
  '#/simulator?tab=import',
  '#/simulator?tab=log',
  '#/traffic',
  '#/history',
  '#/settings',
];

for (const theme of ['light', 'dark'] as const) {
  for (const size of [
    { width: 1440, height: 900 },
    { width: 900, height: 600 },
  ]) {
    test(`no screen has an accessibility finding (${theme}, ${size.width}×${size.height})`, async ({
      app,
    }) => {
      test.setTimeout(120_000);
      await app.page.setViewportSize(size);
      await app.page.evaluate((chosen) => {
        localStorage.setItem('rollcall-theme', chosen);
      }, theme);
      await app.page.reload();
      await app.ready();
      await expect(app.page.locator('html')).toHaveAttribute('data-theme', theme);
      await expect(app.page.getByRole('region', { name: 'Faults' })).toBeVisible();
      const findings: Record<string, string[]> = {};
      for (const screen of screens) {
        await app.goto(screen);
        await expect(app.page.getByRole('heading').first()).toBeVisible();
        await app.page.waitForTimeout(350);
        const { violations } = await new AxeBuilder({ page: app.page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        const found = violations.map(
          (v) =>
            `${v.id}: ${v.nodes
              .slice(0, 2)
              .map((n) => n.target.join(' '))
              .join(' | ')}`,
        );
        if (found.length > 0) findings[screen] = found;
      }
      expect(findings).toEqual({});
    });
  }
}
