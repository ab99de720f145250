/**
 * Reads every module of the project with a real parser and says who imports whom. Works on a map of path to text, so
 * that the same code judges the project and the planted violations that prove it.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { parseSync } from 'oxc-parser';

/** Path below the root, with `/`, to source text. */
export type Sources = ReadonlyMap<string, string>;

export interface ImportEdge {
  readonly from: string;
  /** As written. */
  readonly specifier: string;
  /** Path of the module it names; null for a package or a Node module. */
  readonly to: string | null;
  readonly typeOnly: boolean;
}

export interface ModuleGraph {
  readonly modules: readonly string[];
  readonly edges: readonly ImportEdge[];
  /** Relative imports that name no module of the tree. */
  readonly unresolved: readonly ImportEdge[];
}

const codeFolders = ['electron', 'renderer', 'shared'];

export function readSources(root: string): Sources {
  const sources = new Map<string, string>();
  const visit = (folder: string) => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) visit(path);
      else if (/\.tsx?$/.test(name) && !name.endsWith('.d.ts')) {
        sources.set(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8'));
      }
    }
  };
  for (const folder of codeFolders) visit(join(root, folder));
  return sources;
}

export function readGraph(sources: Sources): ModuleGraph {
  const edges: ImportEdge[] = [];
  for (const [from, text] of sources) edges.push(...importsOf(from, text));
  const resolved = edges.map((edge) => ({ ...edge, to: isRelative(edge.specifier) ? edge.to : null }));
  return {
    modules: [...sources.keys()],
    edges: resolved,
    unresolved: resolved.filter((e) => e.to !== null && !sources.has(e.to) && /\.tsx?$/.test(e.specifier)),
  };
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

function importsOf(from: string, text: string): ImportEdge[] {
  const { module, errors } = parseSync(from, text);
  if (errors.length > 0) throw new Error(`${from} cannot be parsed: ${errors[0]?.message}`);
  const edge = (specifier: string, typeOnly: boolean): ImportEdge => ({
    from,
    specifier,
    to: isRelative(specifier)
      ? normalize(join(dirname(from), specifier))
          .split(sep)
          .join('/')
      : null,
    typeOnly,
  });
  const found: ImportEdge[] = [];
  for (const statement of module.staticImports) {
    const typeOnly = statement.entries.length > 0 && statement.entries.every((e) => e.isType);
    found.push(edge(statement.moduleRequest.value, typeOnly));
  }
  for (const statement of module.staticExports) {
    for (const entry of statement.entries) {
      if (entry.moduleRequest) found.push(edge(entry.moduleRequest.value, entry.isType));
    }
  }
  for (const dynamic of module.dynamicImports) {
    const written = text.slice(dynamic.moduleRequest.start, dynamic.moduleRequest.end);
    const literal = /^['"`]([^'"`]+)['"`]$/.exec(written)?.[1];
    if (literal !== undefined) found.push(edge(literal, false));
  }
  return found;
}

/** Circles of imports, each once, as paths. */
export function findCycles(graph: ModuleGraph): string[][] {
  const next = new Map<string, string[]>();
  for (const edge of graph.edges) {
    if (edge.to !== null) next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to]);
  }
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[][] = [];
  const path: string[] = [];
  const visit = (module: string) => {
    state.set(module, 'open');
    path.push(module);
    for (const to of next.get(module) ?? []) {
      if (state.get(to) === 'open') cycles.push([...path.slice(path.indexOf(to)), to]);
      else if (!state.has(to)) visit(to);
    }
    path.pop();
    state.set(module, 'done');
  };
  for (const module of graph.modules) if (!state.has(module)) visit(module);
  return cycles;
}

/** Modules that no entry reaches. */
export function findOrphans(graph: ModuleGraph, entries: readonly string[]): string[] {
  const reached = new Set<string>();
  const queue = [...entries];
  for (let module = queue.pop(); module !== undefined; module = queue.pop()) {
    if (reached.has(module)) continue;
    reached.add(module);
    for (const edge of graph.edges) if (edge.from === module && edge.to !== null) queue.push(edge.to);
  }
  return graph.modules.filter((module) => !reached.has(module));
}
