/**
 * Cells that a spreadsheet would run as a formula get an apostrophe (security.md T20, C1). A value that already
 * begins with apostrophes before such a character gets one more, so that reading back takes away exactly what
 * writing added.
 */
const starters = new Set(['=', '+', '-', '@', '\t', '\r', '\0']);

/** true where, after any apostrophes, the value begins as a formula would. */
export function isDangerous(value: string): boolean {
  return starters.has(value.replace(/^'+/, '').charAt(0));
}

export function guardCell(value: string): string {
  return isDangerous(value) ? `'${value}` : value;
}

export function unguardCell(value: string): string {
  return value.startsWith("'") && isDangerous(value) ? value.slice(1) : value;
}
