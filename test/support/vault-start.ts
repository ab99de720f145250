/** A token vault over a real workspace with a clock that stands where the test puts it. Closed when the file ends. */
import { afterAll } from 'vitest';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import { openWorkspace, type Workspace } from '../../electron/engine/storage/workspace-files.ts';
import { createTokenVault, type TokenVault } from '../../electron/engine/vault/token-vault.ts';
import { tempDir } from './temp-workspace.ts';

export interface VaultUnderTest {
  readonly dir: string;
  readonly workspace: Workspace;
  readonly vault: TokenVault;
  readonly time: { now: number };
  /** How often something was announced. */
  readonly announced: { count: number };
}

const opened: VaultUnderTest[] = [];

afterAll(() => {
  for (const { vault, workspace } of opened.splice(0)) {
    vault.close();
    workspace.close();
  }
});

export function startVault(): VaultUnderTest {
  const dir = tempDir();
  const workspace = openWorkspace(dir);
  const time = { now: Date.UTC(2026, 10, 22) };
  const announced = { count: 0 };
  const vault = createTokenVault({
    logger: silentLogger,
    db: workspace.db,
    clock: () => time.now,
    ids: randomIds,
    announce: () => {
      announced.count += 1;
    },
  });
  const started = { dir, workspace, vault, time, announced };
  opened.push(started);
  return started;
}

export const basic = (userName: string, password: string): string =>
  `Basic ${Buffer.from(`${userName}:${password}`, 'utf8').toString('base64')}`;
