/** Starts a thread for each piece of upkeep: they are minutes or days apart, and memory goes back when one is done. */
import { Worker } from 'node:worker_threads';
import type { Envelope } from '../../../shared/contract/faults.ts';
import { AppFault } from '../base/app-fault.ts';
import type { DoUpkeep, UpkeepAnswers, UpkeepTask } from './upkeep-work.ts';

/** @param workerUrl the built or source file of `upkeep-worker` */
export function upkeepInThread(workerUrl: URL): DoUpkeep {
  return <T extends UpkeepTask>(task: T) =>
    new Promise<UpkeepAnswers[T['kind']]>((resolve, reject) => {
      const worker = new Worker(workerUrl, { workerData: task });
      worker.once('message', (envelope: Envelope<unknown>) => {
        if (envelope.ok) resolve(envelope.value as UpkeepAnswers[T['kind']]);
        else reject(new AppFault(envelope.fault.code, envelope.fault.message, envelope.fault));
      });
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the thread ended without an answer (${code})`)));
    });
}
