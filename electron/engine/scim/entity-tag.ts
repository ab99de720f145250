/**
 * A user's entity tag has two parts. The first is what is the user's own: its version and row. After a point, where it
 * is in groups, stands a print of `groups`, which is derived and moves without the user being written: with the first
 * part alone If-None-Match would answer 304 to a client that has old groups (RFC 9110 §8.8.1 leaves to a weak tag only
 * what does not matter, and access does). If-Match asks for the own part alone: being put into a group is no edit that
 * somebody's change could overwrite, and a 412 for it would be answered by reading and sending the same again.
 *
 * Only an answer with one user has the second part, in ETag and `meta.version` alike: it costs half a microsecond, and
 * a page has hundreds of users. A tag from a list is taken for one without groups, so it asks for a 200 at worst.
 */
import { crc32 } from 'node:zlib';
import type { UserDocument } from '../directory/directory.ts';

const groupsPart = /\.[0-9a-z]+(?="$)/;

/** The user as it goes out alone, with its whole tag. */
export function withWholeTag(user: UserDocument): UserDocument {
  if (user.groups === '') return user;
  return { ...user, tag: `${user.tag}.${crc32(user.groups).toString(36)}` };
}

/** `W/"3-abc.k9"` and `"3-abc.k9"` without what comes from groups; anything else as it is. */
export function ownPart(entityTag: string): string {
  return entityTag.replace(groupsPart, '');
}
