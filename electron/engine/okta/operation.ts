/**
 * One action of the admin: what was done, what failed with Okta's words, and what was deliberately not sent. All its
 * exchanges share its id in the traffic log.
 */
import type { OperationOutcome } from '../../../shared/domain/simulator.ts';
import type { Sim } from './context.ts';
import type { OktaTask } from './peer.ts';

const mostFailures = 50;
const mostNotes = 50;
const announceEveryMs = 200;

export interface Operation {
  readonly id: string;
  note(text: string): void;
  succeed(): void;
  fail(name: string, task: Pick<OktaTask, 'message' | 'detail'>): void;
  outcome(): OperationOutcome;
}

export function startOperation(sim: Sim): Operation {
  const id = sim.ids.uuid();
  const notes = new Set<string>();
  const failures: OperationOutcome['failures'][number][] = [];
  let done = 0;
  let failed = 0;
  return {
    id,
    note: (text) => {
      if (notes.size < mostNotes) notes.add(text);
    },
    succeed: () => {
      done += 1;
    },
    fail: (name, task) => {
      failed += 1;
      if (failures.length < mostFailures) {
        failures.push({ name, oktaText: task.message, detail: task.detail });
      }
    },
    outcome: () => ({ operationId: id, done, failed, failures: [...failures], notes: [...notes] }),
  };
}

interface FanOut<T> {
  readonly operation: Operation;
  readonly title: string;
  readonly connectionId: string;
  readonly items: readonly T[];
  /** How many at once, 1 to 4. */
  readonly width: number;
}

/** Works through the items, a few at a time, and announces a job while there are more than 20 of them. */
export async function fanOut<T>(sim: Sim, fan: FanOut<T>, work: (item: T) => Promise<void>): Promise<void> {
  const total = fan.items.length;
  const visible = total > 20;
  let done = 0;
  let announcedAt = 0;
  const announce = (state: 'running' | 'done' | 'failed') => {
    if (!visible) return;
    const phase = `${done} of ${total}`;
    const { title, connectionId } = fan;
    const id = fan.operation.id;
    sim.announce({ type: 'job', id, title, connectionId, state, done, total, phase, summary: null });
  };
  const queue = fan.items.values();
  const worker = async () => {
    for (const item of queue) {
      if (sim.closing.signal.aborted) return;
      await work(item);
      done += 1;
      if (performance.now() - announcedAt < announceEveryMs) continue;
      announcedAt = performance.now();
      announce('running');
    }
  };
  try {
    await Promise.all(Array.from({ length: fan.width }, worker));
    announce('done');
  } catch (error) {
    announce('failed');
    throw error;
  }
}
