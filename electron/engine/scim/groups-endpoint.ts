/**
 * /Groups (RFC 7644 §3.2 to §3.6). Membership operations become rows added and removed; the other members are not
 * read (peers.md 2.6). A path-less replace without `members` leaves them alone (B72).
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Directory, GroupDocument, GroupSort, Unit } from '../directory/directory.ts';
import {
  assertSchemas,
  bodyField,
  expectedVersion,
  fromEntra,
  isUnchanged,
  noteReadOnly,
  type ScimCall,
} from './call.ts';
import { elementMatches } from './condition-match.ts';
import { groupPieces, groupText, isLarge } from './group-resource.ts';
import {
  cutPage,
  listRequest,
  placeOf,
  projectionOfCall,
  queryParameters,
  type RawList,
  searchParameters,
  windowOf,
} from './list-query.ts';
import { memberIds } from './member-values.ts';
import { listAnswer, listAround, type ScimAnswer } from './messages.ts';
import { applyOperations, type MemberStep } from './patch.ts';
import { readOperations } from './patch-operation.ts';
import { assertStrict } from './strictness.ts';

const sorts: ReadonlyMap<string, GroupSort> = new Map<string, GroupSort>([
  ['', 'seq'],
  ['id', 'id'],
  ['displayName', 'displayName'],
  ['externalId', 'externalId'],
  ['meta.created', 'created'],
  ['meta.lastModified', 'lastModified'],
]);

function mustFind(directory: Directory, id: string): GroupDocument {
  const group = directory.groupDocument(id);
  if (group === undefined) throw new AppFault('not-found', 'Resource not found.');
  return group;
}

function answerOf(
  call: ScimCall,
  group: GroupDocument,
  status: 200 | 201,
  body: Pick<ScimAnswer, 'body' | 'pieces'>,
): ScimAnswer {
  const etag = `W/"${group.tag}"`;
  const headers = status === 201 ? { etag, location: `${call.base}/Groups/${group.id}` } : { etag };
  return { status, headers, ...body, resourceId: group.id, named: group.displayName };
}

export function listGroups(directory: Directory, call: ScimCall): ScimAnswer {
  return list(directory, call, queryParameters(call));
}

export function searchGroups(directory: Directory, call: ScimCall): ScimAnswer {
  return list(directory, call, searchParameters(call.body()));
}

function list(directory: Directory, call: ScimCall, raw: RawList): ScimAnswer {
  const request = listRequest('Group', raw, sorts, call);
  const { sort, descending, condition, projection } = request;
  const found = directory.groupDocuments({ ...windowOf(request), condition, sort, descending });
  const { rows, next } = cutPage('Group', raw, request, found.rows);
  const place = placeOf(request, next);
  if (!isLarge(rows, projection)) {
    const texts = rows.map((group) => groupText(directory, group, call.base, projection));
    return listAnswer(found.total, place, texts);
  }
  const [head, tail] = listAround(found.total, place, rows.length);
  const pieces = groupPieces(directory, rows, call.base, projection, { leads: [head], tail });
  return { status: 200, body: null, pieces };
}

export function getGroup(directory: Directory, call: ScimCall): ScimAnswer {
  const group = mustFind(directory, call.id);
  if (isUnchanged(call, group)) {
    const headers = { etag: `W/"${group.tag}"` };
    return { status: 304, body: null, headers, resourceId: call.id, named: group.displayName };
  }
  const projection = projectionOfCall('Group', call);
  return answerOf(
    call,
    group,
    200,
    isLarge([group], projection)
      ? { body: null, pieces: groupPieces(directory, [group], call.base, projection) }
      : { body: groupText(directory, group, call.base, projection) },
  );
}

function membersOf(call: ScimCall, body: JsonObject): string[] | undefined {
  const value = bodyField(body, 'members');
  return value === undefined ? undefined : memberIds(value, call.notes);
}

export function createGroup(directory: Directory, call: ScimCall): Promise<ScimAnswer> {
  const body = call.body();
  assertSchemas(call, body, 'Group');
  noteReadOnly(call, body);
  const members = membersOf(call, body) ?? [];
  return directory.write(call.source, (unit) => {
    const written = unit.createGroup(body, members, { notes: call.notes });
    assertStrict(call);
    return answerAfterWrite(directory, call, written.id, 201);
  });
}

/** A PUT without `members` leaves a group without members (RFC 7644 §3.5.1). */
export function replaceGroup(directory: Directory, call: ScimCall): Promise<ScimAnswer> {
  const body = call.body();
  return directory.write(call.source, (unit) => {
    const version = expectedVersion(call, mustFind(directory, call.id));
    assertSchemas(call, body, 'Group');
    const members = membersOf(call, body) ?? [];
    unit.replaceGroup(call.id, body, { version, notes: call.notes });
    unit.setMembers(call.id, members);
    assertStrict(call);
    return answerAfterWrite(directory, call, call.id, 200);
  });
}

