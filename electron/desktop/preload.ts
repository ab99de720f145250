/**
 * The only code of ours that runs beside the page with more than the page's rights: it passes five messages on and
 * holds nothing. No generic channel is exposed (Electron checklist 20).
 */
import { contextBridge, ipcRenderer } from 'electron';
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { DesktopBridge } from '../../shared/contract/host.ts';
import { channels } from './channels.ts';

const bridge: DesktopBridge = {
  dispatch: (name, input) => ipcRenderer.invoke(channels.dispatch, name, input),
  onEvent: (listener) => {
    const pass = (_event: unknown, what: EngineEvent) => listener(what);
    ipcRenderer.on(channels.event, pass);
    return () => {
      ipcRenderer.removeListener(channels.event, pass);
    };
  },
  saveFile: (name, mediaType, parts) => ipcRenderer.invoke(channels.saveFile, name, mediaType, parts),
  openFolder: (path) => ipcRenderer.invoke(channels.openFolder, path),
  openExternal: (url) => ipcRenderer.invoke(channels.openExternal, url),
};

contextBridge.exposeInMainWorld('rollcall', bridge);
