/**
 * The door for the command line: a socket file in the workspace folder (a named pipe on Windows), so that
 * `rollcall tokens create` works while the app runs. Who may read the note beside it may use it: the folder is the
 * owner's alone (0700) and the note holds a key that the first line must repeat. It is no network socket, and the
 * desktop app has none.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineClient } from './engine-client.ts';
import { readLines, writeLine } from './line-stream.ts';
import { replaceFile } from './whole-file.ts';

export const runtimeNoteName = 'runtime.json';

/** What is written to `runtime.json` (0600) while a host runs. */
export interface RuntimeNote {
  readonly pid: number;
  readonly scim: string | null;
  readonly control: string;
  readonly key: string;
}

export interface ControlDoor {
  close(): Promise<void>;
}

export type HostCommand = (input: unknown) => Promise<unknown>;

/** @param hostCommands what the host itself answers, beside the engine: `console.link` */
export async function openControlDoor(
  engine: EngineClient,
  dataDir: string,
  scim: string | null,
  hostCommands: Readonly<Record<string, HostCommand>> = {},
): Promise<ControlDoor> {
  const place = socketPlace(dataDir);
  const key = randomBytes(32).toString('hex');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, key, engine, hostCommands);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.path, resolve);
  });
  if (process.platform !== 'win32') chmodSync(place.path, 0o600);
  const note: RuntimeNote = { pid: process.pid, scim, control: place.path, key };
  const notePath = join(dataDir, runtimeNoteName);
  try {
    replaceFile(notePath, JSON.stringify(note));
  } catch (error) {
    server.close();
    place.remove();
    throw error;
  }
  return {
    close: async () => {
      rmSync(notePath, { force: true });
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      place.remove();
    },
  };
}

function socketPlace(dataDir: string): { path: string; remove: () => void } {
  if (process.platform === 'win32') {
    const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 24);
    return { path: `\\\\.\\pipe\\rollcall-${name}`, remove: () => {} };
  }
  const near = join(dataDir, 'control.sock');
  // the kernel's limit for a socket path is 104 to 108 bytes
  if (Buffer.byteLength(near) < 100) {
    rmSync(near, { force: true });
    return { path: near, remove: () => rmSync(near, { force: true }) };
  }
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-'));
  return {
    path: join(folder, 'control.sock'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

interface Ask {
  id?: unknown;
  name?: unknown;
  input?: unknown;
  key?: unknown;
  events?: unknown;
}

function serve(
  socket: Socket,
  key: string,
  engine: EngineClient,
  hostCommands: Readonly<Record<string, HostCommand>>,
): void {
  let known = false;
  readLines(socket, (value) => {
    if (typeof value !== 'object' || value === null) return void socket.destroy();
    const ask = value as Ask;
    if (!known) {
      known = sameKey(ask.key, key);
      if (!known) socket.destroy();
      return;
    }
    if (ask.events === true) {
      const stop = engine.onEvent((event) => writeLine(socket, { event }));
      socket.on('close', stop);
      return;
    }
    if (typeof ask.id !== 'number' || typeof ask.name !== 'string') return void socket.destroy();
    void answer(engine, hostCommands, ask.name, ask.input).then((envelope) =>
      writeLine(socket, { id: ask.id, envelope }),
    );
  });
}

async function answer(
  engine: EngineClient,
  hostCommands: Readonly<Record<string, HostCommand>>,
  name: string,
  input: unknown,
): Promise<unknown> {
  const own = Object.hasOwn(hostCommands, name) ? hostCommands[name] : undefined;
  try {
    if (own) return { ok: true, value: await own(input) };
    return await engine.dispatch(name, input, { door: 'cli' });
  } catch (error) {
    return {
      ok: false,
      fault: { code: 'internal', message: error instanceof Error ? error.message : String(error) },
    };
  }
}

function sameKey(given: unknown, key: string): boolean {
  if (typeof given !== 'string' || given.length !== key.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(key));
}
