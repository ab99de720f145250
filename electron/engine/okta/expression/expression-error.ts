/** A mistake in an expression, for the person who wrote it: where it is and what is wrong. */
export class ExpressionError extends Error {
  /** @param at 1-based position in the text */
  constructor(at: number, why: string) {
    super(`Expression error at position ${at}: ${why}.`);
    this.name = 'ExpressionError';
  }
}
