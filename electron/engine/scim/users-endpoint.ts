/**
 * /Users (RFC 7644 §3.2 to §3.6): reads the request, asks the directory, writes the answer. The rules about users are
 * the directory's; nothing here touches rows.
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Directory, UserDocument, UserSort } from '../directory/directory.ts';
import {
  assertSchemas,
  expectedVersion,
  fromEntra,
  isUnchanged,
  noteReadOnly,
  type ScimCall,
} from './call.ts';
import { listRequest, projectionOfCall, queryParameters, searchParameters } from './list-query.ts';
import { listAnswer, type ScimAnswer } from './messages.ts';
import { applyOperations } from './patch.ts';
import { readOperations } from './patch-operation.ts';
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
  const user = mustFind(directory, id);
  const headers = {
    etag: `W/"${user.version}"`,
    ...(status === 201 ? { location: `${call.base}/Users/${id}` } : {}),
  };
  const body = userText(user, call.base, projectionOfCall('User', call));
  return { status, body, headers, resourceId: id };
}

export function listUsers(directory: Directory, call: ScimCall): ScimAnswer {
  return list(directory, call, queryParameters(call));
}

export function searchUsers(directory: Directory, call: ScimCall): ScimAnswer {
  return list(directory, call, searchParameters(call.body()));
}

function list(directory: Directory, call: ScimCall, raw: ReturnType<typeof queryParameters>): ScimAnswer {
  const request = listRequest('User', raw, sorts, call.notes);
  const page = directory.userDocuments({
    condition: request.condition,
    offset: request.startIndex - 1,
    limit: request.count,
    sort: request.sort,
    descending: request.descending,
  });
  return listAnswer(
    page.total,
    request.startIndex,
    page.rows.map((user) => userText(user, call.base, request.projection)),
  );
}

export function getUser(directory: Directory, call: ScimCall): ScimAnswer {
  const user = mustFind(directory, call.id);
  if (isUnchanged(call, user.version))
    return { status: 304, body: null, headers: { etag: `W/"${user.version}"` }, resourceId: call.id };
  return answerWith(directory, call, call.id, 200);
}

export function createUser(directory: Directory, call: ScimCall): ScimAnswer {
  const body = call.body();
  assertSchemas(call, body, 'User');
  noteReadOnly(call, body);
  const written = directory.inUnit(call.source, (unit) => unit.createUser(body, { notes: call.notes }));
  return answerWith(directory, call, written.id, 201);
}

/** Replaces the attributes; `id`, `meta` and `groups` in the body are passed over, `active` stays where absent (okta.md 7). */
export function replaceUser(directory: Directory, call: ScimCall): ScimAnswer {
  const body = call.body();
  const version = expectedVersion(call, mustFind(directory, call.id).version);
  assertSchemas(call, body, 'User');
  directory.inUnit(call.source, (unit) => unit.replaceUser(call.id, body, { version, notes: call.notes }));
  return answerWith(directory, call, call.id, 200);
}

/** Read, apply and write are one transaction, so that two PATCHes cannot lose each other's change. */
export function patchUser(directory: Directory, call: ScimCall): ScimAnswer {
  const body = call.body();
  const version = expectedVersion(call, mustFind(directory, call.id).version);
  const operations = readOperations(body, call.notes);
  directory.inUnit(call.source, (unit) => {
    const user = mustFind(directory, call.id);
    const before = { ...(JSON.parse(user.attributes) as JsonObject), active: user.active };
    const options = { notes: call.notes, createOnReplace: fromEntra(call) };
    const { resource } = applyOperations('User', before, operations, options);
    unit.replaceUser(call.id, resource, { version });
  });
  return answerWith(directory, call, call.id, 200);
}

export function deleteUser(directory: Directory, call: ScimCall): ScimAnswer {
  const version = expectedVersion(call, mustFind(directory, call.id).version);
  directory.inUnit(call.source, (unit) => unit.deleteUser(call.id, version));
  return { status: 204, body: null, resourceId: call.id };
}
