/** The filter as SQL: the same answer as evaluating it plainly, and the plans we rely on. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resourceMatches } from '../../electron/engine/scim/condition-match.ts';
import { parseFilter } from '../../electron/engine/scim/filter-parser.ts';
import { userText } from '../../electron/engine/scim/user-resource.ts';
import { usersWhere } from '../../electron/engine/storage/directory-query.ts';
import { userPageSql } from '../../electron/engine/storage/user-rows.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { enterprise, openTestDirectory, type TestDirectory } from '../support/scim-start.ts';

let test0: TestDirectory;
let resources: JsonObject[] = [];
const words = ['Ana', 'ana', 'ÅSA', 'åsa', 'Straße', 'ΟΔΟΣ', 'x%_', "O'Rourke", 'İpek', 'z', '2024', ''];
let clock = Date.UTC(2025, 0, 1);

beforeAll(() => {
  test0 = openTestDirectory(() => clock);
  const pick = (i: number, by: number) => words[(i * by + (i >> 2)) % words.length] as string;
  const ids: string[] = [];
  for (let i = 0; i < 120; i++) {
    clock += 3_600_000;
    test0.directory.inUnit({ kind: 'seed' }, (unit) => {
      const user: JsonObject = {
        userName: `${pick(i, 1)}${i}@x.example`,
        name: { givenName: pick(i, 3), familyName: pick(i, 5) },
        ...(i % 3 === 0 ? { title: pick(i, 7) } : {}),
        ...(i % 4 === 0 ? { nickName: pick(i, 11), externalId: `Ext${i % 8}` } : {}),
        ...(i % 5 === 0 ? {} : { displayName: pick(i, 2) }),
        emails: [
          { value: `${pick(i, 1)}@work.example`, type: 'work', primary: i % 2 === 0 },
          ...(i % 3 === 0
            ? [{ value: `${pick(i, 5)}@home.example`, type: 'home', display: pick(i, 3) }]
            : []),
        ],
        ...(i % 6 === 0 ? { addresses: [{ locality: pick(i, 3), type: 'work' }] } : {}),
        ...(i % 2 === 0 ? { [enterprise]: { department: pick(i, 3), employeeNumber: String(i % 7) } } : {}),
      };
      ids.push(unit.createUser(user, { active: i % 7 !== 0 }).id);
      if (i === 60) unit.createGroup({ displayName: 'Åsa team' }, ids.slice(0, 30));
    });
  }
  test0.directory.inUnit({ kind: 'seed' }, (unit) => {
    const [team] = test0.directory.findGroupsByName('åsa TEAM');
    unit.createGroup({ displayName: 'Outer' }, [team?.id ?? '', ids[100] ?? '']);
  });
  resources = [];
  for (const id of test0.directory.userIds({})) {
    const user = test0.directory.userDocument(id);
    if (user) resources.push(JSON.parse(userText(user, 'http://h/scim/v2')) as JsonObject);
  }
});
afterAll(() => test0.close());

function bySql(filter: string): string[] {
  const query = { offset: 0, limit: 1000, sort: 'seq', descending: false } as const;
  return test0.directory
    .userDocuments({ condition: parseFilter(filter, 'User'), ...query })
    .rows.map((u) => u.id);
}

function plainly(filter: string): string[] {
  const condition = parseFilter(filter, 'User');
  return resources.filter((r) => resourceMatches(r, condition, 'User')).map((r) => String(r['id']));
}

const text = fc.constantFrom(...words, 'a', 'work', 'home', 'Ext4', '3', '@', 'rAS', 'σ');
const order = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'EQ', 'Co');
const textPath = fc.constantFrom(
  'userName',
  'USERNAME',
  'name.givenName',
  'name.familyName',
  'displayName',
  'title',
  'nickName',
  'externalId',
  'emails',
  'emails.value',
  'emails.type',
  'emails.display',
  'addresses.locality',
  'groups.display',
  `${enterprise}:department`,
  `${enterprise}:employeeNumber`,
  'urn:ietf:params:scim:schemas:core:2.0:User:title',
);
const leaf = fc.oneof(
  fc.tuple(textPath, order, text).map(([p, o, v]) => `${p} ${o} ${JSON.stringify(v)}`),
  fc.tuple(textPath, fc.constantFrom('pr', 'eq null', 'ne null')).map(([p, o]) => `${p} ${o}`),
  fc.constantFrom(
    'active eq true',
    'active ne true',
    'active eq "False"',
    'groups pr',
    'emails.primary eq true',
    'name pr',
  ),
  fc
    .tuple(fc.constantFrom('gt', 'ge', 'lt', 'le', 'eq', 'ne'), fc.integer({ min: 0, max: 130 }))
    .map(
      ([o, h]) => `meta.lastModified ${o} "${new Date(Date.UTC(2025, 0, 1) + h * 3_600_000).toISOString()}"`,
    ),
  fc
    .tuple(fc.constantFrom('work', 'home'), order, text)
    .map(([type, o, v]) => `emails[type eq "${type}" and value ${o} ${JSON.stringify(v)}]`),
  fc.tuple(order, text).map(([o, v]) => `emails[type eq "work"].value ${o} ${JSON.stringify(v)}`),
  text.map((v) => `emails[not (display sw ${JSON.stringify(v)}) or primary eq true]`),
);
const filter = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc
      .tuple(tie('tree'), fc.constantFrom('and', 'or', 'OR'), tie('tree'))
      .map(([a, o, b]) => `(${a}) ${o} (${b})`),
    tie('tree').map((a) => `not (${a})`),
  ),
})).tree;

test('random filters: SQL and plain evaluation agree', () => {
  let hits = 0;
  fc.assert(
    fc.property(filter, (f) => {
      const found = bySql(f);
      if (found.length > 0 && found.length < resources.length) hits++;
      expect(found).toEqual(plainly(f));
    }),
    { numRuns: 2000 },
  );
  expect(hits).toBeGreaterThan(500);
});

describe('plans', () => {
  const plan = (f: string | undefined, sort: 'seq' | 'name' = 'seq') => {
    const where = f === undefined ? undefined : usersWhere({ condition: parseFilter(f, 'User') });
    return test0.db
      .explain(userPageSql(where, { offset: 50, limit: 10, sort, descending: false }))
      .join('\n');
  };
  const indexed: readonly (readonly [string, RegExp])[] = [
    ['userName eq "a"', /USING (COVERING )?INDEX sqlite_autoindex_users_2 \(user_name_key=\?\)/],
    ['userName eq "a" and active eq true', /user_name_key=\?/],
    ['externalId eq "a"', /users_external \(external_id=\?\)/],
    ['id eq "a"', /sqlite_autoindex_users_1 \(id=\?\)/],
    ['emails.value eq "a"', /user_values_value \(path=\? AND value_key=\?\)/],
    ['emails[type eq "work"].value eq "a"', /user_values_value \(path=\? AND value_key=\?\)/],
  ];
  test.each(indexed)('%s uses an index', (f, index) => expect(plan(f)).toMatch(index));
  test('a page walks a narrow index', () => {
    expect(plan(undefined)).toBe('SCAN u USING COVERING INDEX users_order');
    expect(plan(undefined, 'name')).toBe('SCAN u USING COVERING INDEX users_name');
  });
  test('members.value eq starts at the member', () => {
    const groups = test0.directory.groupDocuments({
      condition: parseFilter(`members[value eq "${resources[0]?.['id']}"]`, 'Group'),
      offset: 0,
      limit: 10,
      sort: 'seq',
      descending: false,
    });
    expect(groups.rows.map((g) => g.displayName)).toEqual(['Åsa team']);
  });
});
