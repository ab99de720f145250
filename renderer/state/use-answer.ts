/**
 * Reads one answer of the engine and reads it again when its topics move. The last good value stays while a new one
 * is on its way or after a fault, with the time it was read: records are never guessed and never vanish.
 */
import { useCallback, useEffect, useState } from 'react';
import type { AnswerOf, CommandName, InputOf } from '../../shared/contract/commands.ts';
import type { Fault } from '../../shared/contract/faults.ts';
import { callEngine } from './engine-call.ts';
import { type Topic, useRevision } from './revisions-store.ts';

export interface Answered<T> {
  readonly value: T | null;
  readonly fault: Fault | null;
  /** No value for this input yet, and no fault. */
  readonly loading: boolean;
  /** When `value` was read. */
  readonly asOf: number | null;
  readonly reload: () => void;
}

interface Kept<T> {
  readonly key: string;
  readonly value: T | null;
  readonly fault: Fault | null;
  readonly asOf: number | null;
}

/** `input` null: nothing to ask. */
export function useAnswer<N extends CommandName>(
  name: N,
  input: InputOf<N> | null,
  ...topics: readonly Topic[]
): Answered<AnswerOf<N>> {
  const key = input === null ? '' : JSON.stringify([name, input]);
  const revision = useRevision(...topics);
  const [turn, setTurn] = useState(0);
  const [kept, setKept] = useState<Kept<AnswerOf<N>>>({ key: '', value: null, fault: null, asOf: null });
  const reading = `${revision}.${turn}`;
  useEffect(() => {
    if (key === '' || reading === '') return;
    let current = true;
    const [, asked] = JSON.parse(key) as [N, InputOf<N>];
    void callEngine(name, asked).then((answered) => {
      if (!current) return;
      setKept((before) =>
        answered.ok
          ? { key, value: answered.value, fault: null, asOf: Date.now() }
          : { ...(before.key === key ? before : { value: null, asOf: null }), key, fault: answered.fault },
      );
    });
    return () => {
      current = false;
    };
  }, [name, key, reading]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const own = kept.key === key && key !== '';
  return {
    value: own ? kept.value : null,
    fault: own ? kept.fault : null,
    loading: key !== '' && !own,
    asOf: own ? kept.asOf : null,
    reload,
  };
}
