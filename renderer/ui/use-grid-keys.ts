/**
 * Roving focus of a grid: one row is in the tab order. Arrow keys, Page Up and Down, Home and End move it; Enter and
 * Space open; `x` checks, Shift with an arrow checks on the way.
 */
import { type KeyboardEvent, useCallback, useRef, useState } from 'react';

interface GridKeys {
  readonly focused: number;
  readonly setFocused: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
  /** Whether the row that just appeared should take the focus. */
  takesFocus(index: number): boolean;
  focusDone(): void;
}

export interface GridKeyHandlers {
  readonly total: number;
  readonly pageRows: () => number;
  readonly scrollTo: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onToggle: (index: number) => void;
}

export function useGridKeys(handlers: GridKeyHandlers): GridKeys {
  const [wanted, setFocused] = useState(0);
  const focused = Math.max(0, Math.min(wanted, handlers.total - 1));
  const pending = useRef<number | null>(null);
  const move = (to: number) => {
    const next = Math.max(0, Math.min(to, handlers.total - 1));
    pending.current = next;
    setFocused(next);
    handlers.scrollTo(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute('role') !== 'row') return;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const target = destination(event.key, focused, handlers);
    if (target !== null) {
      event.preventDefault();
      if (event.shiftKey) handlers.onToggle(focused);
      move(target);
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      handlers.onOpen(focused);
    } else if (event.key === 'x') {
      event.preventDefault();
      handlers.onToggle(focused);
    }
  };
  return {
    focused,
    setFocused,
    onKeyDown,
    takesFocus: useCallback((index: number) => pending.current === index, []),
    focusDone: useCallback(() => {
      pending.current = null;
    }, []),
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
      return from + handlers.pageRows();
    case 'PageUp':
      return from - handlers.pageRows();
    case 'Home':
      return 0;
    case 'End':
      return handlers.total - 1;
    default:
      return null;
  }
}
