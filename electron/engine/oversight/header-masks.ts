/**
 * Headers as they are stored: the list they came as, with credentials masked. A client sends the same ones again and
 * again, so those of the last lists that had any are remembered; they are in memory as they were sent, and nowhere else.
 */
import type { PackedHeaders } from './exchange-batch.ts';
import { mayHoldCredentials, redactHeaders } from './redact.ts';

const mostRemembered = 64;
/** Characters: longer lists are no client's usual ones. */
const longestRemembered = 2048;

export function createHeaderMasks(): (headers: PackedHeaders) => string | Uint8Array {
  const remembered = new Map<string, Uint8Array>();
  let last: string | Uint8Array = '[]';
  const mask = (headers: string) => {
    const known = remembered.get(headers);
    if (known !== undefined) return known;
    // bytes: what is written again and again is encoded once
    const masked = Buffer.from(JSON.stringify(redactHeaders(JSON.parse(headers) as string[])));
    if (headers.length <= longestRemembered) {
      if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value as string);
      remembered.set(headers, masked);
    }
    return masked;
  };
  return (headers) => {
    if (headers !== 0) last = mayHoldCredentials(headers) ? mask(headers) : headers;
    return last;
  };
}
