/**
 * The host in a browser tab, over the console server's three doors: /api/session, /api/dispatch, /api/events.
 * Trusts only its own origin. What a browser cannot do is refused by name in `why`.
 */
import type { AnswerOf, CommandName, InputOf } from '../../shared/contract/commands.ts';
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { Envelope, FaultCode } from '../../shared/contract/faults.ts';
import type { Capability, Host } from '../../shared/contract/host.ts';
import { forgetSession, keyInAddress, openSession, sessionHeader } from './browser-session.ts';
import { createEmitter } from './emitter.ts';
import { followEvents } from './event-stream.ts';

type ConnectionState = 'open' | 'lost' | 'signed-out';

const reasons: Record<Capability, string | null> = {
  saveFile: null,
  openFolder: 'A browser cannot open folders. Copy the path instead.',
  openExternal: null,
  quit: 'Stop `rollcall serve` where it was started.',
};

export function createBrowserHost(): Host {
  const session = openSession();
  const events = createEmitter<EngineEvent>();
  const connection = createEmitter<ConnectionState>();
  let state: ConnectionState = 'open';
  const move = (next: ConnectionState) => {
    if (next === 'signed-out') forgetSession();
    if (next === state) return;
    state = next;
    connection.emit(next);
  };
  addEventListener('hashchange', () => {
    if (keyInAddress() !== null) location.reload();
  });
  void followEvents('/api/events', streamHandlers(session, events.emit, move), new AbortController().signal);
  return {
    async dispatch<N extends CommandName>(name: N, input: InputOf<N>) {
      const answered = await post(await session, { name, input });
      if (answered === 'signed-out') {
        move('signed-out');
        return fault('not-allowed', 'Open the app link again.');
      }
      return answered as Envelope<AnswerOf<N>>;
    },
    onEvent: (listener) => events.on(listener),
    onConnection(listener) {
      listener(state);
      return connection.on(listener);
    },
    can: (capability) => reasons[capability] === null,
    why: (capability) => reasons[capability],
    saveFile,
    openFolder: () => Promise.reject(new Error(reasons.openFolder ?? '')),
    openExternal: async (url) => {
      open(url, '_blank', 'noopener,noreferrer');
    },
  };
}

function streamHandlers(
  session: Promise<string | null>,
  emit: (event: EngineEvent) => void,
  move: (next: ConnectionState) => void,
) {
  return {
    headers: async () => {
      const value = await session;
      return value === null ? null : { [sessionHeader]: value, Accept: 'text/event-stream' };
    },
    onOpen: () => move('open'),
    onLost: () => move('lost'),
    onSignedOut: () => move('signed-out'),
    // The console server writes one EngineEvent per message; nothing else speaks on this stream.
    onData: (data: string) => emit(JSON.parse(data) as EngineEvent),
  };
}

async function post(session: string | null, body: unknown): Promise<Envelope<unknown> | 'signed-out'> {
  if (session === null) return 'signed-out';
  try {
    const response = await fetch('/api/dispatch', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', [sessionHeader]: session },
      body: JSON.stringify(body),
    });
    if (response.status === 401) return 'signed-out';
    return envelopeOf(await response.json());
  } catch {
    return fault('unreachable', 'Rollcall does not answer. Is `rollcall serve` still running?');
  }
}

/** A refusal of the door itself (too large, wrong origin) is no envelope: it becomes a fault with the door's words. */
function envelopeOf(body: unknown): Envelope<unknown> {
  if (typeof body === 'object' && body !== null && 'ok' in body) return body as Envelope<unknown>;
  const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : '';
  return fault('internal', message === '' ? 'Rollcall answered with something unexpected.' : message);
}

function fault(
  code: FaultCode,
  message: string,
): { readonly ok: false; readonly fault: { code: FaultCode; message: string } } {
  return { ok: false, fault: { code, message } };
}

async function saveFile(name: string, mediaType: string, parts: readonly string[]): Promise<string | null> {
  const url = URL.createObjectURL(new Blob([...parts], { type: mediaType }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return name;
}
