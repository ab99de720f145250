/**
 * The desktop's door: checks who speaks (our page, in the main frame of its window), passes the command on, returns
 * the answer. Everything a page sends is data from the outside.
 */
import { writeFile } from 'node:fs/promises';
import { BrowserWindow, dialog, type IpcMainInvokeEvent, ipcMain, shell } from 'electron';
import type { Envelope } from '../../shared/contract/faults.ts';
import type { EngineClient } from '../host/engine-client.ts';
import { channels, pageOrigin } from './channels.ts';

/** Largest list that is saved from a window, characters. */
const saveLimit = 512 * 1024 * 1024;

function isOurPage(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.url.startsWith(`${pageOrigin}/`);
}

function handle<A extends unknown[], T>(
  channel: string,
  work: (event: IpcMainInvokeEvent, ...args: A) => Promise<T>,
): void {
  ipcMain.handle(channel, async (event, ...args) => {
    if (!isOurPage(event)) throw new Error('not allowed');
    return work(event, ...(args as A));
  });
}

export function listenToPage(engine: EngineClient): void {
  handle(channels.dispatch, async (_event, name: unknown, input: unknown): Promise<Envelope<unknown>> => {
    if (typeof name !== 'string')
      return { ok: false, fault: { code: 'invalid-input', message: 'A command needs a name.' } };
    return engine.dispatch(name, input, { door: 'desktop' });
  });
  handle(channels.saveFile, (event, name: unknown, _type: unknown, parts: unknown) =>
    saveFile(event, name, parts),
  );
  handle(channels.openFolder, async (_event, path: unknown) => {
    // only the workspace's own folder: the page cannot ask for any other
    const status = await engine.dispatch('workspace.status', {}, { door: 'desktop' });
    const own = status.ok ? (status.value as { dataDir: string }).dataDir : null;
    if (typeof path === 'string' && path === own) await shell.openPath(path);
  });
  handle(channels.openExternal, async (_event, url: unknown) => {
    if (typeof url !== 'string' || !isWebAddress(url)) throw new Error('This address cannot be opened.');
    await shell.openExternal(url);
  });
  engine.onEvent((what) => {
    for (const window of BrowserWindow.getAllWindows()) {
      if (!window.isDestroyed()) window.webContents.send(channels.event, what);
    }
  });
}

/** https and mailto only (security.md A9). */
function isWebAddress(url: string): boolean {
  try {
    return ['https:', 'mailto:'].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}

async function saveFile(event: IpcMainInvokeEvent, name: unknown, parts: unknown): Promise<string | null> {
  if (typeof name !== 'string' || !Array.isArray(parts) || !parts.every((p) => typeof p === 'string'))
    throw new Error('not a list');
  if (parts.reduce((sum: number, p: string) => sum + p.length, 0) > saveLimit)
    throw new Error('The list is too large to save from the window. Use rollcall export.');
  const window = BrowserWindow.fromWebContents(event.sender);
  const options = { defaultPath: name.replace(/[/\\]/g, '_') };
  const chosen = window ? await dialog.showSaveDialog(window, options) : await dialog.showSaveDialog(options);
  if (chosen.canceled || !chosen.filePath) return null;
  await writeFile(chosen.filePath, parts.join(''), { mode: 0o600 });
  return chosen.filePath;
}
