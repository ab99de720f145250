/**
 * The traffic log's thread: masking, writing and searching exchanges costs the SCIM server nothing. Passes messages to
 * the keeper and does nothing else.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { AppFault } from '../base/app-fault.ts';
import { collectAtRest } from '../base/idle-memory.ts';
import type { Logger } from '../base/ports.ts';
import { type ExchangeBatch, memoriesOf } from './exchange-batch.ts';
import { keepTrafficHere } from './traffic-here.ts';
import type { FromTraffic, ToTraffic } from './traffic-messages.ts';

const port = parentPort;
if (port === null) throw new Error('traffic-worker runs in a worker thread only');
const { path } = workerData as { path: string };
const tell = (message: FromTraffic) => port.postMessage(message);
const log =
  (level: 'info' | 'warn' | 'error') =>
  (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
    tell({ kind: 'log', level, message, fields });
const logger: Logger = { info: log('info'), warn: log('warn'), error: log('error') };

function faultOf(error: unknown) {
  if (error instanceof AppFault) return error.toFault();
  logger.error('the traffic log failed', { error: error instanceof Error ? error.stack : String(error) });
  return { code: 'internal', message: 'The traffic log could not answer.' } as const;
}

/** Gives the memory of bodies back at once: the collector would wait until there are tens of megabytes of them. */
function release(batch: ExchangeBatch): void {
  for (const memory of memoriesOf(batch)) memory.transfer(0);
}

try {
  const keeper = keepTrafficHere({ path, clock: Date.now, logger });
  const answer = async (message: ToTraffic & { kind: 'ask' }) => {
    const { question } = message;
    switch (question.name) {
      case 'list':
        return keeper.list(question.query);
      case 'get':
        return keeper.get(question.seq);
      case 'clear':
        return keeper.clear();
      case 'lastDay':
        return keeper.lastDay();
    }
  };
  port.on('message', (message: ToTraffic) => {
    switch (message.kind) {
      case 'keep':
        tell({ kind: 'answer', id: message.id, envelope: { ok: true, value: keeper.keep(message.batch) } });
        release(message.batch);
        return;
      case 'ask':
        answer(message).then(
          (value) => tell({ kind: 'answer', id: message.id, envelope: { ok: true, value } }),
          (error: unknown) =>
            tell({ kind: 'answer', id: message.id, envelope: { ok: false, fault: faultOf(error) } }),
        );
        return;
      case 'close':
        void keeper.close();
        tell({ kind: 'answer', id: message.id, envelope: { ok: true, value: null } });
        port.close();
        return;
      default:
        message satisfies never;
    }
  });
  collectAtRest();
  tell({ kind: 'ready', lastSeq: keeper.lastSeq, count: keeper.count });
} catch (error) {
  tell({ kind: 'refused', fault: faultOf(error) });
  port.close();
}
