/** What `import … from 'electron'` gives in the main process under the stand-in. */
import { app } from './app.mjs';
import { dialog, ipcMain, Menu, nativeTheme, protocol, safeStorage, session, shell } from './services.mjs';
import { state } from './state.mjs';
import { BrowserWindow, webContents } from './window.mjs';

export { becomeReady } from './app.mjs';
export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  safeStorage,
  session,
  shell,
  webContents,
};

/** Called by `boot.mjs` before the app's main is loaded. */
export function attach(context, { appDir, about }) {
  Object.assign(state, { context, appDir, about });
}

export default {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  safeStorage,
  session,
  shell,
  webContents,
};
