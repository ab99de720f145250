/**
 * Reads an expression (a subset of SpEL, as Okta documents it) into a tree. Names of functions and roots, and the
 * number of arguments, are checked here, so that a mistake is found when a mapping is saved and not when it is used.
 * Nesting is limited, so no text can exhaust the stack.
 */
import { ExpressionError } from './expression-error.ts';
import { functions } from './functions.ts';
import type { Link, Node, Operator, Value } from './syntax.ts';
import { type Token, tokensOf } from './tokens.ts';

const deepest = 20;

interface Reader {
  readonly tokens: readonly Token[];
  next: number;
  depth: number;
}

/** @param offset characters before this text in the whole, for positions @throws ExpressionError */
export function parse(text: string, offset = 0): Node {
  const reader: Reader = { tokens: tokensOf(text, offset), next: 0, depth: 0 };
  const first = peek(reader);
  if (first.kind === 'end') throw new ExpressionError(first.at, 'there is nothing to work out');
  const node = readChoice(reader);
  const after = peek(reader);
  if (after.kind !== 'end') throw new ExpressionError(after.at, `${shown(after)} was not expected`);
  return node;
}

function peek(reader: Reader): Token {
  const token = reader.tokens[reader.next] ?? reader.tokens.at(-1);
  if (token === undefined) throw new ExpressionError(1, 'there is nothing to work out');
  return token;
}

function take(reader: Reader): Token {
  const token = peek(reader);
  reader.next += 1;
  return token;
}

function shown(token: Token): string {
  return token.kind === 'end' ? 'the end' : token.kind === 'text' ? 'a text' : token.text;
}

function takeSign(reader: Reader, sign: string): boolean {
  const token = peek(reader);
  const fits = token.kind === 'sign' && token.text === sign;
  if (fits) reader.next += 1;
  return fits;
}

function expectSign(reader: Reader, sign: string): void {
  const token = peek(reader);
  if (!takeSign(reader, sign)) {
    throw new ExpressionError(token.at, `${sign} is needed here, not ${shown(token)}`);
  }
}

/** Everything that can contain itself goes through here. */
function nested<T>(reader: Reader, read: () => T): T {
  reader.depth += 1;
  if (reader.depth > deepest) {
    throw new ExpressionError(peek(reader).at, `an expression may be nested ${deepest} deep at most`);
  }
  const result = read();
  reader.depth -= 1;
  return result;
}

function readChoice(reader: Reader): Node {
  const { at } = peek(reader);
  const when = readRank(reader, 0);
  if (!takeSign(reader, '?')) return when;
  const yes = nested(reader, () => readChoice(reader));
  expectSign(reader, ':');
  const no = nested(reader, () => readChoice(reader));
  return { kind: 'choice', at, when, yes, no };
}

/** From the weakest. Words are read in any letter case, as SpEL does. */
const ranks: readonly ReadonlyMap<string, Operator>[] = [
  new Map([
    ['||', '||'],
    ['or', '||'],
  ]),
  new Map([
    ['&&', '&&'],
    ['and', '&&'],
  ]),
  new Map([
    ['==', '=='],
    ['!=', '!='],
    ['<', '<'],
    ['<=', '<='],
    ['>', '>'],
    ['>=', '>='],
  ]),
  new Map([
    ['+', '+'],
    ['-', '-'],
  ]),
];

function readRank(reader: Reader, rank: number): Node {
  const operators = ranks[rank];
  if (operators === undefined) return readUnary(reader);
  const { at } = peek(reader);
  const first = readRank(reader, rank + 1);
  const rest: Link[] = [];
  for (let token = peek(reader); token.kind !== 'text'; token = peek(reader)) {
    const operator = operators.get(token.text.toLowerCase());
    if (operator === undefined) break;
    take(reader);
    rest.push({ operator, at: token.at, node: readRank(reader, rank + 1) });
  }
  return rest.length === 0 ? first : { kind: 'chain', at, first, rest };
}

function readUnary(reader: Reader): Node {
  const token = peek(reader);
  const not = takeSign(reader, '!') || (token.kind === 'name' && token.text.toLowerCase() === 'not');
  if (not && token.kind === 'name') take(reader);
  if (!not && !takeSign(reader, '-')) return readPrimary(reader);
  const operand = nested(reader, () => readUnary(reader));
  return { kind: not ? 'not' : 'minus', at: token.at, operand };
}

function readPrimary(reader: Reader): Node {
  const token = take(reader);
  const { at } = token;
  if (token.kind === 'text') return { kind: 'constant', at, value: token.text };
  if (token.kind === 'number') return { kind: 'constant', at, value: Number(token.text) };
  if (token.kind === 'name') return readName(reader, token);
  if (token.text === '(') {
    const node = nested(reader, () => readChoice(reader));
    expectSign(reader, ')');
    return node;
  }
  if (token.text === '{') return { kind: 'list', at, items: readItems(reader, '}') };
  throw new ExpressionError(at, `a value is needed here, not ${shown(token)}`);
}

/** What stands up to the closing sign, separated by commas. */
function readItems(reader: Reader, close: string): Node[] {
  const items: Node[] = [];
  if (takeSign(reader, close)) return items;
  do {
    items.push(nested(reader, () => readChoice(reader)));
  } while (takeSign(reader, ','));
  expectSign(reader, close);
  return items;
}

const constants: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

const roots: ReadonlyMap<string, 'profile' | 'appUser'> = new Map([
  ['user', 'profile'],
  ['source', 'profile'],
  ['appuser', 'appUser'],
]);

function readName(reader: Reader, first: Token): Node {
  const { at } = first;
  const parts = [first.text];
  while (takeSign(reader, '.')) {
    const part = take(reader);
    if (part.kind !== 'name')
      throw new ExpressionError(part.at, `a name is needed after the dot, not ${shown(part)}`);
    parts.push(part.text);
  }
  const name = parts.join('.');
  if (takeSign(reader, '(')) return readCall(reader, name, at);
  const constant = constants.get(name.toLowerCase());
  if (constant !== undefined) return { kind: 'constant', at, value: constant };
  const [root = '', attribute, ...more] = parts;
  const of = roots.get(root);
  if (of === undefined) {
    throw new ExpressionError(at, `unknown name ${name}; attributes are written user.firstName`);
  }
  if (attribute === undefined) throw new ExpressionError(at, `${root} needs an attribute: ${root}.email`);
  if (more.length > 0) throw new ExpressionError(at, `${root}.${attribute} has no part ${more.join('.')}`);
  return { kind: 'attribute', at, of, name: attribute };
}

function readCall(reader: Reader, name: string, at: number): Node {
  const known = functions.get(name);
  if (known === undefined) throw new ExpressionError(at, `unknown function ${name}`);
  const args = readItems(reader, ')');
  if (args.length < known.least || args.length > known.most) {
    const many = known.least === known.most ? `${known.least}` : `at least ${known.least}`;
    throw new ExpressionError(
      at,
      `${name} takes ${many} argument${many === '1' ? '' : 's'}, not ${args.length}`,
    );
  }
  return { kind: 'call', at, name, run: known.run, args };
}
