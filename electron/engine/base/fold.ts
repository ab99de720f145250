/**
 * How two strings are the same where case does not count (RFC 7643 §2.2, RFC 7644 §7.8): compatibility forms made
 * one (NFKC), then lower case, in JavaScript only. SQLite folds ASCII alone, so what it compares is folded here first.
 */
const outsideAscii = /[^ -~]/;

export function foldKey(text: string): string {
  if (!outsideAscii.test(text)) return text.toLowerCase();
  // lower case may make new compositions possible, hence twice; final sigma is a sigma
  return text.normalize('NFKC').toLowerCase().normalize('NFKC').replaceAll('ς', 'σ');
}

/** Whether `foldKey` does more than SQLite's own `lower()` would. */
export function needsFold(text: string): boolean {
  return outsideAscii.test(text);
}
