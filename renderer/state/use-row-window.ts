/**
 * A long list, read in pages of 100 around what is on screen. Rows stay shown while the same list is read again, and
 * the old list stays until the first page of a new one is there, so that typing in a filter does not flash.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AnswerOf, CommandName, InputOf } from '../../shared/contract/commands.ts';
import type { Fault } from '../../shared/contract/faults.ts';
import type { Page } from '../../shared/domain/directory.ts';
import { callEngine } from './engine-call.ts';
import { type Topic, useRevision } from './revisions-store.ts';

export type ListCommand = {
  [N in CommandName]: AnswerOf<N> extends Page<unknown> ? N : never;
}[CommandName];
export type RowOf<N extends ListCommand> = AnswerOf<N> extends Page<infer Row> ? Row : never;
export type ListAnswer<N extends ListCommand> = AnswerOf<N> & Page<RowOf<N>>;
export type ListInput<N extends ListCommand> = Omit<InputOf<N>, 'offset' | 'limit'>;

const pageSize = 100;
const keptPages = 40;

interface Held<N extends ListCommand> {
  readonly key: string;
  readonly revision: number;
  readonly pages: ReadonlyMap<number, readonly RowOf<N>[]>;
  readonly head: ListAnswer<N> | null;
  readonly fault: Fault | null;
  readonly asOf: number | null;
}

const nothing = {
  key: '',
  revision: -1,
  pages: new Map<number, never>(),
  head: null,
  fault: null,
  asOf: null,
};

export interface RowWindow<N extends ListCommand> {
  /** Rows that match; 0 until known. */
  readonly total: number;
  rowAt(index: number): RowOf<N> | undefined;
  /** Tells which rows are on screen, so that their pages are read. */
  readonly show: (first: number, last: number) => void;
  /** The latest answer whole: counts beside the rows. */
  readonly head: ListAnswer<N> | null;
  readonly fault: Fault | null;
  readonly loading: boolean;
  /** The rows shown belong to an earlier question. */
  readonly stale: boolean;
  readonly asOf: number | null;
  readonly reload: () => void;
}

export function useRowWindow<N extends ListCommand>(
  name: N,
  input: ListInput<N>,
  ...topics: readonly Topic[]
): RowWindow<N> {
  const key = JSON.stringify([name, input]);
  const moved = useRevision(...topics);
  const [turn, setTurn] = useState(0);
  const revision = moved + turn;
  const [held, setHeld] = useState<Held<N>>(nothing);
  const range = useRef({ first: 0, last: 0 });
  const asked = useRef(new Set<string>());

  const read = useCallback(
    (page: number) => {
      const ticket = `${key}|${revision}|${page}`;
      if (asked.current.has(ticket)) return;
      asked.current.add(ticket);
      const [, own] = JSON.parse(key) as [N, InputOf<N>];
      const question = { ...own, offset: page * pageSize, limit: pageSize };
      void callEngine(name, question as InputOf<N>).then((answered) => {
        setHeld((before) =>
          answered.ok
            ? withPage(before, key, revision, page, answered.value as ListAnswer<N>)
            : { ...before, key, fault: answered.fault },
        );
      });
    },
    [name, key, revision],
  );

  useEffect(() => {
    asked.current.clear();
    const pages = pagesOf(range.current.first, range.current.last);
    for (const page of pages) read(page);
  }, [read]);

  const show = useCallback(
    (first: number, last: number) => {
      range.current = { first, last };
      for (const page of pagesOf(first, last)) read(page);
    },
    [read],
  );
  const reload = useCallback(() => setTurn((before) => before + 1), []);

  return useMemo(
    () => ({
      total: held.head?.total ?? 0,
      rowAt: (index: number) => held.pages.get(Math.floor(index / pageSize))?.[index % pageSize],
      show,
      head: held.head,
      fault: held.key === key ? held.fault : null,
      loading: held.head === null && held.fault === null,
      stale: held.key !== key,
      asOf: held.asOf,
      reload,
    }),
    [held, key, show, reload],
  );
}

function pagesOf(first: number, last: number): number[] {
  const pages: number[] = [];
  for (
    let page = Math.floor(first / pageSize);
    page <= Math.floor(Math.max(first, last) / pageSize);
    page += 1
  )
    pages.push(page);
  return pages;
}

/** Answers to an older revision than the one held are dropped; a new list starts with its own pages only. */
function withPage<N extends ListCommand>(
  before: Held<N>,
  key: string,
  revision: number,
  page: number,
  answer: ListAnswer<N>,
): Held<N> {
  if (before.key === key && revision < before.revision) return before;
  const pages = new Map(before.key === key ? before.pages : []);
  pages.delete(page);
  pages.set(page, answer.rows);
  for (const oldest of pages.keys()) {
    if (pages.size <= keptPages) break;
    pages.delete(oldest);
  }
  return { key, revision, pages, head: answer, fault: null, asOf: Date.now() };
}
