/** Which rows of a long list are worth drawing: rows have one height, so this is arithmetic on the scroll position. */
import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';

const around = 8;

export interface WindowedRows {
  /** Rows on screen, 0-based, inclusive. */
  readonly first: number;
  readonly last: number;
  /** Indexes to draw: those on screen, some around them, and the one to keep. */
  readonly indexes: readonly number[];
  readonly measure: () => void;
  readonly scrollTo: (index: number) => void;
  readonly rowsPerPage: number;
}

export function useWindowedRows(
  scroller: RefObject<HTMLDivElement | null>,
  total: number,
  rowHeight: number,
  /** Drawn wherever one scrolls: the row that has the focus, so that it is never lost. */
  keep: number,
): WindowedRows {
  const [view, setView] = useState({ first: 0, count: 24 });
  const measure = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const first = Math.floor(element.scrollTop / rowHeight);
    const count = Math.ceil(element.clientHeight / rowHeight) + 1;
    setView((before) => (before.first === first && before.count === count ? before : { first, count }));
  }, [scroller, rowHeight]);
  useLayoutEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [scroller, measure]);
  const scrollTo = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (element === null) return;
      const top = index * rowHeight;
      const lowest = top + rowHeight - element.clientHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (lowest > element.scrollTop) element.scrollTop = lowest;
    },
    [scroller, rowHeight],
  );
  const first = Math.max(0, Math.min(view.first, total - view.count));
  const last = Math.max(0, Math.min(total - 1, first + view.count - 1));
  return {
    first,
    last,
    indexes: drawn(first, last, total, keep),
    measure,
    scrollTo,
    rowsPerPage: view.count - 2,
  };
}

function drawn(first: number, last: number, total: number, keep: number): number[] {
  const from = Math.max(0, first - around);
  const to = Math.min(total - 1, last + around);
  const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
  if (keep < total && (keep < from || keep > to)) indexes.push(keep);
  return indexes;
}
