/**
 * The desktop on a folder whose key was wrapped by another computer's key store: it starts, says what keeps the
 * secrets now, and leaves the wrapped key as it was. On the stand-in: the real store is asked in `desktop.spec.ts`.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { SettingsPage } from './pages/settings-page.ts';

const root = join(import.meta.dirname, '..', '..');

test('starts where the key store does not open the wrapped key, and never wipes it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-desktop-moved-'));
  const workspace = join(dir, 'workspace');
  const wrapped = Buffer.from('v11 wrapped elsewhere');
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'secret.key.os'), wrapped);
  const app = await _electron.launch({
    executablePath: join(root, 'test', 'standin', 'electron'),
    args: [root, `--user-data-dir=${join(dir, 'user')}`, `--data=${workspace}`, '--scim-port=0'],
  });
  try {
    const page = await app.firstWindow();
    await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    await page.evaluate(() => {
      location.hash = '#/settings';
    });
    const { secrets } = new SettingsPage(page);
    await expect(secrets).toContainText('Open');
    await expect(secrets).toContainText('Key file');
    expect(readFileSync(join(workspace, 'secret.key.os')).equals(wrapped)).toBe(true);
  } finally {
    await app.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
