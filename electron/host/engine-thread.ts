/** Starts the engine in its thread and speaks with it. Used by the desktop and the headless host alike. */
import { Worker } from 'node:worker_threads';
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { Envelope } from '../../shared/contract/faults.ts';
import { AppFault } from '../engine/base/app-fault.ts';
import type { Logger } from '../engine/base/ports.ts';
import type { EngineClient } from './engine-client.ts';
import type { EngineThreadOptions, FromThread, ToThread } from './thread-messages.ts';

/** How long a clean stop may take before the thread is ended, ms (security.md P18). */
const closeWithinMs = 10_000;

export interface EngineThread extends EngineClient {
  /** Settles with the reason when the thread ended without being asked to. */
  readonly crashed: Promise<Error>;
}

/**
 * @param workerUrl the built or source file of `engine-worker`; the entry knows where it lies
 * @throws AppFault as `openWorkspace` says
 */
export function startEngineThread(
  workerUrl: URL,
  options: EngineThreadOptions,
  logger: Logger,
): Promise<EngineThread> {
  const worker = new Worker(workerUrl, { workerData: options });
  const waiting = new Map<number, { resolve: (e: Envelope<unknown>) => void; reject: (e: Error) => void }>();
  const listeners = new Set<(event: EngineEvent) => void>();
  let nextId = 1;
  let closing: Promise<void> | undefined;
  let onClosed = () => {};
  const say = (message: ToThread) => worker.postMessage(message);
  const crash = Promise.withResolvers<Error>();

  const end = (error: Error) => {
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
    onClosed();
    if (closing === undefined) crash.resolve(error);
  };

  const client: EngineThread = {
    crashed: crash.promise,
    dispatch: (name, input, context) =>
      new Promise((resolve, reject) => {
        if (closing !== undefined)
          return resolve({ ok: false, fault: { code: 'stopping', message: 'Rollcall is stopping.' } });
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        say({ kind: 'call', id, name, input, context });
      }),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      closing ??= new Promise<void>((resolve) => {
        onClosed = resolve;
        say({ kind: 'close' });
        setTimeout(resolve, closeWithinMs).unref();
      }).then(async () => {
        await worker.terminate();
      });
      return closing;
    },
  };

  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      switch (message.kind) {
        case 'ready':
          return resolve(client);
        case 'refused':
          closing = Promise.resolve();
          return reject(new AppFault(message.fault.code, message.fault.message, message.fault));
        case 'answer':
          waiting.get(message.id)?.resolve(message.envelope);
          waiting.delete(message.id);
          return;
        case 'event':
          for (const listener of listeners) listener(message.event);
          return;
        case 'log':
          return logger[message.level](message.message, message.fields);
        case 'closed':
          return onClosed();
        default:
          message satisfies never;
      }
    });
    worker.on('error', (error) => {
      const reason = error instanceof Error ? error : new Error(String(error));
      logger.error('the engine thread failed', { error: reason.stack });
      reject(reason);
      end(reason);
    });
    worker.on('exit', (code) => {
      const reason = new Error(`the engine thread ended (${code})`);
      reject(reason);
      end(reason);
    });
  });
}
