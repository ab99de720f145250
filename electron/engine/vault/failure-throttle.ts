/**
 * Slows down those who guess. It counts failures only and all together: through a tunnel every caller comes from the
 * same address, and a request with a valid token is never held up by the failures of others (security.md 0.13, T24).
 */
import type { Clock } from '../base/ports.ts';

const windowMs = 10_000;
const allowedInWindow = 500;
/** Seconds that a throttled caller is told to wait. */
export const throttleSeconds = 30;

export interface FailureThrottle {
  /** Counts one failure; true where it is one too many. */
  failed(): boolean;
}

export function createFailureThrottle(clock: Clock): FailureThrottle {
  let windowStart = 0;
  let count = 0;
  let until = 0;
  return {
    failed: () => {
      const now = clock();
      // a clock that was set back must not lengthen the wait (security.md T35)
      if (now < until && until - now <= throttleSeconds * 1000) return true;
      if (now - windowStart > windowMs || now < windowStart) {
        windowStart = now;
        count = 0;
      }
      count += 1;
      if (count <= allowedInWindow) return false;
      until = now + throttleSeconds * 1000;
      count = 0;
      return true;
    },
  };
}
