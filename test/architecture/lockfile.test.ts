import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

interface LockEntry {
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly hasInstallScript?: boolean;
}

type Packages = Readonly<Record<string, LockEntry>>;

const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, unknown>;

/** Dependencies that have no entry: `npm ci` refuses such a lockfile on the platforms they are for. */
function missingEntries(packages: Packages): string[] {
  const missing: string[] = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const name of Object.keys({ ...entry.optionalDependencies, ...entry.dependencies })) {
      if (!resolves(packages, path, name)) missing.push(`${path || 'the project'} needs ${name}`);
    }
  }
  return missing;
}

function resolves(packages: Packages, from: string, name: string): boolean {
  let place = from;
  for (;;) {
    if (packages[`${place ? `${place}/` : ''}node_modules/${name}`]) return true;
    if (place === '') return false;
    const cut = place.lastIndexOf('/node_modules/');
    place = cut < 0 ? '' : place.slice(0, cut);
  }
}

describe('what is installed', () => {
  const packages = read('package-lock.json')['packages'] as Packages;

  it('is complete for every platform', () => {
    expect(Object.keys(packages).length).toBeGreaterThan(100);
    expect(missingEntries(packages)).toEqual([]);
  });

  it('would be seen incomplete', () => {
    const broken: Packages = {
      '': { dependencies: { a: '1' } },
      'node_modules/a': { optionalDependencies: { b: '1' } },
    };
    expect(missingEntries(broken)).toEqual(['node_modules/a needs b']);
  });

  it('is pinned exactly', () => {
    const about = read('package.json') as Record<string, Record<string, string>>;
    const loose = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.entries(about[kind] ?? {}).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
    );
    expect(loose).toEqual([]);
  });

  it('names no registry', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"/);
  });
});
