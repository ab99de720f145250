/**
 * Knows when the server cannot keep up: its thread was held for more than a second, or its heap is nearly full. Then a
 * request is refused at once, with the time to come back, rather than queued behind the others (security.md 6).
 */
import { getHeapStatistics } from 'node:v8';

export interface OverloadLimits {
  /** How late a timer may be, ms. */
  readonly delayMs: number;
  /** Bytes in use of the thread's heap. */
  readonly heapBytes: number;
}

export const usualLimits: OverloadLimits = { delayMs: 1000, heapBytes: 512 * 1024 * 1024 };

const lookEveryMs = 500;

export interface Overload {
  /** A sentence while it is so; null: all is well. */
  reason(): string | null;
  stop(): void;
}

export function watchOverload(limits: OverloadLimits = usualLimits): Overload {
  let reason: string | null = null;
  let expected = performance.now() + lookEveryMs;
  const timer = setInterval(() => {
    const now = performance.now();
    const late = now - expected;
    expected = now + lookEveryMs;
    reason =
      late > limits.delayMs || getHeapStatistics().used_heap_size > limits.heapBytes
        ? 'The SCIM server is busy. Try again in a moment.'
        : null;
  }, lookEveryMs);
  timer.unref();
  return { reason: () => reason, stop: () => clearInterval(timer) };
}
