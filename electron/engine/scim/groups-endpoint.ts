/**
 * /Groups (RFC 7644 §3.2 to §3.6). Membership operations become rows added and removed; the other members are not
 * read (peers.md 2.6). A path-less replace without `members` leaves them alone (B72).
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { findAttribute } from '../../../shared/domain/scim-schema.ts';
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
import { groupText } from './group-resource.ts';
import { listRequest, projectionOfCall, queryParameters, searchParameters } from './list-query.ts';
import { memberIds } from './member-values.ts';
import { listAnswer, type ScimAnswer } from './messages.ts';
import { applyOperations, type MemberStep } from './patch.ts';
import { readOperations } from './patch-operation.ts';

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

function answerWith(directory: Directory, call: ScimCall, id: string, status: 200 | 201): ScimAnswer {
  const group = mustFind(directory, id);
  const headers = {
    etag: `W/"${group.version}"`,
    ...(status === 201 ? { location: `${call.base}/Groups/${id}` } : {}),
  };
  const body = groupText(directory, group, call.base, projectionOfCall('Group', call));
  return { status, body, headers, resourceId: id };
}

export function listGroups(directory: Directory, call: ScimCall): ScimAnswer {
  return list(directory, call, queryParameters(call));
}

export function searchGroups(directory: Directory, call: ScimCall): ScimAnswer {
  return list(directory, call, searchParameters(call.body()));
}

function list(directory: Directory, call: ScimCall, raw: ReturnType<typeof queryParameters>): ScimAnswer {
  const request = listRequest('Group', raw, sorts, call.notes);
  const page = directory.groupDocuments({
    condition: request.condition,
    offset: request.startIndex - 1,
    limit: request.count,
    sort: request.sort,
    descending: request.descending,
  });
  return listAnswer(
    page.total,
    request.startIndex,
    page.rows.map((group) => groupText(directory, group, call.base, request.projection)),
  );
}

export function getGroup(directory: Directory, call: ScimCall): ScimAnswer {
  const group = mustFind(directory, call.id);
  if (isUnchanged(call, group.version))
    return { status: 304, body: null, headers: { etag: `W/"${group.version}"` }, resourceId: call.id };
  return answerWith(directory, call, call.id, 200);
}

function membersOf(call: ScimCall, body: JsonObject): string[] | undefined {
  const value = bodyField(body, 'members');
  return value === undefined ? undefined : memberIds(value, call.notes);
}

export function createGroup(directory: Directory, call: ScimCall): ScimAnswer {
  const body = call.body();
  assertSchemas(call, body, 'Group');
  noteReadOnly(call, body);
  const members = membersOf(call, body) ?? [];
  const written = directory.inUnit(call.source, (unit) =>
    unit.createGroup(body, members, { notes: call.notes }),
  );
  return answerWith(directory, call, written.id, 201);
}

/** A PUT without `members` leaves a group without members (RFC 7644 §3.5.1). */
export function replaceGroup(directory: Directory, call: ScimCall): ScimAnswer {
  const body = call.body();
  const version = expectedVersion(call, mustFind(directory, call.id).version);
  assertSchemas(call, body, 'Group');
  const members = membersOf(call, body) ?? [];
  directory.inUnit(call.source, (unit) => {
    unit.replaceGroup(call.id, body, { version, notes: call.notes });
    unit.setMembers(call.id, members);
  });
  return answerWith(directory, call, call.id, 200);
}

/** More members than this are not sent back after a PATCH that did not ask for them: 204 (RFC 7644 §3.5.2; okta.md 1.8). */
const mostEchoed = 1000;

export function patchGroup(directory: Directory, call: ScimCall): ScimAnswer {
  const body = call.body();
  const version = expectedVersion(call, mustFind(directory, call.id).version);
  const operations = readOperations(body, call.notes);
  directory.inUnit(call.source, (unit) => {
    const before = JSON.parse(mustFind(directory, call.id).attributes) as JsonObject;
    const options = { notes: call.notes, createOnReplace: fromEntra(call) };
    const { resource, members } = applyOperations('Group', before, operations, options);
    unit.replaceGroup(call.id, resource, { version });
    for (const step of members) applyStep(directory, unit, call, step);
  });
  const after = mustFind(directory, call.id);
  const asked = call.query.has('attributes') || call.query.has('excludedAttributes');
  if (asked || after.memberCount <= mostEchoed) return answerWith(directory, call, call.id, 200);
  return { status: 204, body: null, headers: { etag: `W/"${after.version}"` }, resourceId: call.id };
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
  const def = findAttribute('Group', 'members');
  if (def === undefined) return [];
  const members = JSON.parse(directory.membersJson(mustFind(directory, call.id), call.base)) as JsonObject[];
  return members
    .filter((m) => elementMatches(m, step.condition, def))
    .flatMap((m) => (typeof m['value'] === 'string' ? [m['value']] : []));
}

export function deleteGroup(directory: Directory, call: ScimCall): ScimAnswer {
  const version = expectedVersion(call, mustFind(directory, call.id).version);
  directory.inUnit(call.source, (unit) => unit.deleteGroup(call.id, version));
  return { status: 204, body: null, resourceId: call.id };
}
