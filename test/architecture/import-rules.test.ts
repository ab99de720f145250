import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge, layerOf } from './import-rules.ts';
import { findCycles, findOrphans, readGraph, readSources, type Sources } from './module-graph.ts';

const root = join(import.meta.dirname, '..', '..');
const entries = [
  'electron/desktop/main.ts',
  'electron/desktop/preload.ts',
  'electron/cli/cli.ts',
  'electron/host/engine-worker.ts',
  'electron/engine/oversight/traffic-worker.ts',
  'electron/engine/upkeep/upkeep-worker.ts',
  'renderer/main.tsx',
];

/** The project's own sources with one file added: what a newcomer might do. */
function planted(path: string, text: string): Sources {
  return new Map([...readSources(root), [path, text]]);
}

describe('the tree', () => {
  const sources = readSources(root);
  const graph = readGraph(sources);

  it('is seen whole', () => {
    expect(graph.modules.length).toBeGreaterThan(150);
    expect(graph.edges.length).toBeGreaterThan(600);
    for (const entry of entries) expect(graph.modules).toContain(entry);
  });

  it('has a layer for every module', () => {
    expect(graph.modules.filter((m) => layerOf(m) === null)).toEqual([]);
  });

  it('imports in the allowed directions only', () => {
    expect(judge(graph)).toEqual([]);
  });

  it('has no circles', () => {
    expect(findCycles(graph)).toEqual([]);
  });

  it('has no import that names nothing', () => {
    expect(graph.unresolved).toEqual([]);
  });

  it('has no module that nothing reaches', () => {
    expect(findOrphans(graph, entries)).toEqual([]);
  });
});

describe('the check bites on planted violations', () => {
  const cases: readonly (readonly [what: string, path: string, text: string, why: string])[] = [
    [
      'the simulator reads the directory',
      'electron/engine/okta/planted.ts',
      "import { createDirectory } from '../directory/directory.ts';",
      'okta may not import directory',
    ],
    [
      'the simulator reads user rows',
      'electron/engine/okta/planted.ts',
      "import type { X } from '../storage/user-rows.ts';",
      'the simulator may use its own rows only',
    ],
    [
      'SCIM reads storage',
      'electron/engine/scim/planted.ts',
      "import { sql } from '../storage/sql.ts';",
      'scim may not import storage',
    ],
    [
      'SCIM reads the vault',
      'electron/engine/scim/planted.ts',
      "import { createTokenVault } from '../vault/token-vault.ts';",
      'scim may not import vault',
    ],
    [
      'a command reaches into storage',
      'electron/engine/commands/planted.ts',
      "export { sql } from '../storage/sql.ts';",
      'commands may not import storage',
    ],
    [
      'oversight writes users',
      'electron/engine/oversight/planted.ts',
      "import { insertUserRow } from '../storage/user-rows.ts';",
      'rows of users and groups are written by the directory only',
    ],
    [
      'a second place opens SQLite',
      'electron/engine/vault/planted.ts',
      "import Database from 'better-sqlite3';",
      'only database.ts and workspace-lock.ts open a database',
    ],
    [
      'the engine imports electron',
      'electron/engine/planted.ts',
      "import { app } from 'electron';",
      'engine may not import electron',
    ],
    [
      'a host reaches behind the engine',
      'electron/headless/planted.ts',
      "import { createDirectory } from '../engine/directory/directory.ts';",
      'headless may not import directory',
    ],
    [
      'a dynamic import hides it',
      'electron/headless/planted.ts',
      "export const late = () => import('../engine/vault/token-vault.ts');",
      'headless may not import vault',
    ],
    [
      'the domain imports a package',
      'shared/domain/planted.ts',
      "import { z } from 'zod';",
      'domain may not import zod',
    ],
    [
      'a feature imports a feature',
      'renderer/features/users/planted.ts',
      "import { x } from '../groups/groups-page.tsx';",
      'a feature never imports another feature',
    ],
    [
      'the kit knows state',
      'renderer/ui/planted.ts',
      "import { x } from '../state/toast-store.ts';",
      'page-ui may not import page-state',
    ],
    [
      'the page uses Node',
      'renderer/features/users/planted.ts',
      "import { readFileSync } from 'node:fs';",
      'page-feature may not import node',
    ],
    [
      'a folder nobody knows',
      'electron/helpers/planted.ts',
      "import { x } from '../engine/engine.ts';",
      'this folder belongs to no layer',
    ],
  ];

  it.each(cases)('%s', (_what, path, text, why) => {
    const found = judge(readGraph(planted(path, text))).filter((v) => v.from === path);
    expect(found.map((v) => [v.from, v.why])).toEqual([[path, why]]);
  });

  it('sees a circle', () => {
    const sources = new Map([
      ['shared/domain/a.ts', "import type { B } from './b.ts'; export type A = B;"],
      ['shared/domain/b.ts', "import type { A } from './a.ts'; export type B = A;"],
    ]);
    expect(findCycles(readGraph(sources))).toHaveLength(1);
  });

  it('sees an import of nothing, and a module that nothing imports', () => {
    const graph = readGraph(planted('shared/domain/planted.ts', "import type { X } from './nowhere.ts';"));
    expect(graph.unresolved.map((e) => e.specifier)).toContain('./nowhere.ts');
    expect(findOrphans(graph, entries)).toContain('shared/domain/planted.ts');
  });
});
