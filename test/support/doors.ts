/** Every door to the engine, opened on a workspace of its own: one suite runs over all of them. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type HostKey, silentLogger } from '../../electron/engine/base/ports.ts';
import { createEngine } from '../../electron/engine/engine.ts';
import { startConsoleServer } from '../../electron/headless/console-server.ts';
import { connectToRunningHost } from '../../electron/host/control-client.ts';
import { openControlDoor } from '../../electron/host/control-door.ts';
import type { EngineClient } from '../../electron/host/engine-client.ts';
import { startEngineThread } from '../../electron/host/engine-thread.ts';
import type { PageFiles } from '../../electron/host/page-files.ts';
import type { AnswerOf, CommandName, InputOf } from '../../shared/contract/commands.ts';
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { Envelope, Fault } from '../../shared/contract/faults.ts';

export interface OpenDoor {
  dispatch(name: string, input: unknown): Promise<Envelope<unknown>>;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  close(): Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');
export const workerUrl = pathToFileURL(join(root, 'electron', 'host', 'engine-worker.ts'));
const hostKey: HostKey = { kind: 'key-file', bytes: new Uint8Array(32).fill(1), protection: 'test' };

export const noPage: PageFiles = new Map([
  [
    '/',
    {
      body: Buffer.from('<!doctype html><title>Rollcall</title>'),
      type: 'text/html; charset=utf-8',
      immutable: false,
    },
  ],
]);

export function openEngineHere(dataDir: string, scimPort: number | null = 0): Promise<EngineClient> {
  return createEngine({
    dataDir,
    version: '0.0.0-test',
    scimPort,
    scimHost: '127.0.0.1',
    keys: [hostKey],
    logger: silentLogger,
  });
}

export function openThread(dataDir: string) {
  return startEngineThread(
    workerUrl,
    {
      dataDir,
      version: '0.0.0-test',
      scimPort: 0,
      scimHost: '127.0.0.1',
      keys: [hostKey],
    },
    silentLogger,
  );
}

/** A signed-in caller of the console's HTTP door. */
export async function signIn(link: string) {
  const url = new URL(link);
  const answer = await fetch(new URL('/api/session', url.origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: url.hash.slice('#k='.length) }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const session = ((await answer.json()) as { session?: string }).session ?? '';
  return { status: answer.status, origin: url.origin, headers: { cookie, 'x-rollcall-session': session } };
}

function clientDoor(client: EngineClient, ...ends: (() => Promise<unknown>)[]): OpenDoor {
  return {
    dispatch: (name, input) => client.dispatch(name, input, { door: 'cli' }),
    onEvent: (listener) => client.onEvent(listener),
    close: async () => {
      for (const end of [...ends, () => client.close()]) await end();
    },
  };
}

async function consoleDoor(dataDir: string): Promise<OpenDoor> {
  const engine = await openEngineHere(dataDir);
  const server = await startConsoleServer(engine, noPage, 0);
  const { origin, headers } = await signIn(server.link());
  const stopped = new AbortController();
  return {
    dispatch: async (name, input) => {
      const answer = await fetch(`${origin}/api/dispatch`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ name, input }),
      });
      return (await answer.json()) as Envelope<unknown>;
    },
    onEvent: (listener) => {
      void readEvents(`${origin}/api/events`, headers, stopped.signal, listener);
      return () => stopped.abort();
    },
    close: async () => {
      stopped.abort();
      await server.close();
      await engine.close();
    },
  };
}

async function readEvents(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  listener: (event: EngineEvent) => void,
): Promise<void> {
  try {
    const answer = await fetch(url, { headers, signal });
    let rest = '';
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      rest += Buffer.from(chunk).toString('utf8');
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (line.startsWith('data: ')) listener(JSON.parse(line.slice(6)) as EngineEvent);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function controlDoor(dataDir: string): Promise<OpenDoor> {
  const engine = await openEngineHere(dataDir);
  const door = await openControlDoor(engine, dataDir, null);
  const client = await connectToRunningHost(dataDir);
  if (client === null) throw new Error('the control door does not answer');
  return clientDoor(
    client,
    () => client.close(),
    door.close,
    () => engine.close(),
  );
}

export const doors: readonly (readonly [string, (dataDir: string) => Promise<OpenDoor>])[] = [
  ['the engine itself', async (dir) => clientDoor(await openEngineHere(dir))],
  ['the engine in its thread', async (dir) => clientDoor(await openThread(dir))],
  ['the console over HTTP', consoleDoor],
  ['the control socket of the command line', controlDoor],
];

/** Calls by the contract's types; a fault is thrown as its value. */
export async function call<N extends CommandName>(
  door: Pick<OpenDoor, 'dispatch'>,
  name: N,
  input: InputOf<N>,
): Promise<AnswerOf<N>> {
  const envelope = await door.dispatch(name, input);
  if (!envelope.ok) throw new Error(`${envelope.fault.code}: ${envelope.fault.message}`);
  return envelope.value as AnswerOf<N>;
}

export async function faultOf(
  door: Pick<OpenDoor, 'dispatch'>,
  name: string,
  input: unknown,
): Promise<Fault> {
  const envelope = await door.dispatch(name, input);
  if (envelope.ok) throw new Error(`${name} was expected to fail`);
  return envelope.fault;
}
