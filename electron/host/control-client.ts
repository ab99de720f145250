/** The command line's end of the control door. */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { Envelope } from '../../shared/contract/faults.ts';
import { AppFault } from '../engine/base/app-fault.ts';
import { type RuntimeNote, runtimeNoteName } from './control-door.ts';
import type { EngineClient } from './engine-client.ts';
import { readLines, writeLine } from './line-stream.ts';

/** The host that runs on this workspace, or null where none does (a note left by a crash counts as none). */
export async function connectToRunningHost(dataDir: string): Promise<EngineClient | null> {
  const note = readNote(join(dataDir, runtimeNoteName));
  if (note === null) return null;
  const socket = await reach(note.control);
  if (socket === null) return null;
  writeLine(socket, { key: note.key });
  return clientOver(socket);
}

function readNote(path: string): RuntimeNote | null {
  try {
    const note = JSON.parse(readFileSync(path, 'utf8')) as Partial<RuntimeNote>;
    return typeof note.control === 'string' && typeof note.key === 'string' ? (note as RuntimeNote) : null;
  } catch {
    return null;
  }
}

function reach(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const timer = setTimeout(() => {
      socket.destroy();
      resolve(null);
    }, 2000);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.once('error', () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}

function hungUp(): AppFault {
  return new AppFault(
    'stopping',
    'The Rollcall that runs on this workspace closed the connection. Try again.',
  );
}

function clientOver(socket: Socket): EngineClient {
  const waiting = new Map<number, { resolve: (e: Envelope<unknown>) => void; reject: (e: Error) => void }>();
  const listeners = new Set<(event: EngineEvent) => void>();
  let nextId = 1;
  readLines(socket, (value) => {
    const message = value as { id?: number; envelope?: Envelope<unknown>; event?: EngineEvent };
    if (message.event) for (const listener of listeners) listener(message.event);
    if (message.id === undefined || message.envelope === undefined) return;
    waiting.get(message.id)?.resolve(message.envelope);
    waiting.delete(message.id);
  });
  socket.on('close', () => {
    for (const call of waiting.values()) call.reject(hungUp());
    waiting.clear();
  });
  socket.on('error', () => socket.destroy());
  return {
    dispatch: (name, input) =>
      new Promise((resolve, reject) => {
        if (!socket.writable) return reject(hungUp());
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        writeLine(socket, { id, name, input });
      }),
    onEvent: (listener) => {
      if (listeners.size === 0) writeLine(socket, { events: true });
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      socket.end();
    },
  };
}
