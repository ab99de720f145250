/** One piece of upkeep in a thread of its own: does it, answers, ends. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Envelope } from '../../../shared/contract/faults.ts';
import { AppFault } from '../base/app-fault.ts';
import { type UpkeepTask, upkeepHere } from './upkeep-work.ts';

const port = parentPort;
if (port === null) throw new Error('upkeep-worker runs in a worker thread only');

async function answer(task: UpkeepTask): Promise<Envelope<unknown>> {
  try {
    return { ok: true, value: await upkeepHere(task) };
  } catch (error) {
    if (error instanceof AppFault) return { ok: false, fault: error.toFault() };
    const code = (error as { code?: unknown } | null)?.code;
    if (typeof code === 'string' && code.startsWith('SQLITE_FULL'))
      return { ok: false, fault: { code: 'disk-full', message: 'The disk is full. Nothing was changed.' } };
    throw error;
  }
}

port.postMessage(await answer(workerData as UpkeepTask));
