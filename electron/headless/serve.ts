/** The headless host: engine in its thread, control door, console; started by `rollcall serve` and by `rollcall open`. */
import type { WorkspaceStatus } from '../../shared/domain/workspace.ts';
import { AppFault } from '../engine/base/app-fault.ts';
import type { Logger } from '../engine/base/ports.ts';
import { openControlDoor } from '../host/control-door.ts';
import { startEngineThread } from '../host/engine-thread.ts';
import { keyFromFile } from '../host/key-file.ts';
import { readPageFiles } from '../host/page-files.ts';
import { unlockAtStart } from '../host/unlock-at-start.ts';
import { type ConsoleServer, startConsoleServer } from './console-server.ts';

export interface ServeOptions {
  readonly dataDir: string;
  readonly version: string;
  /** 0: any free port. */
  readonly scimPort: number;
  readonly scimHost: string;
  /** null: no console. */
  readonly consolePort: number | null;
  readonly workerUrl: URL;
  /** Folder of the built page. */
  readonly pageDir: string;
  /** Opens stored secrets that the key file does not open; null: they stay locked until somebody unlocks them. */
  readonly passphrase: string | null;
  readonly logger: Logger;
}

export interface RunningHost {
  readonly scim: string;
  readonly consoleLink: string | null;
  /** Fault rules that are on as it starts. */
  readonly faultsOn: number;
  /** Settles with an error when the engine's thread fails. */
  readonly crashed: Promise<Error>;
  close(): Promise<void>;
}

/** @throws AppFault as `openWorkspace` says; `port-busy` for either port */
export async function startHeadless(options: ServeOptions): Promise<RunningHost> {
  const engine = await startEngineThread(
    options.workerUrl,
    {
      dataDir: options.dataDir,
      version: options.version,
      scimPort: options.scimPort,
      scimHost: options.scimHost,
      keys: [keyFromFile(options.dataDir)],
    },
    options.logger,
  );
  const opened: (() => Promise<void>)[] = [() => engine.close()];
  const close = async () => {
    // what cannot be ended must not keep the rest open, the engine least of all
    const ended = [];
    for (const end of opened.splice(0).reverse()) ended.push(...(await Promise.allSettled([end()])));
    const failed = ended.find((e) => e.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
  try {
    await unlockAtStart(engine, options.passphrase, options.logger);
    const { scim, faultsOn } = await listeningAt(engine);
    let page: ConsoleServer | null = null;
    if (options.consolePort !== null) {
      page = await startConsole(engine, options.pageDir, options.consolePort);
      opened.push(page.close);
      engine.refuseOrigin(`http://127.0.0.1:${page.port}`);
    }
    const door = await openControlDoor(engine, options.dataDir, scim, {
      'console.link': async () => ({ console: page?.link() ?? null }),
    });
    opened.push(door.close);
    return { scim, consoleLink: page?.link() ?? null, faultsOn, crashed: engine.crashed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listeningAt(
  engine: Parameters<typeof openControlDoor>[0],
): Promise<{ scim: string; faultsOn: number }> {
  const status = await engine.dispatch('workspace.status', {}, { door: 'cli' });
  if (!status.ok) throw new AppFault(status.fault.code, status.fault.message, status.fault);
  const { server, faultsOn } = status.value as WorkspaceStatus;
  if (server.baseUrl === null) {
    throw new AppFault(
      server.state === 'port-busy' ? 'port-busy' : 'invalid-input',
      server.problem ?? 'The SCIM server did not start.',
    );
  }
  return { scim: server.baseUrl, faultsOn };
}

async function startConsole(
  engine: Parameters<typeof openControlDoor>[0],
  pageDir: string,
  port: number,
): Promise<ConsoleServer> {
  try {
    return await startConsoleServer(engine, readPageFiles(pageDir, 'browser'), port);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') {
      throw new AppFault('port-busy', `Port ${port} is in use. Try --console-port 0.`, { details: { port } });
    }
    if (code === 'EACCES') {
      throw new AppFault('port-busy', `Port ${port} needs more rights than you have. Try --console-port 0.`, {
        details: { port },
      });
    }
    throw error;
  }
}
