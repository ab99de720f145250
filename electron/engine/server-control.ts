/** Starts and stops the SCIM listener and always knows what is true of it. */
import type { ServerStatus } from '../../shared/domain/workspace.ts';
import { AppFault } from './base/app-fault.ts';
import { freePortFrom, pidOnPort } from './base/port-holder.ts';
import type { Clock } from './base/ports.ts';

/** The part of the SCIM server that is started and stopped: a new one each time, since a closed one cannot listen again. */
export interface Listener {
  listen(host: string, port: number): Promise<{ port: number }>;
  close(): Promise<void>;
}

export interface ServerControl {
  status(): ServerStatus;
  /** Answers with the status, also where it already listens. @throws AppFault `port-busy` with `details.free` */
  start(port: number): Promise<ServerStatus>;
  /** Starts where it listened last, or on `port` where it never did; on any free one where `port` is 0 and the last is taken. */
  startAgain(port: number): Promise<ServerStatus>;
  stop(): Promise<ServerStatus>;
}

const stopped: ServerStatus = { state: 'stopped', baseUrl: null, port: null, since: null, problem: null };

export function createServerControl(deps: {
  make: () => Listener;
  host: string;
  clock: Clock;
  announce: (status: ServerStatus) => void;
}): ServerControl {
  let status = stopped;
  let listener: Listener | null = null;
  let starting: Promise<ServerStatus> | null = null;
  let lastPort: number | null = null;
  const become = (next: ServerStatus) => {
    status = next;
    deps.announce(next);
    return next;
  };
  const open = async (port: number): Promise<ServerStatus> => {
    become({ ...stopped, state: 'starting' });
    const fresh = deps.make();
    try {
      const bound = await fresh.listen(deps.host, port);
      listener = fresh;
      lastPort = bound.port;
      return become(listeningAt(deps.host, bound.port, deps.clock()));
    } catch (error) {
      await fresh.close();
      const fault = await listenFault(error, port, deps.host);
      become(refusedBy(fault, port));
      throw fault;
    }
  };
  const start = (port: number): Promise<ServerStatus> => {
    if (status.state === 'listening') return Promise.resolve(status);
    starting ??= open(port).finally(() => {
      starting = null;
    });
    return starting;
  };
  return {
    status: () => status,
    start,
    startAgain: (port) => onLastPort(start, lastPort, port),
    stop: async () => {
      await starting?.catch(() => {});
      const ending = listener;
      listener = null;
      await ending?.close();
      return become(stopped);
    },
  };
}

function listeningAt(host: string, port: number, since: number): ServerStatus {
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return { state: 'listening', baseUrl: `http://${shownHost}:${port}/scim/v2`, port, since, problem: null };
}

function refusedBy(fault: AppFault, port: number): ServerStatus {
  const state = fault.code === 'port-busy' ? 'port-busy' : 'failed';
  return { ...stopped, state, port, problem: fault.message };
}

async function onLastPort(
  start: (port: number) => Promise<ServerStatus>,
  lastPort: number | null,
  port: number,
): Promise<ServerStatus> {
  try {
    return await start(lastPort ?? port);
  } catch (error) {
    const taken = error instanceof AppFault && error.code === 'port-busy';
    if (port !== 0 || lastPort === null || !taken) throw error;
    return start(0);
  }
}

async function listenFault(error: unknown, port: number, host: string): Promise<AppFault> {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    const pid = pidOnPort(port);
    const free = await freePortFrom(port + 1);
    return new AppFault(
      'port-busy',
      `Port ${port} is in use${pid === null ? '' : ` by PID ${pid}`}. Try --scim-port 0.`,
      {
        details: { port, pid, free },
      },
    );
  }
  if (code === 'EACCES') {
    return new AppFault(
      'port-busy',
      `Port ${port} needs more rights than you have. Ports from 1024 up do not; try --scim-port 0.`,
      {
        details: { port, free: await freePortFrom(8643) },
      },
    );
  }
  if (code === 'EADDRNOTAVAIL')
    return new AppFault('invalid-input', `${host} is no address of this machine.`);
  return new AppFault(
    'internal',
    `The SCIM server could not listen on port ${port} (${code ?? String(error)}).`,
  );
}
