/**
 * A user as it goes over the wire (RFC 7643 §4.1). The stored JSON text is spliced with what the directory derives,
 * so a page costs no parsing; only a projection parses. `base` is the base URL without a slash at its end.
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { UserDocument } from '../directory/directory.ts';
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

function instant(at: number): string {
  return new Date(at).toISOString();
}

function wholeText(user: UserDocument, base: string): string {
  const groups = user.groups.length === 0 ? '[]' : groupsText(user, base);
  const attributes = user.attributes.slice(1, -1);
  return `{"schemas":${user.schemas},"id":"${user.id}",${attributes},"active":${user.active},"groups":${groups},"meta":${metaText('User', user, base)}}`;
}

function groupsText(user: UserDocument, base: string): string {
  return JSON.stringify(
    user.groups.map((g) => ({
      value: g.id,
      $ref: `${base}/Groups/${g.id}`,
      display: g.displayName,
      type: g.type,
    })),
  );
}
