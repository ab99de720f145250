/** Starting and stopping the local server, with the free port offered where the wanted one is taken. */
import { useState } from 'react';
import type { Fault } from '../../shared/contract/faults.ts';
import { callEngine } from './engine-call.ts';
import { refreshWorkspace } from './workspace-store.ts';

export interface ServerControl {
  readonly busy: boolean;
  readonly fault: Fault | null;
  /** A port that is free, after the wanted one was not. */
  readonly freePort: number | null;
  readonly start: () => void;
  readonly stop: () => void;
}

export function useServer(): ServerControl {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const free = fault?.code === 'port-busy' ? fault.details?.['free'] : undefined;
  const freePort = typeof free === 'number' ? free : null;
  const run = async (act: 'start' | 'stop') => {
    setBusy(true);
    const answered =
      act === 'stop'
        ? await callEngine('server.stop', {})
        : await callEngine('server.start', freePort === null ? {} : { port: freePort });
    setBusy(false);
    setFault(answered.ok ? null : answered.fault);
    await refreshWorkspace();
  };
  return { busy, fault, freePort, start: () => void run('start'), stop: () => void run('stop') };
}
