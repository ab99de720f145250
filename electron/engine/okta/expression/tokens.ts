/**
 * An expression as tokens. The text is untrusted: it is read once, character by character, and never by a regular
 * expression. A backslash is an ordinary character, as in Okta's own examples ("XDOMAIN\" + …, documented); a quote
 * inside a string is written twice, as in SpEL (inferred).
 */
import { ExpressionError } from './expression-error.ts';

export interface Token {
  readonly kind: 'text' | 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  /** 1-based. */
  readonly at: number;
}

const longSigns = new Set(['&&', '||', '==', '!=', '<=', '>=']);
const shortSigns = new Set('+-<>!?:(){},.');
const blanks = new Set(' \t\r\n');

function isDigit(c: string): boolean {
  return c >= '0' && c <= '9';
}

function isLetter(c: string): boolean {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c === '_';
}

/** The end of a run that starts at `from`. */
function runEnd(text: string, from: number, belongs: (c: string) => boolean): number {
  let end = from;
  while (end < text.length && belongs(text.charAt(end))) end += 1;
  return end;
}

function numberEnd(text: string, from: number): number {
  const whole = runEnd(text, from, isDigit);
  return text.charAt(whole) === '.' && isDigit(text.charAt(whole + 1))
    ? runEnd(text, whole + 1, isDigit)
    : whole;
}

function readString(
  text: string,
  from: number,
  at: number,
): { readonly value: string; readonly end: number } {
  const quote = text.charAt(from);
  let value = '';
  for (let i = from + 1; i < text.length; i++) {
    const c = text.charAt(i);
    if (c !== quote) value += c;
    else if (text.charAt(i + 1) !== quote) return { value, end: i + 1 };
    else {
      value += quote;
      i += 1;
    }
  }
  throw new ExpressionError(at, 'the text that starts here is not closed');
}

function readToken(text: string, from: number, at: number): { readonly token: Token; readonly end: number } {
  const c = text.charAt(from);
  if (c === "'" || c === '"') {
    const { value, end } = readString(text, from, at);
    return { token: { kind: 'text', text: value, at }, end };
  }
  const of = (kind: Token['kind'], end: number) => ({
    token: { kind, text: text.slice(from, end), at },
    end,
  });
  if (isDigit(c)) return of('number', numberEnd(text, from));
  if (isLetter(c))
    return of(
      'name',
      runEnd(text, from, (each) => isLetter(each) || isDigit(each)),
    );
  if (longSigns.has(text.slice(from, from + 2))) return of('sign', from + 2);
  if (shortSigns.has(c)) return of('sign', from + 1);
  if (c === '=') throw new ExpressionError(at, 'to compare, write ==');
  throw new ExpressionError(
    at,
    `${JSON.stringify(String.fromCodePoint(text.codePointAt(from) ?? 0))} has no meaning here`,
  );
}

/**
 * @param offset how many characters of the whole text stand before this one, for positions
 * @throws ExpressionError
 */
export function tokensOf(text: string, offset = 0): readonly Token[] {
  const tokens: Token[] = [];
  let i = 0;
  while (i < text.length) {
    if (blanks.has(text.charAt(i))) {
      i += 1;
      continue;
    }
    const { token, end } = readToken(text, i, offset + i + 1);
    // templates call functions by `fn:substringBefore(…)` (okta.md 3.3, documented)
    const prefix = token.kind === 'name' && token.text === 'fn' && text.charAt(end) === ':';
    if (!prefix) tokens.push(token);
    i = prefix ? end + 1 : end;
  }
  tokens.push({ kind: 'end', text: '', at: offset + text.length + 1 });
  return tokens;
}
