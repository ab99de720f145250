/** `rollcall open`, which is also `npm start`: the desktop app, or the same screens in the browser. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppFault } from '../engine/base/app-fault.ts';
import { startHeadless } from '../headless/serve.ts';
import { connectToRunningHost } from '../host/control-client.ts';
import { dataDirOf } from '../host/data-dir.ts';
import { type CliCommand, type CliContext, cliCommand } from './command.ts';
import { findElectron } from './electron-binary.ts';
import { defaultScimPort, untilStopped } from './host-commands.ts';
import { print, say } from './output.ts';
import { startPassphrase } from './start-passphrase.ts';
import { stderrLogger } from './stderr-logger.ts';

export const openCommand: CliCommand = cliCommand({
  name: 'open',
  usage: 'rollcall open [--browser]',
  says: 'Opens Rollcall: a desktop window where Electron can be had, else the browser.',
  examples: ['rollcall open', 'rollcall open --browser'],
  flags: {
    browser: { kind: 'switch', says: 'use the browser even where Electron is there' },
    'no-browser': { kind: 'switch', says: 'print the link, start no browser' },
  },
  run: async (values, _rest, context) => {
    const dataDir = dataDirOf(values.data);
    if (!values.browser) {
      const electron = await findElectron();
      if ('path' in electron) return runElectron(electron.path, values.data === undefined ? null : dataDir);
      print(`Opening in the browser: ${electron.why}.`);
    }
    return openInBrowser(dataDir, context, !values['no-browser']);
  },
});

async function runElectron(path: string, dataDir: string | null): Promise<number> {
  const app = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
  const child = spawn(path, [app, ...(dataDir === null ? [] : [`--data=${dataDir}`])], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

async function openInBrowser(dataDir: string, context: CliContext, start: boolean): Promise<number> {
  const again = await linkOfRunning(dataDir);
  if (again !== null) {
    print(`Already running. Console ${again}`);
    if (start) startBrowser(again);
    return 0;
  }
  const options = {
    dataDir,
    version: context.version,
    scimHost: '127.0.0.1',
    consolePort: 0,
    workerUrl: context.workerUrl,
    pageDir: context.pageDir,
    passphrase: startPassphrase(),
    logger: stderrLogger,
  };
  const host = await startHeadless({ ...options, scimPort: defaultScimPort }).catch((error: unknown) => {
    if (!(error instanceof AppFault) || error.code !== 'port-busy') throw error;
    say(`${error.message} Using a free one.`);
    return startHeadless({ ...options, scimPort: 0 });
  });
  const stopped = untilStopped(host);
  print(`SCIM server  ${host.scim}`);
  print(`Console      ${host.consoleLink}`);
  print(`Workspace    ${dataDir}`);
  say('Press Ctrl-C to stop.');
  if (start && host.consoleLink !== null) startBrowser(host.consoleLink);
  return stopped;
}

async function linkOfRunning(dataDir: string): Promise<string | null> {
  const running = await connectToRunningHost(dataDir);
  if (running === null) return null;
  const envelope = await running.dispatch('console.link', {}, { door: 'cli' });
  await running.close();
  return envelope.ok ? (envelope.value as { console: string | null }).console : null;
}

/** A browser that cannot be started is no error: the link is printed anyway. */
function startBrowser(link: string): void {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const [command, args] =
    process.platform === 'darwin'
      ? (['open', [link]] as const)
      : process.platform === 'win32'
        ? (['cmd', ['/c', 'start', '', link]] as const)
        : (['xdg-open', [link]] as const);
  spawn(command, [...args], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
