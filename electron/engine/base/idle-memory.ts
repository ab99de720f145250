/**
 * Gives memory back when a thread comes to rest: V8 collects when it needs room, so a thread that answered a large
 * request and then nothing keeps the garbage of it for as long as the app runs. One full collection costs some tens of
 * milliseconds, and nobody waits for them then. What comes next is slower by a sixth for some seconds, until the heap has
 * grown again, so a pause between two bursts is not yet rest. A thread that has work to do is left to V8.
 */
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const lookEveryMs = 1000;
/** Shares of its time that a thread works: so much was work, so little is rest. */
const work = 0.2;
const rest = 0.05;
/** How long a thread has to rest, ms. */
const usualRest = 30_000;

/** Of this thread, from here on; the timer keeps no process alive. @param restMs shorter in tests */
export function collectAtRest(restMs = usualRest): void {
  const collect = collector();
  if (collect === null) return;
  let before = performance.eventLoopUtilization();
  let worked = false;
  let restful = 0;
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization > work) worked = true;
    restful = utilization < rest ? restful + 1 : 0;
    if (!worked || restful * lookEveryMs < restMs) return;
    worked = false;
    collect();
    before = performance.eventLoopUtilization();
  }, lookEveryMs).unref();
}

/** null where this runtime does not let itself be asked. */
function collector(): (() => void) | null {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('typeof gc === "function" ? gc : null');
  return typeof found === 'function' ? (found as () => void) : null;
}
