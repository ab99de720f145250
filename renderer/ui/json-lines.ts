/** Cuts pretty JSON into lines of coloured tokens. Text in, tokens out: nothing here becomes markup. */
export type TokenKind = 'key' | 'string' | 'number' | 'literal' | 'punct' | 'plain';

export interface Token {
  /** Offset in the line: its identity. */
  readonly at: number;
  readonly kind: TokenKind;
  readonly text: string;
}

const pattern =
  /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|\b(true|false|null)\b|([{}[\],])/g;

/** Pretty where the text is JSON, as it is where it is not. */
export function prettyLines(text: string): { readonly lines: readonly string[]; readonly json: boolean } {
  try {
    return { lines: JSON.stringify(JSON.parse(text), null, 2).split('\n'), json: true };
  } catch {
    return { lines: text.split('\n'), json: false };
  }
}

export function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  const push = (at: number, kind: TokenKind, text: string) => {
    if (text !== '') tokens.push({ at, kind, text });
  };
  for (const match of line.matchAll(pattern)) {
    const [whole, quoted, colon, number, literal] = match;
    push(from, 'plain', line.slice(from, match.index));
    if (quoted !== undefined) {
      push(match.index, colon === undefined ? 'string' : 'key', quoted);
      push(match.index + quoted.length, 'punct', colon ?? '');
    } else {
      push(match.index, number !== undefined ? 'number' : literal !== undefined ? 'literal' : 'punct', whole);
    }
    from = match.index + whole.length;
  }
  push(from, 'plain', line.slice(from));
  return tokens;
}
