/**
 * The desktop app. Opens the engine in its thread and one window on the page; passes messages between them. What a
 * page may do is decided in `window.ts` and `ipc.ts`, never here. There is no network socket for the screens.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, protocol } from 'electron';
import { AppFault } from '../engine/base/app-fault.ts';
import { openControlDoor } from '../host/control-door.ts';
import { dataDirOf } from '../host/data-dir.ts';
import { type EngineThread, startEngineThread } from '../host/engine-thread.ts';
import { answerPageRequests, pageScheme } from './app-protocol.ts';
import { fileLogger } from './file-logger.ts';
import { listenToPage } from './ipc.ts';
import { buildMenu } from './menu.ts';
import { readHostKeys } from './os-key.ts';
import { openWindow } from './window.ts';

const scimPort = 8643;
const here = import.meta.dirname;
const about = JSON.parse(readFileSync(join(here, '..', '..', 'package.json'), 'utf8')) as { version: string };

protocol.registerSchemesAsPrivileged([pageScheme]);
app.enableSandbox();

if (!app.requestSingleInstanceLock()) app.quit();
else void app.whenReady().then(start).catch(fail);

function dataDir(): string {
  return dataDirOf(app.commandLine.getSwitchValue('data') || undefined);
}

async function start(): Promise<void> {
  const folder = dataDir();
  const logger = fileLogger(app.getPath('logs'));
  const keys = readHostKeys(folder, logger);
  const portSwitch = app.commandLine.getSwitchValue('scim-port');
  let engine: EngineThread;
  try {
    engine = await startEngineThread(
      new URL('./engine-worker.js', import.meta.url),
      {
        dataDir: folder,
        version: about.version,
        scimPort: portSwitch === '' ? scimPort : Number(portSwitch),
        scimHost: '127.0.0.1',
        keys,
      },
      logger,
    );
  } catch (error) {
    return fail(error);
  }
  const door = await openControlDoor(engine, folder, null);
  closeCleanly(async () => {
    await door.close();
    await engine.close();
  });
  void engine.crashed.then((error) => {
    dialog.showErrorBox(
      'Rollcall has to stop',
      `The engine failed: ${error.message}. What was saved is safe. Start Rollcall again.`,
    );
    app.exit(70);
  });
  answerPageRequests(join(here, '..', 'renderer'));
  listenToPage(engine);
  buildMenu(folder);
  const preload = join(here, '..', 'preload', 'preload.cjs');
  await openWindow(preload);
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) void openWindow(preload);
  });
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}

/** The first quit waits until the workspace is closed; the second one goes through. */
function closeCleanly(close: () => Promise<void>): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void close()
      .catch(() => {})
      .then(() => {
        closed = true;
        app.quit();
      });
  });
}

function fail(error: unknown): void {
  const message = error instanceof AppFault || error instanceof Error ? error.message : String(error);
  dialog.showErrorBox('Rollcall cannot open this workspace', message);
  app.exit(error instanceof AppFault && error.code === 'workspace-open' ? 6 : 4);
}
