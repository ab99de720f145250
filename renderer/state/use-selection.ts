/** Which rows are checked, by id: survives scrolling and re-reading, and ends with the list it belongs to. */
import { useCallback, useState } from 'react';

export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly size: number;
  has(id: string): boolean;
  toggle(id: string): void;
  set(ids: Iterable<string>): void;
  add(ids: Iterable<string>): void;
  clear(): void;
}

const none: ReadonlySet<string> = new Set();

/** `list` names the list; another one starts with nothing checked. */
export function useSelection(list: string): Selection {
  const [held, setHeld] = useState<{ readonly list: string; readonly ids: ReadonlySet<string> }>({
    list,
    ids: none,
  });
  const ids = held.list === list ? held.ids : none;
  const set = useCallback((next: Iterable<string>) => setHeld({ list, ids: new Set(next) }), [list]);
  return {
    ids,
    size: ids.size,
    has: (id) => ids.has(id),
    toggle: (id) => {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      set(next);
    },
    set,
    add: (more) => set([...ids, ...more]),
    clear: () => set(none),
  };
}
