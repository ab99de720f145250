/**
 * Masks by name, for attributes that a schema of the workspace says never go out: their values are no business of the
 * log's file either. An attribute is found wherever a client may write it: inside its extension, by a dotted or URN key,
 * by a PATCH path with or without a value filter, in a filter. Where nothing is to be masked by name, nothing is done.
 */

export interface NameMasks {
  /** Whether the text can hold one of the names: what cannot need not be read. */
  mayName(text: string): boolean;
  /** Where `key` stands inside what stands at `at`; '' is the whole. */
  step(at: string, key: string): string;
  /** Whether what stands at `place` is to be masked. */
  hides(place: string): boolean;
  /** A filter, or a path with one: what follows the first of the names goes. */
  filter(text: string): string;
}

const noMasks: NameMasks = {
  mayName: () => false,
  step: () => '',
  hides: () => false,
  filter: (text) => text,
};

let last: { readonly key: string; readonly masks: NameMasks } | undefined;

/**
 * @param names qualified ones (`urn:…:User:badge.code`), and bare ones (`code`) that mean nothing else. They are the
 * same for one exchange after the other, so the last are kept.
 */
export function nameMasks(names: readonly string[] | undefined): NameMasks {
  if (names === undefined || names.length === 0) return noMasks;
  const key = names.join('\n').toLowerCase();
  if (last?.key !== key) last = { key, masks: build(key.split('\n')) };
  return last.masks;
}

function build(names: readonly string[]): NameMasks {
  const known: ReadonlySet<string> = new Set(names);
  const qualified = names.filter((name) => name.startsWith('urn:'));
  const schemas: ReadonlySet<string> = new Set(qualified.map((name) => name.slice(0, name.lastIndexOf(':'))));
  const bare = names.filter((name) => !name.startsWith('urn:'));
  // letters may hide behind escapes
  const any = new RegExp(`${[...bare, ...schemas].map(literally).join('|')}|\\\\(?:u00[2-7]|/)`, 'iu');
  const words = [...qualified.map(wordOf), ...bare.map(literally)].join('|');
  const cut = new RegExp(
    `((?<![\\w$-])(?:${words})(?![\\w$-])(?:\\W+(?:eq|ne|co|sw|ew|gt|ge|lt|le|pr)\\b\\s*)?).*$`,
    'isu',
  );
  const hidesExactly = (place: string) => known.has(place) || known.has(leafOf(place));
  return {
    mayName: (text) => any.test(text),
    step: (at, key) => {
      const name = withoutFilter(key).toLowerCase();
      if (at === '' || name.startsWith('urn:')) return name;
      return schemas.has(at) ? `${at}:${name}` : `${at}.${name}`;
    },
    hides: (place) => {
      if (place === '' || schemas.has(place)) return false;
      const dot = place.lastIndexOf('.');
      return hidesExactly(place) || (dot > 0 && hidesExactly(place.slice(0, dot)));
    },
    filter: (text) => text.replace(cut, '$1•••'),
  };
}

/** `urn:…:User:badge.code`, in a filter also `urn:…:User:badge[kind eq "a" and code eq "x"]`. */
function wordOf(name: string): string {
  const dot = name.indexOf('.', name.lastIndexOf(':'));
  if (dot === -1) return literally(name);
  return `${literally(name.slice(0, dot))}(?:\\.|\\[(?:.*?[^\\w$-])?)${literally(name.slice(dot + 1))}`;
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function leafOf(place: string): string {
  return place.slice(Math.max(place.lastIndexOf(':'), place.lastIndexOf('.')) + 1);
}

/** `badge[kind eq "a"].code` is about `badge.code`. */
function withoutFilter(name: string): string {
  const open = name.indexOf('[');
  return open === -1 ? name.trim() : (name.slice(0, open) + name.slice(name.lastIndexOf(']') + 1)).trim();
}
