/**
 * Cursors of lists (RFC 9865): where the next page begins, as text for the client to hand back unread. In the order of
 * joining a cursor is the place of the last resource seen, so that what is added or removed meanwhile neither repeats
 * nor skips anybody; with `sortBy` it counts how many were seen. The server keeps nothing, so a cursor never expires.
 */
import { createHash } from 'node:crypto';
import { invalid } from '../directory/attribute-rules.ts';

export type Cursor =
  /** Resources after this one, in the order of joining. */
  | { readonly kind: 'after'; readonly seq: number }
  /** Resources after so many, in the order asked for. */
  | { readonly kind: 'offset'; readonly offset: number };

/** What a cursor belongs to: it is refused with another filter or order than it was given for. */
export type CursorScope = readonly (string | undefined)[];

export function writeCursor(cursor: Cursor, scope: CursorScope): string {
  const place = cursor.kind === 'after' ? `a${cursor.seq}` : `o${cursor.offset}`;
  return `${place}.${mark(place, scope)}`;
}

/** '' begins at the start. @throws AppFault `invalid-input` with scimType invalidCursor */
export function readCursor(text: string, scope: CursorScope, sorted: boolean): Cursor {
  if (text === '') return sorted ? { kind: 'offset', offset: 0 } : { kind: 'after', seq: 0 };
  const found = /^([ao])(\d{1,15})\.([\w-]{12})$/.exec(text);
  const place = found === null ? '' : `${found[1]}${found[2]}`;
  if (found === null || found[3] !== mark(place, scope) || (found[1] === 'o') !== sorted)
    throw invalid(
      'cursor',
      'The cursor is not one of this list. Begin again with an empty one.',
      'invalidCursor',
    );
  const at = Number(found[2]);
  return sorted ? { kind: 'offset', offset: at } : { kind: 'after', seq: at };
}

function mark(place: string, scope: CursorScope): string {
  return createHash('sha256')
    .update(JSON.stringify([place, ...scope.map((s) => s ?? null)]))
    .digest('base64url')
    .slice(0, 12);
}
