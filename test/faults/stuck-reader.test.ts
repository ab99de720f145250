/** P16, T36: somebody downloads a large group and does not go on. Writing does, and the journal stays within its bounds. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { createDirectory } from '../../electron/engine/directory/directory.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import { tempDir } from '../support/temp-workspace.ts';

/** Ten minutes of the heaviest traffic that Okta sends, about 5 writes a second. */
const writes = 3000;
const most = 64 * 1024 * 1024;

it(`the journal has at most 64 MB after ${writes} commits beside a stuck reader, and goes when it is gone`, () => {
  const dir = tempDir();
  const workspace = openWorkspace(dir);
  const directory = createDirectory({
    db: workspace.db,
    clock: Date.now,
    ids: randomIds,
    announce: () => {},
  });
  const journal = () => statSync(join(dir, 'rollcall.db-wal')).size;
  const { id } = directory.inUnit({ kind: 'cli' }, (unit) => unit.createGroup({ displayName: 'Large' }));
  const group = directory.groupDocument(id);
  if (group === undefined) throw new Error('the group is not there');
  const reader = directory.memberReader();
  const before = reader.texts(group, '');
  let largest = 0;
  for (let i = 0; i < writes; i++) {
    directory.inUnit({ kind: 'cli' }, (unit) =>
      unit.createUser({ userName: `u${i}`, title: 'x'.repeat(200) }),
    );
    largest = Math.max(largest, journal());
  }
  expect(() => [...before]).toThrow();
  reader.close();
  directory.inUnit({ kind: 'cli' }, (unit) => unit.createUser({ userName: 'after' }));
  workspace.db.pragma('wal_checkpoint(TRUNCATE)');
  console.log(
    `journal beside a stuck reader: ${(largest / 1024 / 1024).toFixed(1)} MB; after it left: ${journal()} bytes`,
  );
  expect(largest).toBeLessThan(most);
  expect(largest).toBeGreaterThan(most / 2);
  expect(journal()).toBe(0);
  workspace.close();
});
