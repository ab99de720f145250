/** `rollcall serve`, `rollcall console`, `rollcall status`. */

import { AppFault } from '../engine/base/app-fault.ts';
import { startHeadless } from '../headless/serve.ts';
import { connectToRunningHost } from '../host/control-client.ts';
import { dataDirOf } from '../host/data-dir.ts';
import { UsageError } from './arguments.ts';
import { type CliCommand, cliCommand, onEngine } from './command.ts';
import { print, printJson, say } from './output.ts';
import { startPassphrase } from './start-passphrase.ts';
import { stderrLogger } from './stderr-logger.ts';

export const defaultScimPort = 8643;

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

export const hostCommands: readonly CliCommand[] = [
  cliCommand({
    name: 'serve',
    usage: 'rollcall serve [--scim-port N] [--console-port N] [--no-console] [--passphrase-file F]',
    says: 'Runs Rollcall without a window: the SCIM server, and the same screens in a browser.',
    examples: [
      'rollcall serve',
      'rollcall serve --data ./workspace --scim-port 0 --console-port 0 --json',
      'rollcall serve --passphrase-file /run/secrets/rollcall',
    ],
    flags: {
      'scim-port': {
        kind: 'number',
        says: `port of the SCIM server, 0 for any free one (default ${defaultScimPort})`,
      },
      'scim-host': { kind: 'text', says: 'address the SCIM server listens on (default 127.0.0.1)' },
      'console-port': { kind: 'number', says: 'port of the console, 0 for any free one (default 0)' },
      host: { kind: 'text', says: 'refused: the console is for this machine only' },
      'no-console': { kind: 'switch', says: 'no screens in a browser' },
      'passphrase-file': {
        kind: 'text',
        says: 'file with the passphrase of the stored secrets (or set ROLLCALL_PASSPHRASE)',
      },
    },
    run: async (values, _rest, context) => {
      if (values.host !== undefined && !loopback.has(values.host)) {
        throw new UsageError(
          'Refusing to expose the admin UI. It listens on this machine only; reach it through an SSH tunnel.',
        );
      }
      for (const name of ['scim-port', 'console-port'] as const) {
        if ((values[name] ?? 0) > 65_535) throw new UsageError(`--${name} takes a port from 0 to 65535.`);
      }
      const passphrase = startPassphrase(values['passphrase-file']);
      const dataDir = dataDirOf(values.data);
      const host = await startHeadless({
        dataDir,
        version: context.version,
        scimPort: values['scim-port'] ?? defaultScimPort,
        scimHost: values['scim-host'] ?? '127.0.0.1',
        consolePort: values['no-console'] ? null : (values['console-port'] ?? 0),
        workerUrl: context.workerUrl,
        pageDir: context.pageDir,
        passphrase,
        logger: stderrLogger,
      });
      // before anything is printed: who reads the first line may send a signal at once
      const stopped = untilStopped(host);
      if (host.faultsOn > 0)
        say(
          `Faults on: ${host.faultsOn === 1 ? '1 rule' : `${host.faultsOn} rules`}. rollcall server fault off switches them off.`,
        );
      if (values.json)
        printJson({ scim: host.scim, console: host.consoleLink, data: dataDir, pid: process.pid });
      else {
        print(`SCIM server  ${host.scim}`);
        if (host.consoleLink)
          print(
            `Console      ${host.consoleLink}  (once, within two minutes; rollcall console prints another)`,
          );
        print(`Workspace    ${dataDir}`);
        say('Press Ctrl-C to stop.');
      }
      return stopped;
    },
  }),
  cliCommand({
    name: 'console',
    usage: 'rollcall console',
    says: 'Prints a new link to the console of the Rollcall that runs on this workspace.',
    examples: ['rollcall console --data ./workspace'],
    flags: {},
    run: async (values) => {
      const dataDir = dataDirOf(values.data);
      const running = await connectToRunningHost(dataDir);
      if (running === null)
        throw new AppFault('not-found', 'No Rollcall runs on this workspace. Start one with rollcall serve.');
      try {
        const envelope = await running.dispatch('console.link', {}, { door: 'cli' });
        const link = envelope.ok ? (envelope.value as { console: string | null }).console : null;
        if (link === null)
          throw new AppFault(
            'not-allowed',
            'The Rollcall that runs on this workspace has no console: it is the desktop app or was started with --no-console.',
          );
        if (values.json) printJson({ console: link });
        else print(link);
        return 0;
      } finally {
        await running.close();
      }
    },
  }),
  cliCommand({
    name: 'status',
    usage: 'rollcall status',
    says: 'Says what the workspace holds and whether a server runs on it.',
    examples: ['rollcall status --json'],
    flags: {},
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const status = await engine.call('workspace.status', {});
        if (values.json) return printJson({ ...status, running: engine.running });
        print(
          `${status.name}: ${status.users.all} users (${status.users.inactive} inactive), ${status.groups} groups, ${status.tokens} tokens, ${status.exchanges} exchanges`,
        );
        print(
          engine.running
            ? `Running: ${status.server.baseUrl ?? status.server.problem ?? status.server.state}`
            : 'Not running.',
        );
        print(`Workspace ${status.dataDir}`);
      }),
  }),
];

/** Ctrl-C below `npm run` arrives twice, from the terminal and from npm: within this time it is one wish, ms. */
const sameWishMs = 500;

/** Waits for a signal, then stops cleanly; a later second signal ends at once. */
export function untilStopped(host: { close(): Promise<void>; crashed: Promise<Error> }): Promise<number> {
  return new Promise((resolve) => {
    let since: number | null = null;
    const stop = (code: number) => {
      if (since !== null) {
        if (performance.now() - since > sameWishMs) process.exit(130);
        return;
      }
      since = performance.now();
      host.close().then(
        () => resolve(code),
        (error: unknown) => {
          say(`rollcall: the stop was not clean: ${String(error)}`);
          resolve(70);
        },
      );
    };
    process.on('SIGTERM', () => stop(0));
    process.on('SIGINT', () => stop(0));
    process.on('SIGHUP', () => stop(0));
    void host.crashed.then((error) => {
      say(`rollcall: ${error.message}`);
      stop(70);
    });
  });
}
