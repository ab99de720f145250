/**
 * Headers as they are stored: JSON of pairs, with credentials masked. A client sends the same ones again and again, so
 * the last lists are remembered; they hold what was sent, in memory and nowhere else.
 */
import type { PackedHeaders } from './exchange-batch.ts';
import { redactHeaders } from './redact.ts';

const mostRemembered = 256;
/** Characters: longer lists are no client's usual ones. */
const longestRemembered = 2048;

/** One for each side: the headers of answers vary more and would push those of requests out. */
export function createHeaderMasks(): (headers: PackedHeaders) => string {
  const remembered = new Map<string, string>();
  let last = '[]';
  const mask = (headers: string) => {
    const known = remembered.get(headers);
    if (known !== undefined) return known;
    const masked = JSON.stringify(redactHeaders(JSON.parse(headers) as string[]));
    if (headers.length <= longestRemembered) {
      if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value as string);
      remembered.set(headers, masked);
    }
    return masked;
  };
  return (headers) => {
    if (headers !== 0) last = mask(headers);
    return last;
  };
}
