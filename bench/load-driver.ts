/** The bench's end of the load client: starts its process, hands it plans, waits for what it measured. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { LoadPlan, Measured, Told } from './load-plan.ts';

export interface LoadClient {
  /** @param onTold every `tellEvery` calls of the plan */
  run(plan: Omit<LoadPlan, 'kind'>, onTold?: (calls: number) => void): Promise<Measured>;
  /** Ends a plan that has no end of its own; its `run` answers. */
  stop(): void;
  close(): void;
}

export function startLoadClient(): LoadClient {
  const child: ChildProcess = fork(join(import.meta.dirname, 'load-client.ts'), {
    serialization: 'advanced',
  });
  return {
    run: (plan, onTold) =>
      new Promise((resolve, reject) => {
        const ended = (code: number | null) => reject(new Error(`the load client ended (${code})`));
        const heard = (message: Measured | Told) => {
          if (message.kind === 'told') {
            onTold?.(message.calls);
            return;
          }
          child.off('message', heard);
          child.off('exit', ended);
          resolve(message);
        };
        child.on('message', heard);
        child.once('exit', ended);
        child.send({ kind: 'load', ...plan } satisfies LoadPlan);
      }),
    stop: () => void child.send({ kind: 'stop' }),
    close: () => child.disconnect(),
  };
}
