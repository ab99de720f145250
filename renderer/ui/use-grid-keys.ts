/**
 * Roving focus of a grid: one row is in the tab order. Arrow keys, Page Up and Down, Home and End move it; Enter and
 * Space open; `x` checks, Shift with an arrow checks on the way.
 */
import { type KeyboardEvent, useState } from 'react';

export interface RovingFocus {
  readonly index: number;
  /** Above 0 while the keyboard has moved it: the row then takes the focus itself. */
  readonly request: number;
}

export interface GridKeyHandlers {
  readonly total: number;
  readonly rowsPerPage: number;
  readonly scrollTo: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onToggle: (index: number) => void;
}

export function useRovingFocus(total: number) {
  const [focus, setFocus] = useState<RovingFocus>({ index: 0, request: 0 });
  return {
    focus: { ...focus, index: Math.max(0, Math.min(focus.index, total - 1)) },
    setFocus,
    /** The focus came to the row, or left it, by other means. */
    rest: (index: number) => setFocus({ index, request: 0 }),
  };
}

export function gridKeyHandler(
  focus: RovingFocus,
  setFocus: (next: RovingFocus) => void,
  handlers: GridKeyHandlers,
): (event: KeyboardEvent<HTMLDivElement>) => void {
  return (event) => {
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute('role') !== 'row') return;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const target = destination(event.key, focus.index, handlers);
    if (target !== null) {
      event.preventDefault();
      if (event.shiftKey) handlers.onToggle(focus.index);
      const next = Math.max(0, Math.min(target, handlers.total - 1));
      setFocus({ index: next, request: focus.request + 1 });
      handlers.scrollTo(next);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      handlers.onOpen(focus.index);
    } else if (event.key === 'x') {
      event.preventDefault();
      handlers.onToggle(focus.index);
    }
  };
}

function destination(key: string, from: number, handlers: GridKeyHandlers): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return from + 1;
    case 'ArrowUp':
    case 'k':
      return from - 1;
    case 'PageDown':
      return from + Math.max(1, handlers.rowsPerPage);
    case 'PageUp':
      return from - Math.max(1, handlers.rowsPerPage);
    case 'Home':
      return 0;
    case 'End':
      return handlers.total - 1;
    default:
      return null;
  }
}
