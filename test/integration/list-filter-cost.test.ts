/** The screens, exports and the command line filter with the bound that clients have: SQLite cannot be interrupted. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { groupRows } from '../../electron/engine/directory/group-reads.ts';
import { createMemory, type DirectoryMemory } from '../../electron/engine/directory/memory.ts';
import { userIds, userRows } from '../../electron/engine/directory/user-reads.ts';
import { parseFilter } from '../../electron/engine/scim/filter-parser.ts';
import type { EngineClient } from '../../electron/host/engine-client.ts';
import { faultOf, openEngineHere } from '../support/doors.ts';
import { openTestDirectory, type TestDirectory } from '../support/scim-start.ts';
import { tempDir } from '../support/temp-workspace.ts';

let opened: TestDirectory;
let memory: DirectoryMemory;
let engine: EngineClient;

beforeAll(async () => {
  opened = openTestDirectory();
  // as many as there may be, which nobody waits for in a test
  memory = { ...createMemory(opened.db), users: () => 100_000, groups: () => 100_000 };
  engine = await openEngineHere(tempDir(), null);
});
afterAll(async () => {
  opened.close();
  await engine.close();
});

const many = (n: number, one: string) => Array.from({ length: n }, () => one).join(' or ');
const page = { offset: 0, limit: 10, descending: false } as const;
const users = (filter: string, text = '') => {
  const condition = parseFilter(filter, 'User');
  return userRows(opened.db, memory, { ...page, condition, text, view: 'all', sort: 'created' }, 0);
};

it('users by filter and text, ids for an export, groups', () => {
  const refused = /must look at each of 100000 resources/;
  expect(() => users(many(20, 'nickName co "x"'))).toThrow(refused);
  expect(() => users(many(2, 'nickName co "x"'))).not.toThrow();
  expect(() => users(many(100, 'title co "x"'))).not.toThrow();
  expect(() => users(many(100, 'title co "x"'), 'ana')).toThrow(refused);
  expect(() => users(many(200, 'userName eq "x"'), 'ana')).not.toThrow();
  const condition = parseFilter(many(20, 'nickName co "x"'), 'User');
  expect(() => userIds(opened.db, memory, { condition })).toThrow(refused);
  const members = parseFilter(many(60, 'members.type eq "user"'), 'Group');
  const groups = { ...page, condition: members, sort: 'displayName' } as const;
  expect(() => groupRows(opened.db, memory, groups)).toThrow(/must look at each of 200000/);
});

it.each([
  ['users.list', {}],
  ['export.preview', { kind: 'users', format: 'csv' }],
] as const)('%s says so in words', async (name, more) => {
  const door = {
    dispatch: (n: string, input: unknown) => engine.dispatch(n, input, { door: 'cli' as const }),
  };
  const filter = many(51, 'groups.display eq "x"');
  expect(await faultOf(door, name, { ...more, filter })).toMatchObject({
    code: 'invalid-input',
    message: 'A filter may have 50 conditions on groups.',
    fields: { filter: 'A filter may have 50 conditions on groups.' },
  });
});
