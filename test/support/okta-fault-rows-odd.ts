/** Lists that can be read and do not hold what they say: totals, pages, types, names. */
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import {
  type FaultRow,
  filters,
  imports,
  lists,
  nobody,
  readers,
  startOf,
  textOf,
  userPages,
} from './okta-fault-row.ts';
import { type Fault, listWith, resourcesOf, userWith } from './okta-fault-server.ts';
import type { ScriptedAnswer } from './okta-scripted-server.ts';

const lowered = (body: Json | undefined): Json =>
  Object.fromEntries(Object.entries((body ?? {}) as JsonObject).map(([k, v]) => [k.toLowerCase(), v]));

export const oddLists: readonly FaultRow[] = [
  {
    name: 'JSON that calls itself text',
    on: lists,
    spoil: (good) => ({ status: 200, raw: textOf(good), headers: { 'content-type': 'text/plain' } }),
    says: readers(/calls itself "text\/plain": Okta reads it, stricter clients do not/),
  },
  {
    name: 'lower-case keys',
    on: lists,
    spoil: (good) => ({ status: 200, body: lowered(good.body) }),
    says: readers(/the keys totalresults, startindex, itemsperpage, resources are in lower case/),
  },
  {
    name: 'startIndex as a string',
    on: lists,
    spoil: (good) => listWith(good, { startIndex: '1' }),
    says: readers(/startIndex is a string; Okta needs a JSON number/),
  },
  {
    name: 'totalResults as a string',
    on: lists,
    spoil: (good) => listWith(good, { totalResults: String((good.body as JsonObject)['totalResults']) }),
    says: readers(/totalResults is a string; Okta needs a JSON number/),
  },
  {
    name: 'totalResults that is missing',
    on: userPages,
    spoil: (good) => {
      const { totalResults: _left, ...body } = good.body as JsonObject;
      return { status: 200, body };
    },
    says: imports(/totalResults is missing, so the first page that is not full counts as the last/),
  },
  {
    name: 'totalResults of 5 with no items',
    on: lists,
    spoil: (good) => listWith(good, { totalResults: 5, Resources: [], itemsPerPage: 0 }),
    says: {
      import: [/page 1 has 0 items though totalResults is 5/, nobody],
      pushUser: [/it counts 5 matches and gives none\. Nothing was created/],
      pushGroup: [/it counts 5 matches and gives none\. Nothing was created/],
    },
  },
  {
    name: 'totalResults that is too high',
    on: userPages,
    spoil: (good) => listWith(good, { totalResults: 300 }),
    says: imports(/page 2 has 21 of 100 items/, /page 3 has 0 items though totalResults is 300/, nobody),
  },
  {
    name: 'totalResults that is too low',
    on: userPages,
    spoil: (good) => listWith(good, { totalResults: 30 }),
    says: imports(/page 1 has 100 items though totalResults leaves 30 for it/, nobody),
  },
  {
    name: 'totalResults that grows',
    on: userPages,
    spoil: (good, _request, met) => listWith(good, { totalResults: 121 + met }),
    says: imports(/totalResults changed from 121 to 122/, nobody),
  },
  {
    name: 'page 1 for ever',
    on: userPages,
    spoil: repeating(),
    says: imports(/page 2 repeats page 1, so reading stopped there/, nobody),
  },
  {
    name: 'a page that is larger than asked for',
    on: userPages,
    spoil: (good, request) =>
      startOf(request) === 1 ? listWith(good, { Resources: [...resourcesOf(good), ...strangers(50)] }) : good,
    says: imports(/page 1 has 150 items though 100 were asked for/, nobody),
  },
  {
    name: 'a page cap below 100',
    on: userPages,
    spoil: (good) => listWith(good, { Resources: resourcesOf(good).slice(0, 50), itemsPerPage: 50 }),
    says: imports(/page 1 has 50 of 100 items; Okta goes on at 101, so rows are lost/, nobody),
  },
  {
    name: 'no Resources',
    on: lists,
    spoil: (good) => {
      const { Resources: _left, ...body } = good.body as JsonObject;
      return { status: 200, body: { ...body, totalResults: 3 } };
    },
    says: {
      test: [/Resources is missing/],
      import: [/1 page \(1\): Resources is missing/, nobody],
      pushUser: [/Nothing was created/],
      pushGroup: [/Nothing was created/],
    },
  },
  {
    name: 'Resources as an object',
    on: lists,
    spoil: (good) => listWith(good, { Resources: {}, totalResults: 3 }),
    says: {
      test: [/Resources is not a list/],
      import: [/1 page \(1\): Resources is not a list/, nobody],
      pushUser: [/Nothing was created/],
      pushGroup: [/Nothing was created/],
    },
  },
  {
    name: 'a bare array in place of a list',
    on: lists,
    spoil: (good) => ({ status: 200, body: resourcesOf(good) }),
    says: {
      test: [/the answer is not a ListResponse object/],
      import: [/the answer is not a ListResponse object/, nobody],
      pushUser: [/not a ListResponse object\. Nothing was created/],
      pushGroup: [/not a ListResponse object\. Nothing was created/],
    },
  },
  {
    name: 'entries that are not objects',
    on: userPages,
    spoil: (good) => userWith(good, 'p3@x.com', () => 'p3'),
    says: imports(/Resources has entries that are not objects/, nobody),
  },
  {
    name: 'a user without an id, who is linked',
    on: userPages,
    spoil: (good) => userWith(good, 'lea@x.com', ({ id: _id, ...user }) => user),
    says: imports(/1 user \(lea@x\.com\): left out, because the id or the userName is missing/, nobody),
  },
  {
    name: 'an id that is a number',
    on: userPages,
    spoil: (good) => userWith(good, 'p3@x.com', (user) => ({ ...user, id: 4711 })),
    says: imports(/1 user \(p3@x\.com\): id is a number; it should be a string/),
  },
  {
    name: 'the same users on two pages, so that others are on none',
    on: userPages,
    spoil: overlapping(),
    says: imports(
      /1 user \([^)]+\): came twice, so the order of the list is not the same on every page/,
      nobody,
    ),
  },
  {
    name: 'pages in the wrong order',
    on: userPages,
    spoil: (good, request) => listWith(good, { startIndex: 102 - startOf(request) }),
    says: imports(
      /page 1 says that it starts at 101, where 1 was asked for/,
      /page 2 says that it starts at 1/,
    ),
  },
  {
    name: 'wrong types inside a user',
    on: userPages,
    spoil: (good) =>
      userWith(good, 'p3@x.com', (user) => ({
        ...user,
        emails: 'p3@x.com',
        name: null,
        active: 'yes',
        groups: {},
      })),
    says: imports(
      /1 user has no first or last name/,
      /1 user \([^)]+\): emails is not a list/,
      /: name is not an object/,
      /: active is not true or false/,
      /: groups is not a list/,
    ),
  },
  {
    name: 'a userName that is a number, of a user who is linked',
    on: userPages,
    spoil: (good) => userWith(good, 'lea@x.com', (user) => ({ ...user, userName: 7 })),
    says: imports(/: userName is not text/, /: left out, because the id or the userName is missing/, nobody),
  },
  {
    name: 'wrong types inside what a filter found',
    on: filters,
    spoil: (good) =>
      listWith(good, {
        totalResults: 1,
        Resources: [{ id: {}, userName: null, displayName: 9, emails: 'jane@x.com' }],
      }),
    says: { pushUser: [/answered the filter with users that are not jane@x\.com; they were not linked/] },
  },
  {
    name: 'prototype keys',
    on: lists,
    spoil: (good) => ({
      status: 200,
      raw: textOf(good).replace(
        '{',
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
      ),
    }),
    says: readers(/has the key "__proto__", which is no attribute; it was ignored/),
  },
  {
    name: 'halves of characters',
    on: userPages,
    spoil: (good) =>
      userWith(good, 'p3@x.com', (user) => ({ ...user, id: '\ud800', userName: 'p3\udfff@x.com' })),
    says: imports(
      /half of a character \(a lone surrogate\)/,
      /cannot stand in an address/,
      /: left out/,
      nobody,
    ),
  },
];

function repeating(): Fault['spoil'] {
  let first: ScriptedAnswer | null = null;
  return (good) => {
    first ??= listWith(good, { totalResults: 100_000 });
    return first;
  };
}

/** The last of page 1 stands on page 2 as well, in the place of Lea, who is linked. */
function overlapping(): Fault['spoil'] {
  let last: JsonObject = {};
  return (good, request) => {
    if (startOf(request) !== 1) return userWith(good, 'lea@x.com', () => last);
    last = resourcesOf(good).at(-1) ?? {};
    return good;
  };
}

function strangers(n: number): JsonObject[] {
  return Array.from({ length: n }, (_, i) => ({
    id: `s${i}`,
    userName: `s${i}@x.com`,
    name: { givenName: 'S', familyName: 'T' },
  }));
}
