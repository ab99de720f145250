/** A group as it goes over the wire (RFC 7643 §4.2). Members come as text and only where they are wanted. */
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { Directory, GroupDocument } from '../directory/directory.ts';
import { includes, isWhole, leavesOutOnly, type Projection, project, wholeResource } from './projection.ts';
import { metaText } from './user-resource.ts';

export function groupText(
  directory: Directory,
  group: GroupDocument,
  base: string,
  projection: Projection = wholeResource,
): string {
  const members = includes(projection, 'members') ? `,"members":${directory.membersJson(group, base)}` : '';
  const attributes = group.attributes.slice(1, -1);
  const text = `{"schemas":${group.schemas},"id":"${group.id}",${attributes}${members},"meta":${metaText('Group', group, base)}}`;
  if (isWhole(projection) || leavesOutOnly(projection, 'members')) return text;
  return JSON.stringify(project(JSON.parse(text) as JsonObject, projection));
}
