/** The rest of what the app imports from `electron`. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from './app.mjs';
import { covering, state } from './state.mjs';

export const ipcMain = covering('ipcMain', {
  handle(channel, handler) {
    if (state.handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    state.handlers.set(channel, handler);
  },
  removeHandler: (channel) => state.handlers.delete(channel),
});

export const protocol = covering('protocol', {
  registerSchemesAsPrivileged() {
    if (state.ready)
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
  },
  handle(scheme, handler) {
    state.protocols.set(scheme, handler);
  },
});

function key() {
  const path = join(app.getPath('userData'), 'standin.key');
  if (!existsSync(path)) writeFileSync(path, randomBytes(32), { mode: 0o600 });
  return readFileSync(path);
}

export const safeStorage = covering('safeStorage', {
  isEncryptionAvailable: () => state.ready,
  getSelectedStorageBackend: () => 'basic_text',
  encryptString(text) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key(), nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from('v10'), nonce, cipher.getAuthTag(), sealed]);
  },
  decryptString(bytes) {
    if (bytes.subarray(0, 3).toString() !== 'v10') {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
    }
    const opener = createDecipheriv('aes-256-gcm', key(), bytes.subarray(3, 15));
    opener.setAuthTag(bytes.subarray(15, 31));
    return Buffer.concat([opener.update(bytes.subarray(31)), opener.final()]).toString('utf8');
  },
});

/** A test answers by replacing these, as with the real binary. */
export const dialog = covering('dialog', {
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  showErrorBox: (title, content) => console.error(`${title}: ${content}`),
});

export const shell = covering('shell', { openExternal: async () => {}, openPath: async () => '' });

class MenuItem {
  constructor(options) {
    Object.assign(this, { enabled: true, visible: true }, options);
    if (Array.isArray(options.submenu)) this.submenu = Menu.buildFromTemplate(options.submenu);
  }
}

export class Menu {
  static #application = null;
  items = [];

  static buildFromTemplate(template) {
    const menu = new Menu();
    menu.items = template.map((item) => new MenuItem(item));
    return menu;
  }

  static setApplicationMenu(menu) {
    Menu.#application = menu;
  }

  static getApplicationMenu() {
    return Menu.#application;
  }

  getMenuItemById(id) {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}

export const nativeTheme = Object.assign(new EventEmitter(), {
  themeSource: 'system',
  shouldUseDarkColors: false,
});

export const session = covering('session', {
  defaultSession: covering('session.defaultSession', {
    setPermissionRequestHandler() {},
    setPermissionCheckHandler() {},
  }),
});
