import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../support/run-cli.ts';
import { expect, test } from './console-test.ts';
import { SettingsPage } from './pages/settings-page.ts';

const passphrase = 'correct horse battery';

test('a passphrase is set, changed and removed', async ({ app }) => {
  await app.goto('#/settings');
  const settings = new SettingsPage(app.page);
  await expect(settings.secrets).toContainText('Who copies the whole folder copies the key.');
  await settings.setPassphrase('the first passphrase');
  await expect(settings.secrets).toContainText('also after a move to another computer');
  await settings.setPassphrase(passphrase);
  await settings.removePassphrase();
  await expect(settings.secrets).not.toContainText('also after a move to another computer');
  await settings.setPassphrase(passphrase);
});

test('a workspace that moved without its key file is unlocked by the passphrase', async ({
  app,
  workspace,
}) => {
  await app.goto('#/settings');
  const settings = new SettingsPage(app.page);
  await settings.setPassphrase(passphrase);
  const moved = join(workspace.dir, 'moved');
  cpSync(workspace.data, moved, {
    recursive: true,
    filter: (path) => !/secret\.key|lock\.db|runtime\.json|control\.sock|launch/.test(path),
  });
  const { ready, stop } = await serve(moved);
  await app.page.goto(ready.console);
  await app.ready();
  await app.goto('#/settings');
  await expect(settings.secrets).toContainText('Locked');
  await expect(settings.secrets).toContainText('Nothing on this computer opens the secrets');
  await settings.unlock('wrong horse battery');
  await expect(app.page.getByRole('dialog')).toContainText('Wrong passphrase.');
  await settings.unlock(passphrase);
  await expect(app.page.getByRole('dialog')).toBeHidden();
  await expect(settings.secrets).toContainText('Open');
  // the console is left before its server stops: a lost line is a complaint
  await app.page.goto('about:blank');
  expect(await stop()).toBe(0);
  rmSync(moved, { recursive: true });
});
