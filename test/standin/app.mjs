/** `app`: life cycle, paths, switches, single instance. */
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { covering, event, state } from './state.mjs';

const emitter = new EventEmitter();
const whenReady = new Promise((ok) => emitter.once('ready', ok));

const commandLine = covering('app.commandLine', {
  appendSwitch() {},
  hasSwitch: (name) => process.argv.some((a) => a === `--${name}` || a.startsWith(`--${name}=`)),
  getSwitchValue: (name) =>
    process.argv.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
});

function getPath(name) {
  const given = commandLine.getSwitchValue('user-data-dir');
  const user = given || join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), state.about.name);
  const paths = { userData: user, logs: join(user, 'logs'), home: homedir(), temp: tmpdir() };
  if (!(name in paths)) throw new Error(`electron stand-in: app.getPath(${name}) is not covered`);
  mkdirSync(paths[name], { recursive: true });
  return paths[name];
}

/** A file with the pid of the first instance; a pid that is gone counts as none. */
function requestSingleInstanceLock() {
  const path = join(getPath('userData'), 'standin.pid');
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    process.kill(pid, 0);
    if (pid !== process.pid) return false;
  } catch {
    // there is no first instance
  }
  writeFileSync(path, String(process.pid));
  return true;
}

/** before-quit, then each window, then will-quit; any of them may prevent it. */
async function quit() {
  if (state.quitting) return;
  const before = event();
  emitter.emit('before-quit', before);
  if (before.defaultPrevented) return;
  state.quitting = true;
  for (const window of [...state.windows]) {
    window.close();
    await window.closed;
    if (!window.isDestroyed()) {
      state.quitting = false;
      return;
    }
  }
  const will = event();
  emitter.emit('will-quit', will);
  if (will.defaultPrevented) {
    state.quitting = false;
    return;
  }
  emitter.emit('quit', event(), 0);
  process.exit(0);
}

export function windowGone() {
  if (state.windows.size > 0 || state.quitting) return;
  if (emitter.listenerCount('window-all-closed') > 0) emitter.emit('window-all-closed');
  else void quit();
}

export function becomeReady() {
  setImmediate(() => {
    state.ready = true;
    emitter.emit('ready', event(), {});
  });
}

export const app = covering('app', {
  isPackaged: false,
  commandLine,
  whenReady: () => whenReady,
  isReady: () => state.ready,
  getName: () => state.about.name,
  getVersion: () => state.about.version,
  getAppPath: () => state.appDir,
  getPath,
  enableSandbox() {
    if (state.ready) throw new Error('app.enableSandbox() can only be called before app is ready');
  },
  requestSingleInstanceLock,
  quit: () => void quit(),
  exit: (code = 0) => process.exit(code),
  on: (name, listener) => emitter.on(name, listener),
  once: (name, listener) => emitter.once(name, listener),
  off: (name, listener) => emitter.off(name, listener),
  emit: (name, ...rest) => emitter.emit(name, ...rest),
});

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void quit());
