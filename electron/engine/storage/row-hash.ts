/**
 * What a row of users or groups means, as a hash beside it: SQLite does not checksum its pages, so a page that was
 * changed by anything but SQLite passes its own checks (security.md 0.9). It is also the second half of the ETag.
 * A group's members are rows of their own: their print is a sum that a change moves by what it adds and removes.
 *
 * Pure. Columns that follow from the attributes are not hashed: the deep check derives them again.
 */
import { hash } from 'node:crypto';

/** What is hashed. `schemas` and `attributes` are JSON texts, times are milliseconds. */
export interface HashedRow {
  readonly id: string;
  /** true for groups, which are never inactive. */
  readonly active: boolean;
  readonly created: number;
  readonly lastModified: number;
  readonly version: number;
  readonly schemas: string;
  readonly attributes: string;
  readonly lastWriter: string | null;
}

/** 16 hex digits of SHA-256. About 1 µs for a usual user. */
export function rowHash(row: HashedRow): string {
  // JSON holds no NUL, so no two rows give the same text; the writer's name may hold one and comes last
  const text = `${row.id}\0${row.active ? 1 : 0}\0${row.created}\0${row.lastModified}\0${row.version}\0${row.schemas}\0${row.attributes}\0${row.lastWriter ?? ''}`;
  return hash('sha256', text, 'hex').slice(0, 16);
}

/**
 * The inside of the ETag. The version alone would repeat with another content after a backup was restored.
 * Filters on meta.version must see the same: `condition-to-sql.ts`.
 */
export function rowTag(row: { readonly version: number; readonly hash: string }): string {
  return `${row.version}-${row.hash.slice(0, 8)}`;
}

const printSize = 2 ** 48;

/** 48 bits for one membership; adding and removing in any order gives the same sum. */
export function memberPrint(type: 0 | 1, seq: number): number {
  const low = mixed(Math.imul(seq, 2) + type);
  const high = mixed(low ^ Math.floor(seq / 0x8000_0000) ^ 0x9e3779b9);
  return (high % 0x1_0000) * 0x1_0000_0000 + low;
}

/** `removed` counts negatively. */
export function memberPrints(
  added: readonly { readonly type: 0 | 1; readonly seq: number }[],
  removed: readonly { readonly type: 0 | 1; readonly seq: number }[] = [],
): number {
  let sum = 0;
  for (const member of added) sum = (sum + memberPrint(member.type, member.seq)) % printSize;
  for (const member of removed) sum = (sum + printSize - memberPrint(member.type, member.seq)) % printSize;
  return sum;
}

export const memberPrintMask = printSize - 1;

/** The finalizer of MurmurHash3, unsigned. */
function mixed(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
