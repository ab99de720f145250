/**
 * Words of the filter language (RFC 7644 §3.4.2.2, ABNF of figure 1) with their positions. Linear, no regular
 * expression over input. Not here: what names mean.
 */
import { AppFault } from '../base/app-fault.ts';

export type FilterScimType = 'invalidFilter' | 'invalidPath';

export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly at: number; readonly end: number }
  | { readonly kind: 'value'; readonly value: string | number; readonly at: number; readonly end: number }
  | { readonly kind: '(' | ')' | '[' | ']'; readonly at: number; readonly end: number };

const longestValue = 1024;
const punctuation = '()[]';
const quote = 0x22;
const backslash = 0x5c;

/** `at` is a 1-based character position. @throws AppFault `invalid-input` always */
export function syntaxFault(scimType: FilterScimType, at: number, what: string): AppFault {
  const noun = scimType === 'invalidFilter' ? 'Filter' : 'Path';
  return new AppFault('invalid-input', `${noun} error at position ${at}: ${what}.`, {
    details: { scimType },
  });
}

export function tokenize(text: string, scimType: FilterScimType): Token[] {
  const tokens: Token[] = [];
  let i = 0;
  while (i < text.length) {
    const c = text[i] as string;
    if (c === ' ' || c === '\t') i++;
    else if (punctuation.includes(c)) {
      tokens.push({ kind: c as '(', at: i, end: i + 1 });
      i++;
    } else {
      const token = c === '"' ? stringToken(text, i, scimType) : wordToken(text, i, scimType);
      tokens.push(token);
      i = token.end;
    }
  }
  return tokens;
}

function stringToken(text: string, at: number, scimType: FilterScimType): Token {
  let end = at + 1;
  let plain = true;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === quote) break;
    if (code >= 0x20 && code !== backslash) continue;
    plain = false;
    if (code === backslash) end++;
  }
  if (end >= text.length) throw syntaxFault(scimType, at + 1, 'the text has no closing quote');
  const value = plain ? text.slice(at + 1, end) : decoded(text, at, end, scimType);
  if (!value.isWellFormed()) throw syntaxFault(scimType, at + 1, 'invalid Unicode');
  if (value.length > longestValue) {
    throw new AppFault('invalid-input', `Filter value is longer than ${longestValue} characters.`, {
      details: { scimType },
    });
  }
  return { kind: 'value', value, at, end: end + 1 };
}

/** With escapes, or with what JSON does not allow in a string. */
function decoded(text: string, at: number, end: number, scimType: FilterScimType): string {
  try {
    return JSON.parse(text.slice(at, end + 1)) as string;
  } catch {
    throw syntaxFault(scimType, at + 1, 'not a valid JSON string');
  }
}

const wordCharacters = new Uint8Array(128);
for (const c of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:_-$+')
  wordCharacters[c.charCodeAt(0)] = 1;

function wordToken(text: string, at: number, scimType: FilterScimType): Token {
  let end = at;
  while (wordCharacters[text.charCodeAt(end)] === 1) end++;
  if (end === at) throw syntaxFault(scimType, at + 1, 'unexpected character');
  const word = text.slice(at, end);
  const first = word[0] as string;
  if ((first >= '0' && first <= '9') || first === '-') {
    const value = Number(word);
    if (!Number.isFinite(value)) throw syntaxFault(scimType, at + 1, 'not a number');
    return { kind: 'value', value, at, end };
  }
  return { kind: 'word', text: word, at, end };
}
