/** Which rows of a long list are worth drawing: rows have one height, so this is arithmetic on the scroll position. */
import { type RefCallback, useLayoutEffect, useState } from 'react';

const around = 8;

export interface WindowedRows {
  /** Rows on screen, 0-based, inclusive. */
  readonly first: number;
  readonly last: number;
  /** Indexes to draw: those on screen, some around them, and the one to keep. */
  readonly indexes: readonly number[];
  /** For the element that scrolls. */
  readonly attach: RefCallback<HTMLDivElement>;
  readonly measure: () => void;
  readonly scrollTo: (index: number) => void;
  readonly rowsPerPage: number;
}

export function useWindowedRows(
  total: number,
  rowHeight: number,
  /** Drawn wherever one scrolls: the row that has the focus, so that it is never lost. */
  keep: number,
): WindowedRows {
  const [element, attach] = useState<HTMLDivElement | null>(null);
  const [view, setView] = useState<View>({ first: 0, count: 24 });
  const measure = () => {
    if (element !== null) setView((before) => measured(element, rowHeight, before));
  };
  useLayoutEffect(() => {
    if (element === null) return;
    // Observing measures at once, and again with every change of height.
    const observer = new ResizeObserver(() => setView((before) => measured(element, rowHeight, before)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element, rowHeight]);
  const scrollTo = (index: number) => {
    if (element === null) return;
    const top = index * rowHeight;
    const lowest = top + rowHeight - element.clientHeight;
    if (top < element.scrollTop) element.scrollTo({ top });
    else if (lowest > element.scrollTop) element.scrollTo({ top: lowest });
  };
  const first = Math.max(0, Math.min(view.first, total - view.count));
  const last = Math.max(0, Math.min(total - 1, first + view.count - 1));
  return {
    first,
    last,
    indexes: drawn(first, last, total, keep),
    attach,
    measure,
    scrollTo,
    rowsPerPage: view.count - 2,
  };
}

interface View {
  readonly first: number;
  readonly count: number;
}

function measured(element: HTMLElement, rowHeight: number, before: View): View {
  const first = Math.floor(element.scrollTop / rowHeight);
  const count = Math.ceil(element.clientHeight / rowHeight) + 1;
  return before.first === first && before.count === count ? before : { first, count };
}

function drawn(first: number, last: number, total: number, keep: number): number[] {
  const from = Math.max(0, first - around);
  const to = Math.min(total - 1, last + around);
  const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
  if (keep < total && (keep < from || keep > to)) indexes.push(keep);
  return indexes;
}
