/**
 * A group as it goes over the wire (RFC 7643 §4.2). Members come as text and only where they are wanted; those of large
 * groups come in pieces, so that one answer of 17 MB holds up nobody (security.md P8).
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { Directory, GroupDocument } from '../directory/directory.ts';
import type { BodyPieces } from './messages.ts';
import { includes, isWhole, leavesOutOnly, type Projection, project, wholeResource } from './projection.ts';
import { metaText } from './user-resource.ts';

/** Members that one answer builds at once: about 10 ms. */
const mostAtOnce = 4000;

/** Whether the members of these groups are too many to be put together at once. */
export function isLarge(groups: readonly GroupDocument[], projection: Projection): boolean {
  if (!includes(projection, 'members')) return false;
  let members = 0;
  for (const group of groups) members += group.memberCount;
  return members > mostAtOnce;
}

export function groupText(
  directory: Directory,
  group: GroupDocument,
  base: string,
  projection: Projection = wholeResource,
): string {
  const members = includes(projection, 'members') ? `,"members":${directory.membersJson(group, base)}` : '';
  const text = `${headOf(group)}${members},"meta":${metaText('Group', group, base)}}`;
  return isPlain(group, projection) ? text : projected(text, projection);
}

function headOf(group: GroupDocument): string {
  return `{"schemas":${group.schemas},"id":"${group.id}",${group.attributes.slice(1, -1)}`;
}

function isPlain({ schemas }: GroupDocument, projection: Projection): boolean {
  return isWhole(projection, schemas) || leavesOutOnly(projection, 'members', schemas);
}

function projected(text: string, projection: Projection): string {
  return JSON.stringify(project(JSON.parse(text) as JsonObject, projection));
}

/** What stands before each group (a comma where nothing is said), and after the last. */
export interface Around {
  readonly leads: readonly string[];
  readonly tail: string;
}

/** One group, or a list of them with what stands around it. Reads a snapshot: what is written meanwhile is not in it. */
export function groupPieces(
  directory: Directory,
  groups: readonly GroupDocument[],
  base: string,
  projection: Projection,
  { leads, tail: end }: Around = { leads: [''], tail: '' },
): BodyPieces {
  const reader = directory.memberReader();
  function* texts(): Generator<string> {
    for (const [i, group] of groups.entries()) {
      const { head, tail } = frameOf(group, base, projection);
      yield `${leads[i] ?? ','}${head},"members":[`;
      let first = true;
      for (const piece of reader.texts(group, base)) {
        const text = isPlain(group, projection) ? piece : projectedMembers(piece, projection);
        yield first ? text : `,${text}`;
        first = false;
      }
      yield `]${tail}`;
    }
    yield end;
  }
  return { texts, close: reader.close };
}

/** The text before and after the members. */
function frameOf(group: GroupDocument, base: string, projection: Projection): { head: string; tail: string } {
  if (isPlain(group, projection))
    return { head: headOf(group), tail: `,"meta":${metaText('Group', group, base)}}` };
  const text = projected(`${headOf(group)},"meta":${metaText('Group', group, base)}}`, projection);
  return { head: text.slice(0, -1), tail: '}' };
}

function projectedMembers(piece: string, projection: Projection): string {
  const part = projected(`{"members":[${piece}]}`, projection);
  return part.slice('{"members":['.length, -2);
}
