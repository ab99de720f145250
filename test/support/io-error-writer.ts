/**
 * A process of its own that does what an owner and a client do, while one call to the disk fails under it: opens an
 * engine, makes a token, writes over HTTP, closes, opens again and writes on. What is refused at the door of the
 * owner is asked once more. Says on standard output what was answered. Argument: the folder.
 */
import { writeSync } from 'node:fs';
import { AppFault } from '../../electron/engine/base/app-fault.ts';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { patchBody, userBody } from './scim-start.ts';

export type Said =
  | { readonly kind: 'written'; readonly id: string; readonly version: number }
  | { readonly kind: 'deleted'; readonly id: string }
  /** `status` 0: no answer came. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly retryAfter: string;
      readonly detail: string;
    }
  | { readonly kind: 'fault'; readonly at: string; readonly code: string; readonly message: string }
  | { readonly kind: 'done' };

const [dataDir = ''] = process.argv.slice(2);
let names = 0;

function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`);
}

function sayFault(at: string, error: unknown): void {
  const code = error instanceof AppFault ? error.code : 'not-a-fault';
  say({ kind: 'fault', at, code, message: String(error) });
}

async function twice<T>(at: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    sayFault(at, error);
    return work();
  }
}

function open(): Promise<Engine> {
  const keys = [{ kind: 'key-file', bytes: new Uint8Array(32).fill(1), protection: 'test' }] as const;
  return createEngine({
    dataDir,
    version: '0.0.0-test',
    scimPort: 0,
    scimHost: '127.0.0.1',
    keys,
    logger: silentLogger,
  });
}

async function command<T>(engine: Engine, name: string, input: unknown): Promise<T> {
  const envelope = await engine.dispatch(name, input, { door: 'cli' });
  if (envelope.ok) return envelope.value as T;
  throw new AppFault(envelope.fault.code, envelope.fault.message);
}

type Send = (method: string, path: string, body?: unknown) => Promise<string | null>;

function sender(base: string, token: string): Send {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = await fetch(base + path, { method, headers, ...sent });
    const text = await reply.text();
    if (!reply.ok) {
      const { detail = '' } = JSON.parse(text) as { detail?: string };
      const retryAfter = reply.headers.get('retry-after') ?? '';
      say({ kind: 'refused', status: reply.status, retryAfter, detail });
      return null;
    }
    if (text === '') {
      say({ kind: 'deleted', id: path.split('/').at(-1) ?? '' });
      return null;
    }
    const { id, meta } = JSON.parse(text) as { id: string; meta: { version: string } };
    say({ kind: 'written', id, version: Number(/^W\/"(\d+)/.exec(meta.version)?.[1]) });
    return id;
  };
}

async function write(send: Send, count: number): Promise<void> {
  const mine: string[] = [];
  for (let i = 0; i < count; i++) {
    const [id] = mine;
    if (i % 3 === 0 || id === undefined) {
      const made = await send('POST', '/Users', userBody(`io${++names}@x.example`));
      if (made !== null) mine.push(made);
    } else if (i % 3 === 1)
      await send('PATCH', `/Users/${id}`, patchBody({ op: 'replace', path: 'title', value: `t${i}` }));
    else if (mine.length > 3) await send('DELETE', `/Users/${mine.shift()}`);
    else await send('GET', `/Users/${id}`);
  }
}

let token = '';
for (const count of [24, 12]) {
  const engine = await twice('open', open);
  if (token === '') {
    const wanted = { name: 'io', scopes: ['read', 'write'], expiresInDays: null };
    token = (await twice('tokens.create', () => command<{ token: string }>(engine, 'tokens.create', wanted)))
      .token;
  }
  const { server } = await twice('workspace.status', () =>
    command<{ server: { baseUrl: string } }>(engine, 'workspace.status', {}),
  );
  await write(sender(server.baseUrl, token), count);
  await twice('tokens.list', () => command(engine, 'tokens.list', {}));
  await engine.close().catch((error: unknown) => sayFault('close', error));
}
say({ kind: 'done' });
