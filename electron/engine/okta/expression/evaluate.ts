/** Works an expression out for one person. Depth is bounded by the parser, the length of a text here. */
import { asNumber, asText, asTruth, order, same } from './conversion.ts';
import { ExpressionError } from './expression-error.ts';
import type { Link, Node, Subject, Value } from './syntax.ts';

const longest = 10_000;

/** @throws ExpressionError with the position of what could not be worked out */
export function evaluate(node: Node, subject: Subject): Value {
  const fail = failAt(node.at);
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'attribute':
      return subject[node.of].get(node.name) ?? null;
    case 'chain':
      return evaluateChain(node.first, node.rest, subject);
    case 'not':
      return !asTruth(evaluate(node.operand, subject), fail);
    case 'minus':
      return -asNumber(evaluate(node.operand, subject), fail);
    case 'choice':
      return evaluate(asTruth(evaluate(node.when, subject), fail) ? node.yes : node.no, subject);
    case 'list':
      return node.items.map((item) => evaluate(item, subject));
    case 'call': {
      const args = node.args.map((arg) => evaluate(arg, subject));
      return node.run(args, subject, fail);
    }
    default:
      return node satisfies never;
  }
}

function failAt(at: number): (why: string) => never {
  return (why) => {
    throw new ExpressionError(at, why);
  };
}

function evaluateChain(first: Node, rest: readonly Link[], subject: Subject): Value {
  let value = evaluate(first, subject);
  for (const { operator, node, at } of rest) {
    const fail = failAt(at);
    // what decides it already leaves the rest unread
    if (operator === '&&' && !asTruth(value, fail)) value = false;
    else if (operator === '||' && asTruth(value, fail)) value = true;
    else value = combine(operator, value, evaluate(node, subject), fail);
  }
  return value;
}

function combine(operator: Link['operator'], a: Value, b: Value, fail: (why: string) => never): Value {
  switch (operator) {
    case '||':
    case '&&':
      return asTruth(b, fail);
    case '==':
      return same(a, b);
    case '!=':
      return !same(a, b);
    case '<':
      return order(a, b, fail) < 0;
    case '<=':
      return order(a, b, fail) <= 0;
    case '>':
      return order(a, b, fail) > 0;
    case '>=':
      return order(a, b, fail) >= 0;
    case '+':
      return plus(a, b, fail);
    case '-':
      return asNumber(a, fail) - asNumber(b, fail);
    default:
      return operator satisfies never;
  }
}

/** A text and an absent value make the word null, as SpEL does (inferred for Okta); two numbers are added. */
function plus(a: Value, b: Value, fail: (why: string) => never): Value {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (a === null && b === null) return fail('both sides of + are null (the attributes have no value)');
  const text = `${asText(a, fail)}${asText(b, fail)}`;
  return text.length <= longest
    ? text
    : fail(`the value gets longer than ${longest.toLocaleString('en-US')} characters`);
}
