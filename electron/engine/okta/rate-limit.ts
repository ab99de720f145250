/**
 * Sends again after 429 by Okta's rule (retry-rule.ts). A wait that a person would not sit through is not waited
 * for: the task fails at once, says when Okta would try again, and stays for Retry Selected.
 */
import type { PeerAnswer } from './peer.ts';
import { maxAttempts, nextWait, waitInWords } from './retry-rule.ts';

export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export interface RateLimitOptions {
  readonly sleep: Sleep;
  /** Longest wait that is really waited for, seconds. */
  readonly longestWait: number;
  readonly signal: AbortSignal;
}

/** @returns the last answer; one that is still 429 says in its problem when Okta would try again. */
export async function withRateLimit(
  send: () => Promise<PeerAnswer>,
  options: RateLimitOptions,
): Promise<PeerAnswer> {
  let previous: number | null = null;
  let waited = 0;
  for (let attempts = 1; ; attempts++) {
    const answer = await send();
    if (answer.status !== 429) return waited === 0 ? answer : slowed(answer, waited);
    const wait = nextWait(attempts, answer.retryAfter, previous);
    if (wait === null)
      return explained(answer, `${maxAttempts} attempts were answered with 429; Okta gives up after that.`);
    if (wait > options.longestWait) return explained(answer, tooLong(wait));
    previous = wait;
    await options.sleep(wait * 1000, options.signal);
    waited += wait;
  }
}

function slowed(answer: PeerAnswer, seconds: number): PeerAnswer {
  const remark = `The server asked to slow down (429): it was asked again after ${waitInWords(seconds)}.`;
  return { ...answer, remarks: [remark, ...answer.remarks] };
}

function tooLong(seconds: number): string {
  return `Rate limit reached: Okta would try again in ${waitInWords(seconds)} (its rule for 429). Rollcall does not wait that long, so try again then.`;
}

function explained(answer: PeerAnswer, detail: string): PeerAnswer {
  const remote = answer.problem?.remote ?? '';
  return { ...answer, problem: { kind: 'rate-limited', remote, detail } };
}
