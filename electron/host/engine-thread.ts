/** Starts the engine in its thread and speaks with it. Used by the desktop and the headless host alike. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { CallContext } from '../../shared/contract/commands.ts';
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { Envelope } from '../../shared/contract/faults.ts';
import { AppFault } from '../engine/base/app-fault.ts';
import type { Logger } from '../engine/base/ports.ts';
import type { EngineClient } from './engine-client.ts';
import type { EngineThreadOptions, FromThread, ToThread } from './thread-messages.ts';

/**
 * Left alone, V8 lets a heap grow fourfold between two collections, for an engine that holds next to nothing: 290 MiB
 * resident after a load became 230, at no cost in speed that could be measured (docs/decisions/0010).
 */
const maxYoungGenerationSizeMb = 8;
const heapFlags = '--heap-growing-percent=50';
/** How long a clean stop may take before the thread is ended, ms (security.md P18). */
const closeWithinMs = 10_000;

export interface EngineThread extends EngineClient {
  /** Settles with the reason when the thread ended without being asked to. */
  readonly crashed: Promise<Error>;
  /** The simulator will not call this origin: it is the app's own console (security.md A12). */
  refuseOrigin(origin: string): void;
}

/** What is in flight between the host and the thread. */
class Conversation {
  readonly listeners = new Set<(event: EngineEvent) => void>();
  readonly crash = Promise.withResolvers<Error>();
  closing: Promise<void> | undefined;
  /** Why the thread is no more. */
  gone: Error | undefined;
  onClosed = () => {};
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<Envelope<unknown>>>();
  #nextId = 1;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  ask(name: string, input: unknown, context: CallContext): Promise<Envelope<unknown>> {
    if (this.gone !== undefined) return Promise.reject(this.gone);
    const call = Promise.withResolvers<Envelope<unknown>>();
    const id = this.#nextId++;
    this.#waiting.set(id, call);
    this.#say({ kind: 'call', id, name, input, context });
    return call.promise;
  }

  refuseOrigin(origin: string): void {
    this.#say({ kind: 'refuse-origin', origin });
  }

  answered(id: number, envelope: Envelope<unknown>): void {
    this.#waiting.get(id)?.resolve(envelope);
    this.#waiting.delete(id);
  }

  /** Asks for a clean stop and ends the thread, after ten seconds whatever it does. */
  close(): Promise<void> {
    this.closing ??= new Promise<void>((resolve) => {
      if (this.gone !== undefined) return resolve();
      this.onClosed = resolve;
      this.#say({ kind: 'close' });
      setTimeout(resolve, closeWithinMs).unref();
    }).then(async () => {
      await this.#worker.terminate();
    });
    return this.closing;
  }

  ended(reason: Error): void {
    this.gone ??= reason;
    for (const call of this.#waiting.values()) call.reject(reason);
    this.#waiting.clear();
    this.onClosed();
    if (this.closing === undefined) this.crash.resolve(reason);
  }

  #say(message: ToThread): void {
    this.#worker.postMessage(message);
  }
}

function clientOf(talk: Conversation): EngineThread {
  return {
    crashed: talk.crash.promise,
    refuseOrigin: (origin) => talk.refuseOrigin(origin),
    dispatch: async (name, input, context) =>
      talk.closing === undefined
        ? talk.ask(name, input, context)
        : { ok: false, fault: { code: 'stopping', message: 'Rollcall is stopping.' } },
    onEvent: (listener) => {
      talk.listeners.add(listener);
      return () => talk.listeners.delete(listener);
    },
    close: () => talk.close(),
  };
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
  setFlagsFromString(heapFlags);
  const worker = new Worker(workerUrl, { workerData: options, resourceLimits: { maxYoungGenerationSizeMb } });
  const talk = new Conversation(worker);
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      switch (message.kind) {
        case 'ready':
          return resolve(clientOf(talk));
        case 'refused':
          talk.closing = Promise.resolve();
          return reject(new AppFault(message.fault.code, message.fault.message, message.fault));
        case 'answer':
          return talk.answered(message.id, message.envelope);
        case 'event':
          for (const listener of talk.listeners) listener(message.event);
          return;
        case 'log':
          return logger[message.level](message.message, message.fields);
        case 'closed':
          return talk.onClosed();
        default:
          message satisfies never;
      }
    });
    const failed = (reason: Error) => {
      reject(reason);
      talk.ended(reason);
    };
    worker.on('error', (error) => {
      const reason = error instanceof Error ? error : new Error(String(error));
      logger.error('the engine thread failed', { error: reason.stack });
      failed(reason);
    });
    worker.on('exit', (code) => failed(new Error(`the engine thread ended (${code})`)));
  });
}