/** More members than this are not sent back after a PATCH that did not ask for them: 204 (RFC 7644 §3.5.2; okta.md 1.8). */
const mostEchoed = 100;

export function patchGroup(directory: Directory, call: ScimCall): Promise<ScimAnswer> {
  const body = call.body();
  return directory.write(call.source, (unit) => {
    const group = mustFind(directory, call.id);
    const version = expectedVersion(call, group);
    const operations = readOperations(body, call.notes);
    const before = JSON.parse(group.attributes) as JsonObject;
    const options = { notes: call.notes, createOnReplace: fromEntra(call), registry: call.schemas };
    const { resource, members } = applyOperations('Group', before, operations, options);
    unit.replaceGroup(call.id, resource, { version, patched: true });
    for (const step of members) applyStep(directory, unit, call, step);
    assertStrict(call);
    const after = mustFind(directory, call.id);
    const asked = call.query['attributes'] !== undefined || call.query['excludedAttributes'] !== undefined;
    if (asked || after.memberCount <= mostEchoed) return answerAfterWrite(directory, call, call.id, 200);
    const headers = { etag: `W/"${after.tag}"` };
    return { status: 204, body: null, headers, resourceId: call.id, named: after.displayName };
  });
}

/** Inside the transaction: a snapshot would not see what is being written, so the text is built at once. */
function answerAfterWrite(directory: Directory, call: ScimCall, id: string, status: 200 | 201): ScimAnswer {
  const group = mustFind(directory, id);
  const body = groupText(directory, group, call.base, projectionOfCall('Group', call));
  return answerOf(call, group, status, { body });
}

function applyStep(directory: Directory, unit: Unit, call: ScimCall, step: MemberStep): number {
  switch (step.kind) {
    case 'add':
      return unit.addMembers(call.id, step.ids);
    case 'remove':
      return unit.removeMembers(call.id, step.ids);
    case 'set':
      return unit.setMembers(call.id, step.ids);
    case 'remove-where':
      return unit.removeMembers(call.id, matching(directory, call, step));
  }
}

/** Only a filter that names no ids has to look at the members. */
function matching(
  directory: Directory,
  call: ScimCall,
  step: MemberStep & { kind: 'remove-where' },
): string[] {
  const members = JSON.parse(directory.membersJson(mustFind(directory, call.id), call.base)) as JsonObject[];
  return members
    .filter((m) => elementMatches(m, step.condition))
    .flatMap((m) => (typeof m['value'] === 'string' ? [m['value']] : []));
}

export function deleteGroup(directory: Directory, call: ScimCall): Promise<ScimAnswer> {
  return directory.write(call.source, (unit): ScimAnswer => {
    const group = mustFind(directory, call.id);
    unit.deleteGroup(call.id, expectedVersion(call, group));
    return { status: 204, body: null, resourceId: call.id, named: group.displayName };
  });
}
