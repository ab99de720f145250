/** Row hashes: every kind of write keeps them right, and an ETag never comes back with another content. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { createDirectory, type Directory } from '../../electron/engine/directory/directory.ts';
import { checkRows } from '../../electron/engine/directory/row-check.ts';
import { seedDirectory } from '../../electron/engine/directory/seed.ts';
import { memberPrints } from '../../electron/engine/storage/row-hash.ts';
import { openWorkspace, type Workspace } from '../../electron/engine/storage/workspace-files.ts';
import { tempDir } from '../support/temp-workspace.ts';

function open(dir = tempDir()): { workspace: Workspace; directory: Directory } {
  const workspace = openWorkspace(dir);
  const directory = createDirectory({
    db: workspace.db,
    clock: Date.now,
    ids: randomIds,
    announce: () => {},
  });
  return { workspace, directory };
}

const source = { kind: 'cli' } as const;
const clean = {
  hashes: { count: 0, ids: [] },
  derived: { count: 0, ids: [] },
  members: { count: 0, ids: [] },
};

it('every kind of write leaves hashes, derived columns and prints that fit', async () => {
  const { workspace, directory } = open();
  await seedDirectory(directory, { users: 60, groups: 6, seed: 1 });
  const check = (what: string) => expect([what, checkRows(workspace.db)]).toMatchObject([what, clean]);
  const users = directory.userIds({});
  const group = directory.inUnit(source, (u) =>
    u.createGroup({ displayName: 'Straße' }, users.slice(0, 9)),
  ).id;
  const outer = directory.inUnit(source, (u) => u.createGroup({ displayName: 'Outer' }, [group])).id;
  check('create');
  const steps: Record<string, () => unknown> = {
    update: () =>
      directory.inUnit(source, (u) => u.updateUser(users[0] ?? '', { title: 'Ägypten', active: false })),
    replace: () =>
      directory.inUnit(source, (u) => u.replaceUser(users[1] ?? '', { userName: 'ﬃ', displayName: 'ẞ' })),
    deactivate: () => directory.inUnit(source, (u) => u.setUserActive(users[2] ?? '', false)),
    members: () =>
      directory.inUnit(source, (u) => {
        u.addMembers(group, users.slice(5, 20));
        u.removeMembers(group, users.slice(5, 12));
        u.updateGroup(group, { displayName: 'Renamed', externalId: 'g1' });
      }),
    set: () => directory.inUnit(source, (u) => u.setMembers(group, users.slice(15, 40))),
    'delete a member': () => directory.inUnit(source, (u) => u.deleteUser(users[16] ?? '')),
    'delete a group in a group': () => directory.inUnit(source, (u) => u.deleteGroup(group)),
  };
  for (const [what, step] of Object.entries(steps)) {
    step();
    check(what);
    const seq = directory.history({ offset: 0, limit: 1 }).rows[0]?.seq ?? 0;
    directory.inUnit(source, (u) => u.undo(seq));
    check(`undo ${what}`);
  }
  expect(directory.findGroup(outer)?.memberCount).toBe(1);
  workspace.close();
});

it('a print does not depend on the order, and taking away gives what was there before', () => {
  const members = Array.from({ length: 500 }, (_, i) => ({ type: (i % 2) as 0 | 1, seq: i * 7 + 1 }));
  const all = memberPrints(members);
  expect(memberPrints([...members].reverse())).toBe(all);
  expect(memberPrints(members.slice(0, 100))).toBe(memberPrints(members, members.slice(100)));
  expect(memberPrints(members, members)).toBe(0);
  expect(new Set(members.map((m) => memberPrints([m]))).size).toBe(500);
});

it('a change that did not come from Rollcall is found, whatever it changed', () => {
  const dir = tempDir();
  const { workspace, directory } = open(dir);
  const [a = '', b = '', c = ''] = ['a', 'b', 'c'].map(
    (name) =>
      directory.inUnit(source, (u) => u.createUser({ userName: name, emails: [{ value: `${name}@x` }] })).id,
  );
  directory.inUnit(source, (u) => u.createGroup({ displayName: 'G' }, [a, b]));
  workspace.close();
  const by = (text: string) => {
    const raw = new Database(join(dir, 'rollcall.db'));
    raw.exec(text);
    raw.close();
  };
  by(`update users set active = 0 where id = '${a}'`);
  by(`update users set search_key = 'nobody' where id = '${b}'`);
  by(`update user_values set value_key = 'c@y' where user_seq = (select seq from users where id = '${c}')`);
  by('update members set member_seq = 3 where member_seq = 2');
  const again = open(dir);
  expect(checkRows(again.workspace.db)).toMatchObject({
    hashes: { count: 1, ids: [a] },
    derived: { count: 2, ids: [b, c] },
    members: { count: 1 },
  });
  again.workspace.close();
});

it('two histories of one resource never share an ETag', () => {
  const { workspace, directory } = open();
  const { id } = directory.inUnit(source, (u) => u.createUser({ userName: 'ana' }));
  const tags: (string | undefined)[] = [];
  for (const title of ['T', 'U']) {
    const untrue = () =>
      directory.inUnit(source, (u) => {
        u.updateUser(id, { title });
        tags.push(directory.userDocument(id)?.tag);
        throw new Error('taken back');
      });
    expect(untrue).toThrow('taken back');
  }
  expect(tags).toEqual([expect.stringMatching(/^2-[0-9a-f]{8}$/), expect.stringMatching(/^2-[0-9a-f]{8}$/)]);
  expect(tags[0]).not.toBe(tags[1]);
  workspace.close();
});
