/** Looks into a workspace that no Rollcall has open; that it can be opened proves that the lock is free. */
import { randomIds } from '../../electron/engine/base/ids.ts';
import { createDirectory, type Directory } from '../../electron/engine/directory/directory.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';

export function lookInto<T>(dir: string, look: (directory: Directory, integrity: unknown) => T): T {
  const workspace = openWorkspace(dir);
  try {
    const directory = createDirectory({
      db: workspace.db,
      clock: Date.now,
      ids: randomIds,
      announce: () => {},
    });
    return look(directory, workspace.db.pragma('integrity_check'));
  } finally {
    workspace.close();
  }
}
