/**
 * /Users (RFC 7644 §3.2 to §3.6): reads the request, asks the directory, writes the answer. The rules about users are
 * the directory's; nothing here touches rows.
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Directory, Unit, UserDocument, UserSort } from '../directory/directory.ts';
import {
  assertSchemas,
  expectedVersion,
  fromEntra,
  isUnchanged,
  noteReadOnly,
  type ScimCall,
} from './call.ts';
import { withWholeTag } from './entity-tag.ts';
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
import { listAnswer, type ScimAnswer } from './messages.ts';
import { applyOperations } from './patch.ts';
import { readOperations } from './patch-operation.ts';
import { assertStrict } from './strictness.ts';
import { userText } from './user-resource.ts';

const sorts: ReadonlyMap<string, UserSort> = new Map<string, UserSort>([
  ['', 'seq'],
  ['id', 'id'],
  ['userName', 'userName'],
  ['externalId', 'externalId'],
  ['displayName', 'displayName'],
  ['name.givenName', 'givenName'],
  ['name.familyName', 'familyName'],
  ['title', 'title'],
  ['active', 'active'],
  ['emails', 'email'],
  ['emails.value', 'email'],
  ['meta.created', 'created'],
  ['meta.lastModified', 'lastModified'],
]);

function mustFind(directory: Directory, id: string): UserDocument {
  const user = directory.userDocument(id);
  if (user === undefined) throw new AppFault('not-found', 'Resource not found.');
  return user;
}

function answerWith(directory: Directory, call: ScimCall, id: string, status: 200 | 201): ScimAnswer {
  return answerOf(call, mustFind(directory, id), status);
}

function answerOf(call: ScimCall, found: UserDocument, status: 200 | 201): ScimAnswer {
  const user = withWholeTag(found);
  const etag = `W/"${user.tag}"`;
  const headers = status === 201 ? { etag, location: `${call.base}/Users/${user.id}` } : { etag };
  const body = userText(user, call.base, projectionOfCall('User', call));
  return { status, body, headers, resourceId: user.id, named: user.name };
}

export function listUsers(directory: Directory, call: ScimCall): ScimAnswer {
  return list(directory, call, queryParameters(call));
}

export function searchUsers(directory: Directory, call: ScimCall): ScimAnswer {
  return list(directory, call, searchParameters(call.body()));
}

function list(directory: Directory, call: ScimCall, raw: RawList): ScimAnswer {
  const request = listRequest('User', raw, sorts, call);
  const { sort, descending, condition, projection } = request;
  const found = directory.userDocuments({ ...windowOf(request), condition, sort, descending });
  const { rows, next } = cutPage('User', raw, request, found.rows);
  return listAnswer(
    found.total,
    placeOf(request, next),
    rows.map((user) => userText(user, call.base, projection)),
  );
}

export function getUser(directory: Directory, call: ScimCall): ScimAnswer {
  const found = mustFind(directory, call.id);
  if (call.ifNoneMatch === undefined) return answerOf(call, found, 200);
  const user = withWholeTag(found);
  if (!isUnchanged(call, user)) return answerOf(call, found, 200);
  const headers = { etag: `W/"${user.tag}"` };
  return { status: 304, body: null, headers, resourceId: call.id, named: user.name };
}

export function createUser(directory: Directory, call: ScimCall): Promise<ScimAnswer> {
  const body = call.body();
  assertSchemas(call, body, 'User');
  noteReadOnly(call, body);
  return directory.write(call.source, (unit) => {
    const written = unit.createUser(body, { notes: call.notes });
    assertStrict(call);
    return answerOf(call, written.document(), 201);
  });
}

/** Replaces the attributes; `id`, `meta` and `groups` in the body are passed over, `active` stays where absent (okta.md 7). */
export function replaceUser(directory: Directory, call: ScimCall): Promise<ScimAnswer> {
  const body = call.body();
  return change(directory, call, (unit, user) => {
    const version = expectedVersion(call, user);
    assertSchemas(call, body, 'User');
    unit.replaceUser(call.id, body, { version, notes: call.notes });
  });
}

/** Read, apply, write and read again are one transaction, so that two PATCHes cannot lose each other's change. */
export function patchUser(directory: Directory, call: ScimCall): Promise<ScimAnswer> {
  const body = call.body();
  return change(directory, call, (unit, user) => {
    const version = expectedVersion(call, user);
    const operations = readOperations(body, call.notes);
    const before = { ...(JSON.parse(user.attributes) as JsonObject), active: user.active };
    const options = { notes: call.notes, createOnReplace: fromEntra(call), registry: call.schemas };
    const { resource } = applyOperations('User', before, operations, options);
    unit.replaceUser(call.id, resource, { version, patched: true });
  });
}

function change(
  directory: Directory,
  call: ScimCall,
  work: (unit: Unit, user: UserDocument) => void,
): Promise<ScimAnswer> {
  return directory.write(call.source, (unit) => {
    work(unit, mustFind(directory, call.id));
    assertStrict(call);
    return answerWith(directory, call, call.id, 200);
  });
}

export function deleteUser(directory: Directory, call: ScimCall): Promise<ScimAnswer> {
  return directory.write(call.source, (unit): ScimAnswer => {
    const user = mustFind(directory, call.id);
    unit.deleteUser(call.id, expectedVersion(call, user));
    return { status: 204, body: null, resourceId: call.id, named: user.name };
  });
}
