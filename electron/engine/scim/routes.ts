/**
 * Every path the SCIM server answers, as one table: who may call is decided before it, by the plugin that all of these
 * are registered in. A path that is not here does not exist; a method that is not here is 405 with `Allow`.
 */
import type { ServerProfile } from '../../../shared/domain/server-profile.ts';
import type { Directory } from '../directory/directory.ts';
import { bulk, largestBulk } from './bulk-endpoint.ts';
import type { ScimCall } from './call.ts';
import {
  getResourceType,
  getSchema,
  listResourceTypes,
  listSchemas,
  serviceProviderConfig,
} from './discovery-endpoint.ts';
import * as entitlements from './entitlements-endpoint.ts';
import * as groups from './groups-endpoint.ts';
import { errorAnswer, type ScimAnswer } from './messages.ts';
import { searchAll } from './search-endpoint.ts';
import * as users from './users-endpoint.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  readonly method: Method;
  /** Below `/scim/v2`; `:id` is one segment. */
  readonly path: string;
  /** Writes need a token with `write`. */
  readonly writes: boolean;
  /** Bytes of the largest body. */
  readonly bodyLimit: number;
  readonly about: 'User' | 'Group' | null;
  /** A promise where it writes: it settles when the write is on disk. */
  readonly handle: (directory: Directory, call: ScimCall) => ScimAnswer | Promise<ScimAnswer>;
}

const userBody = 2 * 1024 * 1024;
const groupBody = 8 * 1024 * 1024;
const searchBody = 64 * 1024;

function notImplemented(what: string): Route['handle'] {
  return () => errorAnswer(501, `${what} is not supported.`);
}

function route(
  method: Method,
  path: string,
  handle: Route['handle'],
  more: Partial<Pick<Route, 'bodyLimit' | 'about' | 'writes'>> = {},
): Route {
  return { method, path, handle, writes: method !== 'GET', bodyLimit: userBody, about: null, ...more };
}

export const routes: readonly Route[] = [
  route('POST', '/.search', searchAll, { writes: false, bodyLimit: searchBody }),
  route('GET', '/Users', users.listUsers),
  route('POST', '/Users', users.createUser),
  route('POST', '/Users/.search', users.searchUsers, { writes: false, bodyLimit: searchBody }),
  route('GET', '/Users/:id', users.getUser, { about: 'User' }),
  route('PUT', '/Users/:id', users.replaceUser, { about: 'User' }),
  route('PATCH', '/Users/:id', users.patchUser, { about: 'User' }),
  route('DELETE', '/Users/:id', users.deleteUser, { about: 'User' }),
  route('GET', '/Groups', groups.listGroups),
  route('POST', '/Groups', groups.createGroup, { bodyLimit: groupBody }),
  route('POST', '/Groups/.search', groups.searchGroups, { writes: false, bodyLimit: searchBody }),
  route('GET', '/Groups/:id', groups.getGroup, { about: 'Group' }),
  route('PUT', '/Groups/:id', groups.replaceGroup, { about: 'Group', bodyLimit: groupBody }),
  route('PATCH', '/Groups/:id', groups.patchGroup, { about: 'Group', bodyLimit: groupBody }),
  route('DELETE', '/Groups/:id', groups.deleteGroup, { about: 'Group' }),
  route('GET', '/ServiceProviderConfig', (_directory, call) => serviceProviderConfig(call)),
  route('GET', '/ResourceTypes', (_directory, call) => listResourceTypes(call)),
  route('GET', '/ResourceTypes/:id', (_directory, call) => getResourceType(call)),
  route('GET', '/Schemas', (_directory, call) => listSchemas(call)),
  route('GET', '/Schemas/:id', (_directory, call) => getSchema(call)),
  route('GET', '/Entitlements', entitlements.listEntitlements),
  route('GET', '/Entitlements/:id', entitlements.getEntitlement),
  route('GET', '/Roles', entitlements.listRoles),
  route('GET', '/Roles/:id', entitlements.getRole),
  route('POST', '/Bulk', bulk, { bodyLimit: largestBulk }),
  ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map((m) => route(m, '/Me', notImplemented('/Me'))),
];

/** Methods of the path (below `/scim/v2`, decoded), for `Allow`; empty where the path does not exist, or is switched off. */
export function allowedMethods(path: string, profile: ServerProfile): string[] {
  const parts = path.split('/').filter(Boolean);
  if (!profile.entitlements && (parts[0] === 'Entitlements' || parts[0] === 'Roles')) return [];
  return routes
    .filter((r) => {
      if (r.method === 'PATCH' && !profile.patch) return false;
      const wanted = r.path.split('/').filter(Boolean);
      return wanted.length === parts.length && wanted.every((w, i) => w === ':id' || w === parts[i]);
    })
    .flatMap((r) => (r.method === 'GET' ? ['GET', 'HEAD'] : r.method));
}
