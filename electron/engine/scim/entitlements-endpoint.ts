/**
 * Okta's entitlement shapes (okta.md 3.10, documented): read-only /Entitlements and /Roles, which list what users of
 * the directory hold. Behind a switch of the profile: while it is off, neither path nor schema exists.
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { attribute, type SchemaDef } from '../../../shared/domain/scim-schema.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Directory } from '../directory/directory.ts';
import type { GivenPath, GivenValue } from '../directory/given-values.ts';
import type { ScimCall } from './call.ts';
import { pageOf, queryParameters } from './list-query.ts';
import { listAnswer, type ScimAnswer } from './messages.ts';

const readOnly = { mutability: 'readOnly' } as const;
const idAttribute = attribute('id', 'The value that users hold.', {
  ...readOnly,
  required: true,
  returned: 'always',
  uniqueness: 'server',
});
const displayName = attribute('displayName', 'A name to show.', { ...readOnly, required: true });
const description = attribute('description', 'At most 1000 characters.', readOnly);

export interface GivenType {
  readonly name: 'Entitlement' | 'Role';
  readonly endpoint: string;
  readonly path: GivenPath;
  readonly schema: SchemaDef;
}

const entitlement: GivenType = {
  name: 'Entitlement',
  endpoint: '/Entitlements',
  path: 'entitlements',
  schema: {
    id: 'urn:okta:scim:schemas:core:1.0:Entitlement',
    name: 'Entitlement',
    description: 'Entitlement',
    attributes: [
      idAttribute,
      displayName,
      attribute('type', 'Kind of entitlement.', { ...readOnly, required: true }),
      description,
    ],
  },
};

const role: GivenType = {
  name: 'Role',
  endpoint: '/Roles',
  path: 'roles',
  schema: {
    id: 'urn:okta:scim:schemas:core:1.0:Role',
    name: 'Role',
    description: 'Role',
    attributes: [idAttribute, displayName, description],
  },
};

export function givenTypes(call: ScimCall): readonly GivenType[] {
  return call.profile.entitlements ? [entitlement, role] : [];
}

function resource(type: GivenType, given: GivenValue, base: string): JsonObject {
  const { value, display } = given;
  return {
    schemas: [type.schema.id],
    id: value,
    displayName: display ?? value,
    ...(type.name === 'Entitlement' ? { type: given.type ?? 'entitlement' } : {}),
    meta: { resourceType: type.name, location: `${base}${type.endpoint}/${encodeURIComponent(value)}` },
  };
}

function assertOn(call: ScimCall): void {
  if (!call.profile.entitlements) throw new AppFault('not-found', 'Endpoint not found.');
}

function list(type: GivenType, directory: Directory, call: ScimCall): ScimAnswer {
  assertOn(call);
  const raw = queryParameters(call);
  if (raw.filter !== undefined) throw new AppFault('not-allowed', 'Filter is not supported here.');
  const { startIndex, count } = pageOf(raw, call.profile.pageCap);
  const page = directory.givenValues(type.path, { offset: startIndex - 1, limit: count });
  const texts = page.rows.map((given) => JSON.stringify(resource(type, given, call.base)));
  return listAnswer(page.total, { startIndex }, texts);
}

function get(type: GivenType, directory: Directory, call: ScimCall): ScimAnswer {
  assertOn(call);
  const [given] = directory.givenValues(type.path, { offset: 0, limit: 1, value: call.id }).rows;
  if (given === undefined) throw new AppFault('not-found', 'Resource not found.');
  return { status: 200, body: JSON.stringify(resource(type, given, call.base)) };
}

export function listEntitlements(directory: Directory, call: ScimCall): ScimAnswer {
  return list(entitlement, directory, call);
}

export function getEntitlement(directory: Directory, call: ScimCall): ScimAnswer {
  return get(entitlement, directory, call);
}

export function listRoles(directory: Directory, call: ScimCall): ScimAnswer {
  return list(role, directory, call);
}

export function getRole(directory: Directory, call: ScimCall): ScimAnswer {
  return get(role, directory, call);
}
