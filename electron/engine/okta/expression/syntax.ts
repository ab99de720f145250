/** What an expression is made of, and what it works with. Operators of one rank stand in a chain, read from the left. */

export type Value = string | number | boolean | null | readonly Value[];

/** Whom an expression is worked out for. Maps, so that no name can reach a prototype. */
export interface Subject {
  /** user.x and source.x: the Okta profile. */
  readonly profile: ReadonlyMap<string, string>;
  /** appuser.x: what Okta keeps of the person in the application. */
  readonly appUser: ReadonlyMap<string, string>;
  /** Asked only where an expression needs them. */
  readonly groupNames: () => readonly string[];
}

export type Operator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-';

export interface Link {
  readonly operator: Operator;
  readonly node: Node;
  readonly at: number;
}

export type Node = { readonly at: number } & (
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'attribute'; readonly of: 'profile' | 'appUser'; readonly name: string }
  | { readonly kind: 'chain'; readonly first: Node; readonly rest: readonly Link[] }
  | { readonly kind: 'not' | 'minus'; readonly operand: Node }
  | { readonly kind: 'choice'; readonly when: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'call'; readonly name: string; readonly run: Run; readonly args: readonly Node[] }
);

/** @param fail ends the evaluation with a sentence at the call's position */
export type Run = (args: readonly Value[], subject: Subject, fail: (why: string) => never) => Value;
