/** The `members` of a request as ids. `display` may be null and `type` is missing in what Okta sends (okta.md 1.8). */
import type { Json } from '../../../shared/domain/json.ts';
import { invalid, isObject } from '../directory/attribute-rules.ts';

/** @throws AppFault `invalid-input` (B73: null is not a list) */
export function memberIds(value: Json | undefined, notes: string[]): string[] {
  const list = isObject(value) ? [value] : value;
  if (!Array.isArray(list)) throw invalid('members', 'members must be a list of objects.');
  let texts = 0;
  const ids = list.map((member) => {
    if (typeof member === 'string') {
      texts++;
      return member;
    }
    const id = isObject(member) ? member['value'] : undefined;
    if (typeof id !== 'string' || id === '') throw invalid('members', 'Each member needs a value, the id.');
    return id;
  });
  if (texts > 0) notes.push('Read plain texts as member ids.');
  return ids;
}
