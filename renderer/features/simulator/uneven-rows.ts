/**
 * Which rows of a long list are worth drawing where some rows are taller or lower than the rest: the few that differ
 * are held as differences, so that a hundred thousand rows cost no more than those.
 */
import { type RefCallback, useLayoutEffect, useMemo, useState } from 'react';

const around = 6;

/** Index and how many pixels it differs from the usual height, in the order of the list. */
export type Differences = readonly (readonly [index: number, by: number])[];

export interface UnevenRows {
  readonly first: number;
  readonly last: number;
  readonly indexes: readonly number[];
  readonly height: number;
  topOf(index: number): number;
  readonly attach: RefCallback<HTMLDivElement>;
  readonly measure: () => void;
  readonly scrollTo: (index: number) => void;
}

interface View {
  readonly top: number;
  readonly height: number;
}

export function useUnevenRows(
  total: number,
  usual: number,
  differences: Differences,
  /** Drawn wherever one scrolls: the row that has the focus. */
  keep: number,
): UnevenRows {
  const [element, attach] = useState<HTMLDivElement | null>(null);
  const [view, setView] = useState<View>({ top: 0, height: 900 });
  const measure = () => {
    if (element !== null) setView((before) => seen(element, before));
  };
  useLayoutEffect(() => {
    if (element === null) return;
    const observer = new ResizeObserver(() => setView((before) => seen(element, before)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  const topOf = useMemo(() => placing(usual, differences), [usual, differences]);
  const first = indexAt(view.top, total, topOf);
  const last = Math.min(Math.max(0, total - 1), indexAt(view.top + view.height, total, topOf));
  const scrollTo = (index: number) => {
    if (element === null) return;
    const top = topOf(index);
    const lowest = topOf(index + 1) - element.clientHeight;
    if (top < element.scrollTop) element.scrollTo({ top });
    else if (lowest > element.scrollTop) element.scrollTo({ top: lowest });
  };
  const indexes = drawn(first, last, total, keep);
  return { first, last, indexes, height: topOf(total), topOf, attach, measure, scrollTo };
}

/** In steps of a few rows, so that scrolling does not draw with every pixel. */
function seen(element: HTMLElement, before: View): View {
  const top = Math.floor(element.scrollTop / 32) * 32;
  const height = element.clientHeight + 32;
  return before.top === top && before.height === height ? before : { top, height };
}

function placing(usual: number, differences: Differences): (index: number) => number {
  return (index) => {
    let low = 0;
    let high = differences.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((differences[middle]?.[0] ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return index * usual + (sums(differences)[low] ?? 0);
  };
}

const known = new WeakMap<Differences, readonly number[]>();

/** What the first n differences come to. */
function sums(differences: Differences): readonly number[] {
  const before = known.get(differences);
  if (before) return before;
  const made = [0];
  for (const [, by] of differences) made.push((made.at(-1) ?? 0) + by);
  known.set(differences, made);
  return made;
}

function indexAt(y: number, total: number, topOf: (index: number) => number): number {
  let low = 0;
  let high = Math.max(0, total - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (topOf(middle) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

function drawn(first: number, last: number, total: number, keep: number): number[] {
  const from = Math.max(0, first - around);
  const to = Math.min(total - 1, last + around);
  const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
  if (keep >= 0 && keep < total && (keep < from || keep > to)) indexes.push(keep);
  return indexes;
}
