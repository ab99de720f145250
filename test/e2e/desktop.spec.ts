/**
 * The desktop app through Electron's own entry: real main, real preload, real page. On the stand-in where Electron's
 * binary cannot be had (test/standin), and unchanged on the real binary where it is there.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { Envelope } from '../../shared/contract/faults.ts';
import { hostContract } from '../support/host-contract.ts';

const root = join(import.meta.dirname, '..', '..');
const standin = join(root, 'test', 'standin', 'electron');

function realBinary(): string | null {
  const folder = join(root, 'node_modules', 'electron');
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
    return existsSync(path) && display ? path : null;
  } catch {
    return null;
  }
}

for (const kind of ['stand-in', 'real'] as const) {
  test.describe(`the desktop app (${kind})`, () => {
    const executablePath = kind === 'real' ? realBinary() : standin;
    test.skip(
      executablePath === null,
      'Electron’s binary (or a display) is not on this machine; the stand-in ran the same tests',
    );
    test.describe.configure({ mode: 'serial' });

    let dir: string;
    let app: ElectronApplication;
    let page: Page;
    const complaints: string[] = [];

    test.beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'rollcall-desktop-'));
      app = await _electron.launch({
        executablePath: executablePath as string,
        args: [
          root,
          `--user-data-dir=${join(dir, 'user')}`,
          `--data=${join(dir, 'workspace')}`,
          '--scim-port=0',
        ],
      });
      page = await app.firstWindow();
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
    });

    test.afterAll(async () => {
      await app?.close();
      rmSync(dir, { recursive: true, force: true });
    });

    test('opens one sandboxed window on its own page', async () => {
      await expect(page.getByRole('heading', { name: 'What do you want to do?' })).toBeVisible();
      const windows = await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((w) => w.webContents.getURL()),
      );
      expect(windows).toHaveLength(1);
      expect(windows[0]).toMatch(/^app:\/\/rollcall\/index\.html/);
      expect(
        await page.evaluate(() => [
          typeof (globalThis as { require?: unknown }).require,
          typeof (globalThis as { process?: unknown }).process,
        ]),
      ).toEqual(['undefined', 'undefined']);
    });

    test('gives the page five functions and nothing else', async () => {
      const names = await page.evaluate(() =>
        Object.keys((globalThis as unknown as { rollcall: object }).rollcall).sort(),
      );
      expect(names).toEqual(['dispatch', 'onEvent', 'openExternal', 'openFolder', 'saveFile']);
    });

    test('keeps the contract of every host over its IPC', async () => {
      const events: EngineEvent[] = [];
      await page.evaluate(() => {
        const scope = globalThis as unknown as {
          rollcall: { onEvent(listener: (event: unknown) => void): void };
          heard: unknown[];
        };
        scope.heard = [];
        scope.rollcall.onEvent((event) => scope.heard.push(event));
      });
      const take = () =>
        page.evaluate(() => (globalThis as unknown as { heard: EngineEvent[] }).heard.splice(0));
      const listening = setInterval(() => void take().then((heard) => events.push(...heard)), 50);
      const dispatch = (name: string, input: unknown) =>
        page.evaluate(
          ([command, sent]) =>
            (
              globalThis as unknown as {
                rollcall: { dispatch(n: unknown, i: unknown): Promise<Envelope<unknown>> };
              }
            ).rollcall.dispatch(command, sent),
          [name, input],
        );
      for (const { name, check } of hostContract)
        await test.step(name, () => check({ door: { dispatch }, events }));
      clearInterval(listening);
      expect(await dispatch(5 as unknown as string, {})).toMatchObject({
        ok: false,
        fault: { code: 'invalid-input' },
      });
    });

    test('shows live what arrives on the SCIM port', async () => {
      const answered = await page.evaluate(async () => {
        const { rollcall } = globalThis as unknown as {
          rollcall: { dispatch(name: string, input: unknown): Promise<{ value: unknown }> };
        };
        const status = await rollcall.dispatch('workspace.status', {});
        const made = await rollcall.dispatch('tokens.create', { name: 'desktop' });
        return {
          base: (status.value as { server: { baseUrl: string } }).server.baseUrl,
          token: (made.value as { token: string }).token,
        };
      });
      await page
        .getByRole('link', { name: /^Users/ })
        .first()
        .click();
      await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
      const created = await fetch(`${answered.base}/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${answered.token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName: 'live.person',
          displayName: 'Aaron Live',
        }),
      });
      expect(created.status).toBe(201);
      await expect(page.getByRole('grid').getByText('Aaron Live')).toBeVisible();
    });

    test('says that the server fails on purpose, and turns it off', async () => {
      await page.evaluate(async () => {
        const { rollcall } = globalThis as unknown as {
          rollcall: { dispatch(name: string, input: unknown): Promise<{ value: object }> };
        };
        const { value } = await rollcall.dispatch('server.profile', {});
        const rule = {
          id: 'flt_1',
          on: true,
          method: 'any',
          path: 'any',
          every: 9,
          effect: { kind: 'drop' },
        };
        await rollcall.dispatch('server.setProfile', { profile: { ...value, faults: [rule] } });
      });
      const banner = page.getByRole('region', { name: 'Faults' });
      await expect(banner).toContainText('Faults on: 1 rule');
      await banner.getByRole('button', { name: 'Turn off' }).click();
      await expect(banner).toBeHidden();
    });

    test('goes nowhere else', async () => {
      const before = page.url();
      await page.evaluate(() => {
        location.href = 'https://example.com/';
      });
      await page.waitForTimeout(300);
      expect(page.url()).toBe(before);
      await page.evaluate(() => void open('https://example.com/'));
      await page.waitForTimeout(300);
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
      const refused = await page.evaluate(async () => {
        const { rollcall } = globalThis as unknown as {
          rollcall: { openExternal(url: string): Promise<void> };
        };
        const results: string[] = [];
        for (const url of [
          'file:///etc/passwd',
          'javascript:alert(1)',
          'smb://x',
          'data:text/html,x',
          'nonsense',
        ]) {
          results.push(
            await rollcall.openExternal(url).then(
              () => 'opened',
              () => 'refused',
            ),
          );
        }
        return results;
      });
      expect(refused).toEqual(['refused', 'refused', 'refused', 'refused', 'refused']);
    });

    test('has a menu with the way to the data', async () => {
      const label = await app.evaluate(
        ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('data')?.label,
      );
      expect(label).toBe('Where is my data?');
    });

    test('saves a list where the person says', async () => {
      const target = join(dir, 'list.csv');
      await app.evaluate(({ dialog }, path) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
      }, target);
      const saved = await page.evaluate(() => {
        const { rollcall } = globalThis as unknown as {
          rollcall: { saveFile(name: string, type: string, parts: string[]): Promise<string | null> };
        };
        return rollcall.saveFile('list.csv', 'text/csv', ['a,', 'b\n']);
      });
      expect(saved).toBe(target);
      expect(readFileSync(target, 'utf8')).toBe('a,b\n');
    });

    test('complained of nothing', () => {
      expect(complaints.filter((c) => !/ERR_ABORTED|Not allowed to load|ERR_FAILED/.test(c))).toEqual([]);
    });

    test('closes its workspace when it quits', async () => {
      const process_ = app.process();
      const exited = new Promise<number | null>((resolve) => process_.once('exit', resolve));
      await app.close();
      expect(await exited).toBe(0);
      expect(existsSync(join(dir, 'workspace', 'rollcall.db-wal'))).toBe(false);
      expect(existsSync(join(dir, 'workspace', 'runtime.json'))).toBe(false);
    });
  });
}
