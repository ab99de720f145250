/** The directory behind every caller: signing, announcing, journal, undo, and the commands of the screens. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directoryHandlers } from '../../electron/engine/commands/directory-commands.ts';
import type { ChangeSource } from '../../shared/domain/directory.ts';
import { enterprise, openTestDirectory, type TestDirectory, userBody } from '../support/scim-start.ts';

let opened: TestDirectory;
let now = Date.UTC(2026, 0, 5, 12);
const admin: ChangeSource = { kind: 'admin' };
beforeEach(() => {
  opened = openTestDirectory(() => ++now);
});
afterEach(() => opened.close());

function people(count: number): string[] {
  return opened.directory.inUnit({ kind: 'seed' }, (unit) =>
    Array.from(
      { length: count },
      (_, i) => unit.createUser(userBody(`p${i}@x.example`, { title: `T${i}` })).id,
    ),
  );
}
const last = () => opened.directory.history({ offset: 0, limit: 1 }).rows[0];

describe('a unit', () => {
  test('is signed in words people know', () => {
    const sources: readonly (readonly [ChangeSource, string])[] = [
      [admin, 'You'],
      [{ kind: 'cli' }, 'CLI'],
      [{ kind: 'import', run: 'people.csv' }, 'Import people.csv'],
      [{ kind: 'seed' }, 'Sample data'],
      [
        { kind: 'token', tokenId: 't', tokenName: 'OIN push', userAgent: 'Okta SCIM Client 1.0.0' },
        'Okta, token OIN push',
      ],
      [{ kind: 'token', tokenId: 't', tokenName: 'E', userAgent: 'Azure AD SCIM' }, 'Entra, token E'],
      [{ kind: 'token', tokenId: 't', tokenName: 'C', userAgent: null }, 'Client, token C'],
    ];
    sources.forEach(([source, who], i) => {
      opened.directory.inUnit(source, (unit) => unit.createUser(userBody(`s${i}@x.example`)));
      expect(last()?.who).toBe(who);
    });
    const rows = opened.directory.userRows({
      offset: 0,
      limit: 10,
      sort: 'created',
      descending: false,
      view: 'all',
    });
    expect(rows.rows.map((r) => r.lastWriter)).toEqual(sources.map(([, who]) => who));
  });

  test('answers a create with what reading it back gives', () => {
    const more = { displayName: 'Ägnes', [enterprise]: { department: 'R&D' } };
    const document = opened.directory.inUnit(admin, (unit) =>
      unit.createUser(userBody('new@x.example', more)).document(),
    );
    expect(document).toEqual(opened.directory.userDocument(document.id));
  });

  test('is taken back alone where writes share a commit, wherever among them it fails', async () => {
    const { directory } = opened;
    const fails = new Set([0, 1, 4, 5, 7]);
    const writes = Array.from({ length: 8 }, (_, i) =>
      directory.write(admin, (unit) => {
        unit.createUser(userBody(`a${i}@x.example`));
        unit.createUser(userBody(`b${i}@x.example`));
        if (fails.has(i)) throw new Error(`no ${i}`);
        return unit.firstSeq();
      }),
    );
    const settled = await Promise.allSettled(writes);
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : 'no'))).toEqual([
      'no',
      'no',
      1,
      3,
      'no',
      'no',
      5,
      'no',
    ]);
    expect(directory.counts().users.all).toBe(6);
    expect(directory.history({ offset: 0, limit: 20 }).rows.map((row) => row.seq)).toEqual([
      6, 5, 4, 3, 2, 1,
    ]);
  });

  test('is undone whole from any of its changes, and its neighbours stay', () => {
    const ids = people(6);
    const seqs = [ids.slice(0, 2), ids.slice(2, 5), ids.slice(5)].map((some) =>
      opened.directory.inUnit(admin, (unit) => {
        for (const id of some) unit.updateUser(id, { title: 'Other' });
        return unit.firstSeq();
      }),
    );
    expect(seqs).toEqual([7, 9, 12]);
    expect(opened.directory.inUnit({ kind: 'undo', of: 10 }, (unit) => unit.undo(10))).toBe(3);
    const titles = ids.map((id) => opened.directory.findUser(id)?.attributes['title']);
    expect(titles).toEqual(['Other', 'Other', 'T2', 'T3', 'T4', 'Other']);
    const undone = opened.directory.history({ offset: 0, limit: 20 }).rows.filter((row) => row.undone);
    expect(undone.map((row) => row.seq)).toEqual([11, 10, 9]);
  });

  test('is all or nothing and announces only what became true', () => {
    people(1);
    opened.announced.length = 0;
    expect(() =>
      opened.directory.inUnit(admin, (unit) => {
        unit.createUser(userBody('new@x.example'));
        unit.createUser(userBody('P0@x.example'));
      }),
    ).toThrow('A user with this userName already exists.');
    expect(opened.announced).toEqual([]);
    expect(opened.directory.counts().users.all).toBe(1);
  });

  test('announces ids up to 200, then null; nothing where nothing moved', () => {
    const [id] = people(1);
    expect(opened.announced.at(-1)).toEqual({ users: [id], groups: [] });
    people(0);
    opened.directory.inUnit(admin, (unit) => unit.updateUser(id ?? '', { title: 'T0' }));
    expect(opened.announced.length).toBe(1);
    opened.directory.inUnit(admin, (unit) => {
      for (let i = 0; i < 201; i++) unit.createUser(userBody(`many${i}@x.example`));
    });
    expect(opened.announced.at(-1)).toEqual({ users: null, groups: [] });
  });
});

describe('updates merge', () => {
  test('named attributes are written, null takes away, the rest stays', () => {
    const [id = ''] = people(1);
    opened.directory.inUnit(admin, (unit) =>
      unit.updateUser(id, { title: null, name: { givenName: 'New' }, [enterprise]: { department: 'IT' } }),
    );
    expect(opened.directory.findUser(id)?.attributes).toMatchObject({
      name: { givenName: 'New', familyName: 'User' },
      [enterprise]: { department: 'IT' },
    });
    expect(opened.directory.findUser(id)?.attributes).not.toHaveProperty('title');
    expect(last()).toMatchObject({ verb: 'update', detail: expect.stringContaining('title') });
    opened.directory.inUnit(admin, (unit) => unit.updateUser(id, { [enterprise]: { department: null } }));
    expect(opened.directory.findUser(id)?.attributes).not.toHaveProperty(enterprise);
  });
  test('a stale version is refused', () => {
    const [id = ''] = people(1);
    opened.directory.inUnit(admin, (unit) => unit.updateUser(id, { title: 'A' }, { version: 1 }));
    expect(() =>
      opened.directory.inUnit(admin, (unit) => unit.updateUser(id, { title: 'B' }, { version: 1 })),
    ).toThrow(expect.objectContaining({ code: 'stale', details: { version: 2 } }));
  });
});

describe('undo', () => {
  const undo = (seq: number | undefined) =>
    opened.directory.inUnit({ kind: 'undo', of: seq ?? 0 }, (unit) => unit.undo(seq ?? 0));

  test('of a delete restores id, attributes, order and memberships', () => {
    const ids = people(3);
    const [a = '', b = ''] = ids;
    const group = opened.directory.inUnit(admin, (unit) => unit.createGroup({ displayName: 'G' }, ids).id);
    const before = [opened.directory.findUser(a), opened.directory.findUser(b)];
    opened.directory.inUnit(admin, (unit) => {
      unit.deleteUser(a);
      unit.deleteUser(b);
    });
    expect(opened.directory.findGroup(group)?.memberCount).toBe(1);
    expect(undo(last()?.seq)).toBe(2);
    expect([a, b].map((id) => opened.directory.findUser(id))).toMatchObject(
      before.map((u) => ({
        id: u?.id,
        attributes: u?.attributes,
        active: true,
        groups: [{ id: group }],
        version: 2,
      })),
    );
    expect(opened.directory.findGroup(group)?.memberCount).toBe(3);
    expect(opened.directory.userIds({})).toEqual(ids);
    expect(opened.directory.userIds({ active: false })).toEqual([]);
  });

  test('of updates, activation, members and a deleted group', () => {
    const ids = people(3);
    const [a = ''] = ids;
    const group = opened.directory.inUnit(admin, (unit) => unit.createGroup({ displayName: 'G' }, ids).id);
    opened.directory.inUnit(admin, (unit) => unit.updateUser(a, { title: 'New' }, { active: false }));
    undo(last()?.seq);
    expect(opened.directory.findUser(a)).toMatchObject({ active: true, attributes: { title: 'T0' } });
    opened.directory.inUnit(admin, (unit) => unit.removeMembers(group, ids.slice(0, 2)));
    expect(last()).toMatchObject({ verb: 'remove-members', detail: '2 members', undoable: true });
    undo(last()?.seq);
    expect(opened.directory.findGroup(group)?.memberCount).toBe(3);
    opened.directory.inUnit(admin, (unit) => unit.deleteGroup(group));
    undo(last()?.seq);
    expect(opened.directory.findGroup(group)).toMatchObject({ displayName: 'G', memberCount: 3 });
  });

  test('is refused where something later touched it, where it was done, and for a create', () => {
    const [a = ''] = people(1);
    expect(() => undo(1)).toThrow(expect.objectContaining({ code: 'not-allowed' }));
    opened.directory.inUnit(admin, (unit) => unit.updateUser(a, { title: 'A' }));
    const seq = last()?.seq;
    opened.directory.inUnit(admin, (unit) => unit.updateUser(a, { title: 'B' }));
    expect(() => undo(seq)).toThrow(expect.objectContaining({ code: 'conflict' }));
    const later = last()?.seq;
    undo(later);
    expect(() => undo(later)).toThrow('taken back already');
    expect(
      opened.directory.history({ resourceId: a, offset: 0, limit: 10 }).rows.find((r) => r.seq === later),
    ).toMatchObject({
      undone: true,
      undoable: false,
    });
    expect(() => undo(999)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});

describe('commands', () => {
  const context = { door: 'console' } as const;
  const list = { view: 'all', offset: 0, limit: 100, sortBy: 'name', descending: false } as const;

  test('lists, edits, deletes, undoes', async () => {
    const handlers = directoryHandlers(opened.directory, () => 'http://h/scim/v2');
    const ids = people(5);
    const all = await handlers['users.list']({ ...list, text: 'P3@X' }, context);
    expect(all).toMatchObject({ total: 1, all: 5, active: 5, inactive: 0, changedToday: 5 });
    const filtered = await handlers['users.list'](
      { ...list, filter: 'title eq "t1"', view: 'active' },
      context,
    );
    expect(filtered.rows.map((r) => r.id)).toEqual([ids[1]]);
    const off = await handlers['users.setActive']({ ids: ids.slice(0, 2), active: false }, context);
    expect(off).toEqual({ changed: 2, seq: expect.any(Number) });
    expect((await handlers['users.list']({ ...list, view: 'inactive' }, context)).total).toBe(2);
    const gone = await handlers['users.delete']({ ids }, context);
    expect(gone.deleted).toBe(5);
    expect(await handlers['history.undo']({ seq: gone.seq ?? 0 }, context)).toEqual({ restored: 5 });
    expect(await handlers['users.scim']({ id: ids[0] ?? '' }, context)).toMatchObject({
      id: ids[0],
      active: false,
      meta: { location: `http://h/scim/v2/Users/${ids[0]}` },
    });
  });

  test('groups and their members', async () => {
    const handlers = directoryHandlers(opened.directory);
    const ids = people(4);
    const { id } = await handlers['groups.create']({ displayName: 'G', externalId: 'e' }, context);
    expect(await handlers['groups.addMembers']({ id, memberIds: ids }, context)).toMatchObject({
      changed: 4,
    });
    expect(await handlers['groups.members']({ id, text: 'p2', offset: 0, limit: 10 }, context)).toMatchObject(
      {
        total: 1,
        rows: [{ id: ids[2], type: 'User', userName: 'p2@x.example', active: true }],
      },
    );
    const inGroup = await handlers['users.list']({ ...list, groupId: id, limit: 2 }, context);
    expect([inGroup.total, inGroup.rows.length, inGroup.rows[0]?.groupCount]).toEqual([4, 2, 1]);
    const { version } = await handlers['groups.get']({ id }, context);
    await handlers['groups.update']({ id, version, attributes: { displayName: 'H' } }, { door: 'cli' });
    expect(last()).toMatchObject({ who: 'CLI', detail: 'displayName' });
    const page = await handlers['groups.list'](
      { offset: 0, limit: 10, sortBy: 'memberCount', descending: true, text: 'h' },
      context,
    );
    expect(page).toMatchObject({
      total: 1,
      all: 1,
      rows: [{ displayName: 'H', memberCount: 4, lastWriter: 'CLI' }],
    });
  });
});
