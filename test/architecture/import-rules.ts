/** Who may import whom (docs/architecture.md). A rule allows; what no rule allows is a violation. */
import type { ImportEdge, ModuleGraph } from './module-graph.ts';

interface Layer {
  /** Paths of the layer. The first layer that matches a path is its layer. */
  readonly is: RegExp;
  readonly name: string;
  /** Layers it may import besides itself. */
  readonly may: readonly string[];
  /** Packages and Node it may import. `node` stands for every `node:` module. */
  readonly packages: readonly string[];
}

const layers: readonly Layer[] = [
  { name: 'domain', is: /^shared\/domain\//, may: [], packages: [] },
  { name: 'contract', is: /^shared\/contract\//, may: ['domain'], packages: ['zod'] },
  { name: 'base', is: /^electron\/engine\/base\//, may: ['domain', 'contract'], packages: ['node'] },
  {
    name: 'storage',
    is: /^electron\/engine\/storage\//,
    may: ['base', 'domain'],
    packages: ['better-sqlite3', 'node'],
  },
  {
    name: 'directory',
    is: /^electron\/engine\/directory\//,
    may: ['storage', 'base', 'domain', 'contract'],
    packages: [],
  },
  {
    name: 'vault',
    is: /^electron\/engine\/vault\//,
    may: ['storage', 'base', 'domain', 'contract'],
    packages: ['node'],
  },
  {
    name: 'scim',
    is: /^electron\/engine\/scim\//,
    may: ['directory', 'base', 'domain', 'contract'],
    packages: ['node', 'fastify'],
  },
  {
    name: 'okta',
    is: /^electron\/engine\/okta\//,
    may: ['okta-rows', 'storage-seam', 'base', 'domain', 'contract'],
    packages: ['node', 'undici'],
  },
  {
    name: 'oversight',
    is: /^electron\/engine\/oversight\//,
    may: ['storage', 'directory', 'base', 'domain', 'contract'],
    packages: ['node'],
  },
  {
    name: 'upkeep',
    is: /^electron\/engine\/upkeep\//,
    may: ['storage', 'directory', 'base', 'domain', 'contract'],
    packages: ['node'],
  },
  {
    name: 'transfer',
    is: /^electron\/engine\/transfer\//,
    may: ['directory', 'storage', 'base', 'domain', 'contract'],
    packages: ['node', 'csv-parse', 'csv-stringify'],
  },
  {
    name: 'commands',
    is: /^electron\/engine\/commands\//,
    may: [
      'directory',
      'vault',
      'scim',
      'okta',
      'oversight',
      'transfer',
      'upkeep',
      'engine',
      'base',
      'domain',
      'contract',
    ],
    packages: ['node', 'zod'],
  },
  {
    name: 'engine',
    is: /^electron\/engine\/[^/]+\.ts$/,
    may: [
      'directory',
      'vault',
      'scim',
      'okta',
      'oversight',
      'transfer',
      'upkeep',
      'commands',
      'storage',
      'base',
      'domain',
      'contract',
    ],
    packages: ['node'],
  },
  {
    name: 'host',
    is: /^electron\/host\//,
    may: ['engine', 'base', 'domain', 'contract'],
    packages: ['node'],
  },
  {
    name: 'desktop',
    is: /^electron\/desktop\//,
    may: ['host', 'engine', 'base', 'domain', 'contract'],
    packages: ['node', 'electron'],
  },
  {
    name: 'headless',
    is: /^electron\/headless\//,
    may: ['host', 'engine', 'base', 'domain', 'contract'],
    packages: ['node', 'fastify'],
  },
  {
    name: 'cli',
    is: /^electron\/cli\//,
    may: ['headless', 'host', 'engine', 'base', 'domain', 'contract'],
    packages: ['node', 'undici'],
  },
  { name: 'page-host', is: /^renderer\/host\//, may: ['contract', 'domain'], packages: [] },
  {
    name: 'page-state',
    is: /^renderer\/state\//,
    may: ['page-host', 'contract', 'domain'],
    packages: ['zustand', 'react'],
  },
  {
    name: 'page-ui',
    is: /^renderer\/ui\//,
    may: ['domain', 'contract'],
    packages: ['react', 'react-dom', '@base-ui/react', 'clsx'],
  },
  {
    name: 'page-feature',
    is: /^renderer\/features\//,
    may: ['page-host', 'page-state', 'page-ui', 'contract', 'domain'],
    packages: ['react', 'zustand', '@base-ui/react', 'clsx'],
  },
  {
    name: 'page-shell',
    is: /^renderer\/(shell\/|[^/]+\.tsx?$)/,
    may: ['page-host', 'page-state', 'page-ui', 'page-feature', 'contract', 'domain'],
    packages: [
      'react',
      'react-dom',
      'zustand',
      '@base-ui/react',
      '@fontsource-variable/inter',
      '@fontsource-variable/jetbrains-mono',
      'clsx',
    ],
  },
];

/** What the simulator may use of storage: its own rows and the handle, never the rows of users and groups. */
const oktaRows = /^electron\/engine\/storage\/okta-[a-z-]+-rows\.ts$/;
const storageSeam = /^electron\/engine\/storage\/(database|sql)\.ts$/;
const directoryRows = /^electron\/engine\/storage\/(user|user-page|group|member|change)-rows\.ts$/;
/** What hosts may import of the engine: the engine, and the work on a workspace that it would refuse to open. */
const engineDoors = new Set(['electron/engine/engine.ts', 'electron/engine/closed-workspace.ts']);
const databaseOpeners = new Set([
  'electron/engine/storage/database.ts',
  'electron/engine/storage/workspace-lock.ts',
]);

export interface Violation {
  readonly from: string;
  readonly specifier: string;
  readonly why: string;
}

export function layerOf(path: string): string | null {
  return layers.find((l) => l.is.test(path))?.name ?? null;
}

export function judge(graph: ModuleGraph): Violation[] {
  return graph.edges.flatMap((edge) => {
    const why = reasonAgainst(edge);
    return why === null ? [] : [{ from: edge.from, specifier: edge.specifier, why }];
  });
}

function reasonAgainst(edge: ImportEdge): string | null {
  const layer = layers.find((l) => l.is.test(edge.from));
  if (layer === undefined) return 'this folder belongs to no layer';
  return edge.to === null ? againstPackage(edge, layer) : againstModule(edge, edge.to, layer);
}

function againstPackage(edge: ImportEdge, layer: Layer): string | null {
  const name = packageOf(edge.specifier);
  if (name === 'better-sqlite3' && !databaseOpeners.has(edge.from)) {
    return 'only database.ts and workspace-lock.ts open a database';
  }
  // styles and fonts are no code
  if (edge.specifier.endsWith('.css') && layer.name.startsWith('page')) return null;
  if (layer.packages.includes(name)) return null;
  return `${layer.name} may not import ${name}`;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

function againstModule(edge: ImportEdge, to: string, layer: Layer): string | null {
  if (!/\.tsx?$/.test(to)) return null;
  const target = layerOf(to);
  if (target === null) return `${to} belongs to no layer`;
  if (layer.name === 'okta' && target === 'storage') {
    return oktaRows.test(to) || storageSeam.test(to) ? null : 'the simulator may use its own rows only';
  }
  if (directoryRows.test(to) && !['storage', 'directory'].includes(layer.name)) {
    return 'rows of users and groups are written by the directory only';
  }
  if (oktaRows.test(to) && !['okta', 'storage'].includes(layer.name))
    return "the simulated org's rows are the simulator's";
  if (layer.name === 'page-feature' && target === 'page-feature' && featureOf(edge.from) !== featureOf(to)) {
    return 'a feature never imports another feature';
  }
  if (
    ['desktop', 'headless', 'cli', 'host'].includes(layer.name) &&
    target === 'engine' &&
    !engineDoors.has(to)
  ) {
    return 'a host opens engine.ts and nothing behind it';
  }
  if (target === layer.name || layer.may.includes(target)) return null;
  return `${layer.name} may not import ${target}`;
}

function featureOf(path: string): string {
  return path.split('/')[2] ?? '';
}
