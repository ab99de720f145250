/**
 * Reads the text of an answer as JSON without trusting it: a depth that would overflow the stack later, keys that are
 * not data, halves of characters and bodies that stop in the middle are each named, so that no reader meets them.
 *
 * Not here: what the object should look like; that is answer-reading.ts.
 */
import type { Json } from '../../../shared/domain/json.ts';

/** Deeper than any SCIM body (RFC 7643 needs five levels). */
const deepest = 64;

export type ReadBody =
  | {
      readonly ok: true;
      /** undefined where there was no body. */
      readonly body: Json | undefined;
      /** Sentences about what was taken out or repaired. */
      readonly remarks: readonly string[];
    }
  | { readonly ok: false; readonly why: 'not-json' | 'cut' | 'too-deep' };

export function readBody(text: string | null): ReadBody {
  if (text === null || text.trim() === '') return { ok: true, body: undefined, remarks: [] };
  if (depthOf(text) > deepest) return { ok: false, why: 'too-deep' };
  try {
    const body = JSON.parse(text) as Json;
    return mayNeedRepair.test(text) ? repaired(text) : { ok: true, body, remarks: [] };
  } catch (error) {
    return { ok: false, why: endsEarly(text, error) ? 'cut' : 'not-json' };
  }
}

/** The words `__proto__` and the halves of characters, the first of which may hide behind escapes. */
const mayNeedRepair = /__proto__|\\u005f|\\u00[67]|\\ud[89a-f]/i;

function repaired(text: string): ReadBody {
  const remarks = new Set<string>();
  const body = JSON.parse(text, (key, value: Json) => {
    if (key === '__proto__') {
      remarks.add('The answer has the key "__proto__", which is no attribute; it was ignored.');
      return undefined;
    }
    if (typeof value !== 'string' || value.isWellFormed()) return value;
    remarks.add(
      'The answer has half of a character (a lone surrogate), which is not text; it was replaced by U+FFFD.',
    );
    return value.toWellFormed();
  }) as Json;
  return { ok: true, body, remarks: [...remarks] };
}

/** How deep brackets nest outside strings; stops counting once that is too deep. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (let i = 0; i < text.length && most <= deepest; i++) {
    const c = text.charCodeAt(i);
    if (c === quote) i = endOfString(text, i);
    else if (c === openBrace || c === openBracket) most = Math.max(most, ++depth);
    else if (c === closeBrace || c === closeBracket) depth--;
  }
  return most;
}

const [quote, backslash] = [0x22, 0x5c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Where the string that begins at `from` ends. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}

/** The engine's messages are the only place where it says how far it came. */
function endsEarly(text: string, error: unknown): boolean {
  if (!/^\s*[[{"]/.test(text)) return false;
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  return /end of JSON|Unterminated string/.test(message) || Number(position) >= text.trimEnd().length;
}
