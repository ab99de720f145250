/**
 * A user as it goes over the wire (RFC 7643 §4.1). The stored JSON text is spliced with what the directory derives,
 * so a page costs no parsing; only a projection parses. `base` is the base URL without a slash at its end.
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { basePlace, type UserDocument } from '../directory/directory.ts';
import { isWhole, type Projection, project, wholeResource } from './projection.ts';

export function userText(user: UserDocument, base: string, projection: Projection = wholeResource): string {
  const text = wholeText(user, base);
  return isWhole(projection, user.schemas)
    ? text
    : JSON.stringify(project(JSON.parse(text) as JsonObject, projection));
}

export function metaText(
  type: 'User' | 'Group',
  of: { id: string; created: number; lastModified: number; tag: string },
  base: string,
): string {
  // ids, dates and numbers need no escaping; the base was checked to be a host name
  return `{"resourceType":"${type}","created":"${instant(of.created)}","lastModified":"${instant(of.lastModified)}","location":"${base}/${type}s/${of.id}","version":"W/\\"${of.tag}\\""}`;
}

const dayMs = 86_400_000;
let lastDay = { number: Number.NaN, text: '' };

/** As `toISOString`, without its cost: most dates of a page are of one day. */
function instant(at: number): string {
  const number = Math.floor(at / dayMs);
  if (number !== lastDay.number)
    lastDay = { number, text: new Date(number * dayMs).toISOString().slice(0, 11) };
  const ms = at - number * dayMs;
  const two = (n: number) => (n < 10 ? `0${n}` : `${n}`);
  const rest = ms % 1000;
  const thousandths = rest < 10 ? `00${rest}` : rest < 100 ? `0${rest}` : `${rest}`;
  const seconds = (ms - rest) / 1000;
  return `${lastDay.text}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${thousandths}Z`;
}

function wholeText(user: UserDocument, base: string): string {
  const groups = user.groups === '' ? '' : user.groups.replaceAll(basePlace, base);
  const attributes = user.attributes.slice(1, -1);
  return `{"schemas":${user.schemas},"id":"${user.id}",${attributes},"active":${user.active},"groups":[${groups}],"meta":${metaText('User', user, base)}}`;
}
