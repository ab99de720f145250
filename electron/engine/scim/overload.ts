/**
 * Knows when the server cannot keep up: its thread is held for more than a second again and again, or its heap is
 * nearly full. Then a request is refused at once, with the time to come back, rather than queued behind the others
 * (security.md 6). One long piece of work is no overload: when it is over, whoever waited is served.
 */
import { getHeapStatistics } from 'node:v8';

export interface OverloadLimits {
  /** How late a timer may be, ms. */
  readonly delayMs: number;
  /** Share of the heap's limit in use, 0 to 1; garbage counts until it is collected, so not too low. */
  readonly heapShare: number;
}

export const usualLimits: OverloadLimits = { delayMs: 1000, heapShare: 0.85 };

const lookEveryMs = 500;

export interface Overload {
  /** A sentence while it is so; null: all is well. */
  reason(): string | null;
  stop(): void;
}

export function watchOverload(limits: OverloadLimits = usualLimits): Overload {
  let reason: string | null = null;
  let expected = performance.now() + lookEveryMs;
  let lateBefore = false;
  const timer = setInterval(() => {
    const now = performance.now();
    const late = now - expected;
    expected = now + lookEveryMs;
    const heldAgain = late > limits.delayMs && lateBefore;
    lateBefore = late > limits.delayMs;
    reason =
      heldAgain || heapShare() > limits.heapShare ? 'The SCIM server is busy. Try again in a moment.' : null;
  }, lookEveryMs);
  timer.unref();
  return { reason: () => reason, stop: () => clearInterval(timer) };
}

function heapShare(): number {
  const { used_heap_size, heap_size_limit } = getHeapStatistics();
  return used_heap_size / heap_size_limit;
}
