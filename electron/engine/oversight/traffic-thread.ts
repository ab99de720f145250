/** Keeps the traffic log in a thread of its own. Where that thread ends, exchanges are lost and everything else goes on. */
import { Worker } from 'node:worker_threads';
import type { Envelope } from '../../../shared/contract/faults.ts';
import type { ExchangeRecord } from '../../../shared/domain/exchange.ts';
import type { TrafficBucket } from '../../../shared/domain/workspace.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Logger } from '../base/ports.ts';
import { memoriesOf } from './exchange-batch.ts';
import type { TrafficKeeper } from './traffic-log.ts';
import type { FromTraffic, ToTraffic } from './traffic-messages.ts';
import type { TrafficList } from './traffic-store.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

class Conversation {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<Envelope<unknown>>>();
  #nextId = 1;
  #gone: Error | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** @param handed what changes hands instead of being copied */
  async ask<T>(message: WithoutId<ToTraffic>, handed: readonly ArrayBuffer[] = []): Promise<T> {
    if (this.#gone !== undefined) throw this.#gone;
    const id = this.#nextId++;
    const answer = Promise.withResolvers<Envelope<unknown>>();
    this.#waiting.set(id, answer);
    this.#worker.postMessage({ ...message, id }, handed);
    const envelope = await answer.promise;
    if (!envelope.ok) throw new AppFault(envelope.fault.code, envelope.fault.message, envelope.fault);
    return envelope.value as T;
  }

  answered(id: number, envelope: Envelope<unknown>): void {
    this.#waiting.get(id)?.resolve(envelope);
    this.#waiting.delete(id);
  }

  ended(reason: Error): void {
    this.#gone ??= reason;
    for (const call of this.#waiting.values()) call.reject(reason);
    this.#waiting.clear();
  }
}

function keeperOf(talk: Conversation, found: { lastSeq: number; count: number }): TrafficKeeper {
  const ask = <T>(question: (ToTraffic & { kind: 'ask' })['question']) =>
    talk.ask<T>({ kind: 'ask', question });
  return {
    ...found,
    keep: (batch) => talk.ask<number>({ kind: 'keep', batch }, memoriesOf(batch)),
    list: (query) => ask<TrafficList>({ name: 'list', query }),
    get: (seq) => ask<ExchangeRecord>({ name: 'get', seq }),
    clear: () => ask<number>({ name: 'clear' }),
    lastDay: () => ask<TrafficBucket[]>({ name: 'lastDay' }),
    close: async () => {
      await talk.ask<null>({ kind: 'close' });
    },
  };
}

/**
 * @param workerUrl the built or source file of `traffic-worker`
 * @throws AppFault as `openTrafficFile` says
 */
export function startTrafficThread(
  workerUrl: URL,
  { path, logger }: { path: string; logger: Logger },
): Promise<TrafficKeeper> {
  const worker = new Worker(workerUrl, {
    workerData: { path },
    // it holds a batch at a time: a small heap keeps the process small
    resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 },
  });
  const talk = new Conversation(worker);
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromTraffic) => {
      switch (message.kind) {
        case 'ready':
          return resolve(keeperOf(talk, { lastSeq: message.lastSeq, count: message.count }));
        case 'refused':
          return reject(new AppFault(message.fault.code, message.fault.message, message.fault));
        case 'answer':
          return talk.answered(message.id, message.envelope);
        case 'log':
          return logger[message.level](message.message, message.fields);
        default:
          message satisfies never;
      }
    });
    const ended = (reason: Error) => {
      reject(reason);
      talk.ended(reason);
    };
    worker.on('error', (error) => {
      logger.error('the traffic log stopped', { error: String(error) });
      ended(error instanceof Error ? error : new Error(String(error)));
    });
    worker.on('exit', (code) => ended(new Error(`the traffic log's thread ended (${code})`)));
  });
}
