/** The window: sandboxed, isolated, and unable to go anywhere but the page (security.md T29, Electron checklist). */
import { BrowserWindow, nativeTheme, session } from 'electron';
import { pageOrigin } from './channels.ts';

export async function openWindow(preload: string): Promise<BrowserWindow> {
  const permissions = session.defaultSession;
  permissions.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  permissions.setPermissionCheckHandler(() => false);
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    title: 'Rollcall',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#151619' : '#ffffff',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  const contents = window.webContents;
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event, url) => {
    if (new URL(url).origin !== pageOrigin && !url.startsWith(`${pageOrigin}/`)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${pageOrigin}/index.html`);
  return window;
}
