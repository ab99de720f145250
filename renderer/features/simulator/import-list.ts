/**
 * The review list as one list: what needs a decision, then the exact matches, then what is ignored. Each part is read
 * in pages of its own; a heading stands before each part that has rows.
 */
import { useCallback, useMemo } from 'react';
import type { ImportRow } from '../../../shared/domain/simulator.ts';
import { type RowWindow, useRowWindow } from '../../state/use-row-window.ts';

export type Match = 'EXACT' | 'PARTIAL' | 'NONE' | 'AMBIGUOUS' | 'IGNORED';

export interface Heading {
  readonly title: string;
  readonly count: number;
}

export interface ReviewList {
  /** Rows and headings. */
  readonly total: number;
  readonly users: number;
  rowAt(index: number): ImportRow | undefined;
  readonly headings: ReadonlyMap<number, Heading>;
  readonly show: (first: number, last: number) => void;
  readonly windows: readonly RowWindow<'sim.importRows'>[];
  readonly loading: boolean;
}

type Window = RowWindow<'sim.importRows'>;

interface Part {
  readonly start: number;
  readonly window: Window;
}

export function useReviewList(connectionId: string, match: Match | 'ALL', text: string): ReviewList {
  const list = { connectionId, ...(text === '' ? {} : { text }) };
  const ambiguous = useRowWindow('sim.importRows', { ...list, match: 'AMBIGUOUS' }, 'simulator');
  const partial = useRowWindow('sim.importRows', { ...list, match: 'PARTIAL' }, 'simulator');
  const none = useRowWindow('sim.importRows', { ...list, match: 'NONE' }, 'simulator');
  const exact = useRowWindow('sim.importRows', { ...list, match: 'EXACT' }, 'simulator');
  const ignored = useRowWindow('sim.importRows', { ...list, match: 'IGNORED' }, 'simulator');
  const laid = useMemo(() => {
    const windows = { AMBIGUOUS: ambiguous, PARTIAL: partial, NONE: none, EXACT: exact, IGNORED: ignored };
    if (match !== 'ALL') return layOut([{ title: '', windows: [windows[match]] }]);
    return layOut([
      { title: 'Needs a decision', windows: [ambiguous, partial, none] },
      { title: 'Exact match', windows: [exact] },
      { title: 'Ignored', windows: [ignored] },
    ]);
  }, [ambiguous, partial, none, exact, ignored, match]);
  const rowAt = useCallback(
    (index: number) => {
      const part = laid.parts.findLast((each) => each.start <= index);
      return part && index - part.start < part.window.total
        ? part.window.rowAt(index - part.start)
        : undefined;
    },
    [laid],
  );
  const show = useCallback(
    (first: number, last: number) => {
      for (const { start, window } of laid.parts) {
        const from = Math.max(0, first - start);
        const to = Math.min(window.total - 1, last - start);
        if (from <= to) window.show(from, to);
      }
    },
    [laid],
  );
  return { ...laid, rowAt, show, loading: laid.windows.some((window) => window.loading) };
}

function layOut(sections: readonly { readonly title: string; readonly windows: readonly Window[] }[]) {
  const parts: Part[] = [];
  const headings = new Map<number, Heading>();
  let at = 0;
  let users = 0;
  for (const { title, windows } of sections) {
    const count = windows.reduce((sum, window) => sum + window.total, 0);
    if (count === 0) continue;
    if (title !== '') headings.set(at++, { title, count });
    for (const window of windows) {
      if (window.total > 0) parts.push({ start: at, window });
      at += window.total;
    }
    users += count;
  }
  return { parts, headings, total: at, users, windows: sections.flatMap((section) => section.windows) };
}
