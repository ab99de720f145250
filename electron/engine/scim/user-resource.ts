/**
 * A user as it goes over the wire (RFC 7643 §4.1). The stored JSON text is spliced with what the directory derives,
 * so a page costs no parsing; only a projection parses. `base` is the base URL without a slash at its end.
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { UserDocument } from '../directory/directory.ts';
import { isWhole, type Projection, project, wholeResource } from './projection.ts';

export function userText(user: UserDocument, base: string, projection: Projection = wholeResource): string {
  const text = wholeText(user, base);
  return isWhole(projection) ? text : JSON.stringify(project(JSON.parse(text) as JsonObject, projection));
}

export function metaText(
  type: 'User' | 'Group',
  of: { id: string; created: number; lastModified: number; version: number },
  base: string,
): string {
  return JSON.stringify({
    resourceType: type,
    created: new Date(of.created).toISOString(),
    lastModified: new Date(of.lastModified).toISOString(),
    location: `${base}/${type}s/${of.id}`,
    version: `W/"${of.version}"`,
  });
}

function wholeText(user: UserDocument, base: string): string {
  const groups = user.groups.map((g) => ({
    value: g.id,
    $ref: `${base}/Groups/${g.id}`,
    display: g.displayName,
    type: g.type,
  }));
  const attributes = user.attributes.slice(1, -1);
  return `{"schemas":${user.schemas},"id":"${user.id}",${attributes},"active":${user.active},"groups":${JSON.stringify(groups)},"meta":${metaText('User', user, base)}}`;
}
