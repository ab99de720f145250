/**
 * Gives memory back when a thread comes to rest: V8 collects when it needs room, so a thread that answered a large
 * request and then nothing keeps the garbage of it for as long as the app runs. One full collection costs some tens of
 * milliseconds, and nobody waits for them then. A thread that has work to do is left to V8.
 */
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const lookEveryMs = 1000;
/** Shares of its time that a thread works: so much was work, so little is rest. */
const work = 0.2;
const rest = 0.05;
/** Looks in a row that have to find rest. */
const restfulLooks = 2;

/** Of this thread, from here on; the timer keeps no process alive. */
export function collectAtRest(): void {
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
    if (!worked || restful < restfulLooks) return;
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
