/** What a judged token means for a request: go on, or the refusal to send (security.md B01 to B08, B20). */
import type { Authentication } from '../base/exchange-capture.ts';
import type { Capture } from './exchange-recorder.ts';
import { errorAnswer, type ScimAnswer } from './messages.ts';

/** null: go on. The token is remembered for the log and for signing what it writes. */
export function refusalOf(judged: Authentication, writes: boolean, capture: Capture): ScimAnswer | null {
  if (judged.ok) {
    capture.tokenId = judged.tokenId;
    capture.tokenName = judged.tokenName;
    if (writes && !judged.scopes.includes('write')) return errorAnswer(403, 'This token may only read.');
    return null;
  }
  switch (judged.reason) {
    case 'missing':
      return errorAnswer(
        401,
        'Authentication required. Send the API token in the Authorization header.',
        undefined,
        { 'www-authenticate': 'Bearer realm="scim"' },
      );
    case 'invalid':
      return errorAnswer(401, 'The API token is not valid.', undefined, {
        'www-authenticate': 'Bearer realm="scim", error="invalid_token"',
      });
    case 'throttled':
      return errorAnswer(429, 'Too many requests with a token that is not valid.', undefined, {
        'retry-after': String(Math.ceil(judged.retryAfter)),
      });
  }
}
