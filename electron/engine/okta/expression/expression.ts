/**
 * Okta's expression language, as far as mappings need it: text in, a function of a person out. Both spellings are
 * read: user.firstName + ' ' + user.lastName, and the username template ${fn:substringBefore(source.login, "@")}
 * (okta.md 3.3, documented), in which text may stand between the parts.
 */
import { asText } from './conversion.ts';
import { evaluate } from './evaluate.ts';
import { ExpressionError } from './expression-error.ts';
import { parse } from './parser.ts';
import type { Subject, Value } from './syntax.ts';

const longestText = 2_000;

export type Expression = (subject: Subject) => Value;

/** @throws ExpressionError with the position of the mistake, 1-based */
export function compileExpression(text: string): Expression {
  if (text.length > longestText) {
    throw new ExpressionError(longestText + 1, 'an expression may have 2,000 characters at most');
  }
  const start = text.length - text.trimStart().length;
  if (!text.startsWith('${', start)) {
    const node = parse(text);
    return (subject) => evaluate(node, subject);
  }
  const parts = templateParts(text.trimEnd(), start);
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : (subject) => joined(parts, subject);
}

/** An absent value is empty here: a template is text with places in it (inferred). */
function joined(parts: readonly Expression[], subject: Subject): string {
  const fail = (why: string): never => {
    throw new ExpressionError(1, why);
  };
  return parts.map((part) => asText(part(subject), fail) ?? '').join('');
}

function templateParts(text: string, start: number): Expression[] {
  const parts: Expression[] = [];
  let from = start;
  while (from < text.length) {
    const open = text.indexOf('${', from);
    const plain = text.slice(from, open === -1 ? undefined : open);
    if (plain !== '') parts.push(() => plain);
    if (open === -1) break;
    const close = placeEnd(text, open);
    const node = parse(text.slice(open + 2, close), open + 2);
    parts.push((subject) => evaluate(node, subject));
    from = close + 1;
  }
  return parts;
}

/** The brace that closes the place opened at `open`; braces of lists and in texts are not it. */
function placeEnd(text: string, open: number): number {
  let depth = 0;
  let quote = '';
  for (let i = open + 2; i < text.length; i++) {
    const c = text.charAt(i);
    if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === "'" || c === '"') quote = c;
    else if (c === '{') depth += 1;
    else if (c === '}') {
      if (depth === 0) return i;
      depth -= 1;
    }
  }
  throw new ExpressionError(open + 1, 'the ${ that starts here is not closed');
}
