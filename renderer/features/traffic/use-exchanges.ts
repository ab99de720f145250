/**
 * The exchanges, newest first. New ones come in by themselves only while the list is at its top and not paused;
 * otherwise they are counted, so that no row moves under the pointer.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { callEngine } from '../../state/engine-call.ts';
import { useRevision } from '../../state/revisions-store.ts';
import type { TrafficFilter } from './traffic-query.ts';

interface Held {
  readonly key: string;
  readonly rows: readonly ExchangeRow[];
  readonly all: number;
  readonly matched: number;
  /** Matching exchanges that came after the rows shown. */
  readonly waiting: number;
  readonly fault: Fault | null;
  readonly asOf: number | null;
}

export interface Exchanges extends Held {
  readonly loading: boolean;
  /** Brings in what waits. */
  readonly catchUp: () => void;
  /** Called with the last row on screen: reads on when it comes near the end. */
  readonly show: (first: number, last: number) => void;
}

const nothing: Held = { key: '', rows: [], all: 0, matched: 0, waiting: 0, fault: null, asOf: null };
const pageRows = 200;

export function useExchanges(filter: TrafficFilter, follow: boolean): Exchanges {
  const key = JSON.stringify(filter);
  const revision = useRevision('traffic');
  const [held, setHeld] = useState<Held>(nothing);
  const [wanted, setWanted] = useState(0);
  const seen = useRef({ key: '', wanted: 0 });
  const reading = useRef(false);

  useEffect(() => {
    let current = revision >= 0;
    const asked = seen.current;
    const refresh = follow || asked.key !== key || asked.wanted !== wanted;
    const question = JSON.parse(key) as TrafficFilter;
    void callEngine('traffic.list', { ...question, limit: refresh ? pageRows : 1 }).then((answered) => {
      if (!current) return;
      seen.current = { key, wanted };
      setHeld((before) => {
        if (!answered.ok) return { ...before, key, fault: answered.fault };
        const { all, matched, rows } = answered.value;
        const kept = before.key === key ? before.rows : [];
        const next = refresh ? joined(rows, kept) : kept;
        const waiting = refresh ? 0 : Math.max(0, matched - before.matched + before.waiting);
        return { key, rows: next, all, matched, waiting, fault: null, asOf: Date.now() };
      });
    });
    return () => {
      current = false;
    };
  }, [key, revision, follow, wanted]);

  const show = useCallback(
    (_first: number, last: number) => {
      const end = held.rows.at(-1);
      if (reading.current || end === undefined || last < held.rows.length - 40) return;
      if (held.rows.length + held.waiting >= held.matched) return;
      reading.current = true;
      const question = JSON.parse(key) as TrafficFilter;
      void callEngine('traffic.list', { ...question, before: end.seq, limit: pageRows }).then((answered) => {
        reading.current = false;
        if (!answered.ok) return;
        setHeld((before) =>
          before.key === key && before.rows.at(-1)?.seq === end.seq
            ? { ...before, rows: [...before.rows, ...answered.value.rows] }
            : before,
        );
      });
    },
    [held, key],
  );
  const catchUp = useCallback(() => setWanted((before) => before + 1), []);
  return { ...held, loading: held.key !== key && held.rows.length === 0, catchUp, show };
}

/** New rows before the ones shown; where they do not meet, the old ones are left out rather than leave a gap. */
function joined(newest: readonly ExchangeRow[], kept: readonly ExchangeRow[]): readonly ExchangeRow[] {
  const top = kept[0];
  const oldest = newest.at(-1);
  if (top === undefined || oldest === undefined || oldest.seq > top.seq + 1) return newest;
  return [...newest.filter((row) => row.seq > top.seq), ...kept];
}
