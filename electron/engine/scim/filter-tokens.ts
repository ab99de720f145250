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
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) throw syntaxFault(scimType, at + 1, 'the text has no closing quote');
  let value: unknown;
  try {
    value = JSON.parse(text.slice(at, end + 1));
  } catch {
    throw syntaxFault(scimType, at + 1, 'not a valid JSON string');
  }
  if (typeof value !== 'string' || !value.isWellFormed())
    throw syntaxFault(scimType, at + 1, 'invalid Unicode');
  if (value.length > longestValue) {
    throw new AppFault('invalid-input', `Filter value is longer than ${longestValue} characters.`, {
      details: { scimType },
    });
  }
  return { kind: 'value', value, at, end: end + 1 };
}

function isWordCharacter(c: string): boolean {
  return (
    (c >= 'a' && c <= 'z') ||
    (c >= 'A' && c <= 'Z') ||
    (c >= '0' && c <= '9') ||
    c === '.' ||
    c === ':' ||
    c === '_' ||
    c === '-' ||
    c === '$' ||
    c === '+'
  );
}

function wordToken(text: string, at: number, scimType: FilterScimType): Token {
  let end = at;
  while (end < text.length && isWordCharacter(text[end] as string)) end++;
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
