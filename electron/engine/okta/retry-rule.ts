/**
 * When Okta tries again after 429 (okta.md 1.10, documented): Retry-After counts only as whole seconds, anything else
 * is five minutes; each further 429 doubles the wait; after ten attempts the task fails for good. Whether a later
 * Retry-After replaces the doubled wait is not documented: here the longer of the two holds (inferred).
 *
 * Other failures are never repeated by themselves.
 */
export const maxAttempts = 10;
const fallbackSeconds = 300;

/** Seconds of a Retry-After header by Okta's reading; null where Okta would not take it. */
export function retryAfterSeconds(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,9}$/.test(header.trim()) ? Number(header.trim()) : null;
}

/**
 * Seconds to wait before the next attempt; null when there is none.
 * @param attempts attempts made so far, all answered with 429 (1-based)
 * @param previousWait seconds waited before the last attempt; null before the first repeat
 */
export function nextWait(
  attempts: number,
  header: string | undefined,
  previousWait: number | null,
): number | null {
  if (attempts >= maxAttempts) return null;
  const asked = retryAfterSeconds(header) ?? (previousWait === null ? fallbackSeconds : 0);
  return previousWait === null ? asked : Math.max(asked, previousWait * 2);
}

/** "5 minutes", "12 seconds": for the sentence in the task. */
export function waitInWords(seconds: number): string {
  const [n, unit] = seconds >= 120 ? [Math.round(seconds / 60), 'minute'] : [seconds, 'second'];
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
