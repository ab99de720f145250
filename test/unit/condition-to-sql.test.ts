/** The filter as SQL: the same answer as evaluating it plainly, and the plans we rely on. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resourceMatches } from '../../electron/engine/scim/condition-match.ts';
import { parseFilter } from '../../electron/engine/scim/filter-parser.ts';
import { groupsWhere, usersWhere } from '../../electron/engine/storage/directory-query.ts';
import { sql } from '../../electron/engine/storage/sql.ts';
import { userPageSql } from '../../electron/engine/storage/user-page-rows.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { badge, testRegistry } from '../support/badge-schema.ts';
import { fillForFilters, filterPeople, randomFilter } from '../support/filter-people.ts';
import { scaled } from '../support/scale.ts';
import { openTestDirectory, type TestDirectory } from '../support/scim-start.ts';

const runs = scaled('random filters', 1000, 50_000);
const clock = { now: 0 };
let test0: TestDirectory;
let resources: JsonObject[] = [];

beforeAll(() => {
  test0 = openTestDirectory(
    () => clock.now,
    () => testRegistry,
  );
  resources = fillForFilters(test0, clock);
});
afterAll(() => test0.close());

const parse = (filter: string) => parseFilter(filter, 'User', testRegistry);

function bySql(filter: string): string[] {
  return test0.directory.userIds({ condition: parse(filter) });
}

function plainly(filter: string): string[] {
  const condition = parse(filter);
  return resources.filter((r) => resourceMatches(r, condition)).map((r) => String(r['id']));
}

/** Okta asks by the address it knows us under, which is not where the test reads from. */
function withLocations(filter: string): string {
  return filter.replace(
    /"ref:(\d+)"/g,
    (_all, i) => `"http://elsewhere/scim/v2/Users/${resources[Number(i)]?.['id']}"`,
  );
}

test(`${runs} random filters over ${filterPeople} users: SQL and plain evaluation agree`, () => {
  let hits = 0;
  const seed = Number(process.env['ROLLCALL_SEED'] ?? Date.now() % 2 ** 31);
  fc.assert(
    fc.property(randomFilter, (random) => {
      const filter = withLocations(random);
      const found = bySql(filter);
      if (found.length > 0 && found.length < resources.length) hits++;
      expect(found).toEqual(plainly(filter));
    }),
    { numRuns: runs, seed },
  );
  console.info(`${runs} filters, seed ${seed}, ${hits} found some and not all`);
  expect(hits).toBeGreaterThan(runs / 4);
}, 1_800_000);

/** What random filters found wrong once stays here. */
const kept: readonly string[] = [
  `${badge}:tags.value ne ""`,
  'groups[type eq "indirect" and display eq "outer"]',
  'not (groups[type eq "direct"])',
  `${badge}:keys[until gt "2025-01-01T01:00:00+01:00"]`,
];
test.each(kept)('kept: %s', (filter) => expect(bySql(filter)).toEqual(plainly(filter)));

test('direct and indirect groups are told apart', () => {
  const [direct, indirect] = ['direct', 'indirect'].map((t) =>
    bySql(`groups[type eq "${t}" and display eq "Outer"]`),
  );
  expect([direct?.length, indirect?.length]).toEqual([40, 50]);
});

describe('plans', () => {
  const plan = (f: string | undefined, sort: 'seq' | 'name' = 'seq') => {
    const where = f === undefined ? undefined : usersWhere({ condition: parse(f) });
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
    ['emails eq "a"', /user_values_value \(path=\? AND value_key=\?\)/],
    ['roles.value eq "a"', /user_values_value \(path=\? AND value_key=\?\)/],
    ['emails[value eq "a" and primary eq true]', /user_values_value \(path=\? AND value_key=\?\)/],
    ['userName sw "a"', /sqlite_autoindex_users_2 \(user_name_key>\? AND user_name_key<\?\)/],
    ['groups.value eq "a"', /sqlite_autoindex_groups_1 \(id=\?\)/],
    ['groups[value eq "a" and type eq "direct"]', /sqlite_autoindex_groups_1 \(id=\?\)/],
    [`userName eq "a" and ${badge}:level gt 3`, /user_name_key=\?/],
  ];
  test.each(indexed)('%s uses an index', (f, index) => expect(plan(f)).toMatch(index));
  test('a page walks a narrow index', () => {
    expect(plan(undefined)).toBe('SCAN u USING COVERING INDEX users_order');
    expect(plan(undefined, 'name')).toBe('SCAN u USING COVERING INDEX users_name');
  });
  test('counting what changed since is a range of the index', () => {
    const where = usersWhere({ condition: parse('meta.lastModified gt "2026-01-01T00:00:00Z"') });
    if (where === undefined) throw new Error('nothing to explain');
    const plan = test0.db.explain(sql`select count(*) from users u where ${where}`).join('\n');
    expect(plan).toMatch(/users_modified \(last_modified>\?\)/);
  });
  test('thirteen filters', () => expect(indexed.length).toBe(13));
  const grouped: readonly (readonly [string, RegExp])[] = [
    ['displayName eq "a"', /groups_name \(display_key=\?\)/],
    ['id eq "a"', /sqlite_autoindex_groups_1 \(id=\?\)/],
    ['externalId eq "a"', /groups_external \(external_id=\?\)/],
    ['members.value eq "a"', /sqlite_autoindex_users_1 \(id=\?\)[\s\S]*members_member/],
    ['members[value eq "a"]', /sqlite_autoindex_users_1 \(id=\?\)[\s\S]*members_member/],
  ];
  test.each(grouped)('of groups, %s uses an index', (f, index) => {
    const where = groupsWhere({ condition: parseFilter(f, 'Group') });
    if (where === undefined) throw new Error('nothing to explain');
    expect(test0.db.explain(sql`select g.seq from groups g where ${where}`).join('\n')).toMatch(index);
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
