import { expect, test } from './console-test.ts';

test('the link opens the app once; the key leaves the address; a reload stays in', async ({
  app,
  browser,
  workspace,
}) => {
  expect(app.page.url()).not.toContain('k=');
  await app.page.reload();
  await app.ready();
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(new URL('/', workspace.console).href);
  await expect(stranger.getByText('Open the app link again.')).toBeVisible();
  await stranger.goto(workspace.console);
  await expect(stranger.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  const third = await (await browser.newContext()).newPage();
  await third.goto(workspace.console);
  await expect(third.getByText('Open the app link again.')).toBeVisible();
});

test('another page in the same browser reaches nothing', async ({ app, workspace }) => {
  app.expected.push(/401 \(Unauthorized\)/);
  const origin = new URL(workspace.console).origin;
  const answers = await app.page.evaluate(async (base) => {
    const cookieOnly = await fetch(`${base}/api/dispatch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"tokens.list","input":{}}',
    });
    return cookieOnly.status;
  }, origin);
  expect(answers).toBe(401);
});
