/** Faults in the middle of something: after a create, on an id that is known, on page 2. */
import type { JsonObject } from '../../shared/domain/json.ts';
import {
  creates,
  type FaultRow,
  fixed,
  imports,
  known,
  lists,
  nobody,
  startOf,
  userPages,
} from './okta-fault-row.ts';
import { type SeenRequest, scimError } from './okta-scripted-server.ts';

const once = (request: SeenRequest, met: number) => met === 0 && lists(request);

export const halfWay: readonly FaultRow[] = [
  {
    name: '429 once, with seconds',
    on: lists,
    spoil: (good, request, met) =>
      once(request, met) ? { status: 429, headers: { 'retry-after': '2' } } : good,
    says: { test: [/asked to slow down \(429\): it was asked again after 2 seconds/] },
  },
  {
    name: 'empty body with 200',
    on: (r) => lists(r),
    spoil: fixed({ status: 200 }),
    says: {
      test: [/200, but the answer is not a list. But the answer is empty/],
      import: [/the answer is empty/, nobody],
      pushUser: [/the answer is empty\. Nothing was created, because a second account could be the result/],
      pushGroup: [/the answer is empty\. Nothing was created/],
    },
  },
  {
    name: 'empty body with 201',
    on: creates,
    spoil: fixed({ status: 201 }),
    says: {
      pushUser: [
        /Error while creating user jane@x\.com: Create new user returned empty user/,
        /without a resource that has a usable id.*Retry Selected asks for it by name and links it/,
      ],
      pushGroup: [
        /Error while creating group Fresh: Created/,
        /without the new group.*Push Now asks for it by name/,
      ],
    },
  },
  {
    name: 'a gateway page in place of the 201',
    on: creates,
    spoil: fixed({ status: 504, raw: 'error code: 504', headers: { 'content-type': 'text/plain' } }),
    says: {
      pushUser: [/Invalid JSON: Unrecognized token 'error'/, /The user may be in the app all the same/],
      pushGroup: [/Invalid JSON: Unrecognized token 'error'/, /The group may be in the app all the same/],
    },
  },
  {
    name: '201 with an id that leads elsewhere',
    on: creates,
    spoil: (good) => ({ status: 201, body: { ...(good.body as JsonObject), id: '..' } }),
    says: {
      pushUser: [/the id ".." cannot stand in an address/, /without a resource that has a usable id/],
      pushGroup: [/the id ".." cannot stand in an address/, /a group without an id/],
    },
  },
  {
    name: '409 on POST /Users',
    on: (r) => creates(r) && r.path === '/Users',
    refuses: true,
    spoil: fixed(scimError(409, 'userName is taken')),
    says: {
      pushUser: [
        /Error while creating user jane@x\.com: Conflict\. Errors reported by remote server: userName is taken/,
        /The name is taken, though the filter found nobody/,
      ],
    },
  },
  {
    name: '409 on POST /Groups',
    on: (r) => creates(r) && r.path === '/Groups',
    refuses: true,
    spoil: fixed(scimError(409, 'displayName is taken')),
    says: {
      pushGroup: [
        /Error while creating group Fresh: Conflict/,
        /The name is taken, though the filter found no group/,
      ],
    },
  },
  ...(['catalog', 'wizard'] as const).map(
    (dialect): FaultRow => ({
      name: `404 on every id that is known, ${dialect}`,
      on: known,
      dialect,
      refuses: true,
      spoil: fixed(scimError(404, 'Resource not found')),
      says: {
        pushGroup: [
          /Error while updating group Fresh: Not Found/,
          /points to an id that the server does not know/,
        ],
        updateUser: [
          /push profile update for 'lea@x\.com': Not Found/,
          /Unassign and assign the person again/,
        ],
        pushNow: [/Error while updating group Crew: Not Found/, /Unlink and push the group again/],
      },
    }),
  ),
  {
    name: 'a PUT that fails after a GET that did not',
    on: (r) => r.method === 'PUT',
    dialect: 'wizard',
    refuses: true,
    spoil: fixed(scimError(400, 'meta is read-only')),
    says: {
      pushGroup: [/Error while updating group Fresh: Bad Request/, /meta is read-only/],
      updateUser: [/meta is read-only/],
      pushNow: [/meta is read-only/],
    },
  },
  {
    name: 'members that cannot be added after the group was made',
    on: (r) => r.method === 'PATCH' && r.path.startsWith('/Groups'),
    refuses: true,
    spoil: fixed(scimError(501, 'PATCH is not supported')),
    says: {
      pushGroup: [/Error while updating group Fresh: Not Implemented/, /PATCH is not supported/],
      pushNow: [/PATCH is not supported/],
    },
  },
  {
    name: '401 in the middle of an import',
    on: (r) => userPages(r) && startOf(r) === 101,
    refuses: true,
    spoil: fixed(scimError(401, 'The token has expired')),
    says: imports(/Error while importing users: Unauthorized/, /The token has expired/),
  },
];
