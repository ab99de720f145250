/** One action at a time, with what came of it: the outcome person by person, or the fault, shown in place. */
import { useCallback, useState } from 'react';
import type { Envelope, Fault } from '../../../shared/contract/faults.ts';
import type { OperationOutcome } from '../../../shared/domain/simulator.ts';

export interface Action {
  /** What is being done now: "Assign to People"; null at rest. */
  readonly doing: string | null;
  readonly fault: Fault | null;
  readonly outcome: OperationOutcome | null;
  /** What the outcome or the fault belongs to. */
  readonly title: string;
  /** @returns whether it was done, even with failures */
  readonly run: (title: string, call: () => Promise<Envelope<OperationOutcome>>) => Promise<boolean>;
  readonly show: (title: string, outcome: OperationOutcome) => void;
  readonly clear: () => void;
}

const rest = { doing: null, fault: null, outcome: null, title: '' };

export function useAction(): Action {
  const [state, setState] = useState<Pick<Action, 'doing' | 'fault' | 'outcome' | 'title'>>(rest);
  const run = useCallback<Action['run']>(async (title, call) => {
    setState({ ...rest, doing: title, title });
    const answered = await call();
    setState(
      answered.ok ? { ...rest, title, outcome: answered.value } : { ...rest, title, fault: answered.fault },
    );
    return answered.ok;
  }, []);
  const show = useCallback<Action['show']>((title, outcome) => setState({ ...rest, title, outcome }), []);
  const clear = useCallback(() => setState(rest), []);
  return { ...state, run, show, clear };
}
