/**
 * Whose accounts the open page acts on: the band and the word in the title bar. A page that works on a connection
 * says so with `useEnvironment`; leaving the page brings back Local.
 */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { ConnectionRecord } from '../../shared/domain/simulator.ts';

export interface ShownEnvironment {
  readonly kind: 'local' | 'remote' | 'production';
  readonly name: string | null;
}

const local: ShownEnvironment = { kind: 'local', name: null };

export const useShownEnvironment = create<{ readonly shown: ShownEnvironment }>(() => ({ shown: local }));

export function useEnvironment(connection: ConnectionRecord | null): void {
  const name = connection === null || connection.kind === 'local' ? null : connection.name;
  const production = connection?.environment === 'production';
  useEffect(() => {
    const kind = production ? 'production' : 'remote';
    useShownEnvironment.setState({ shown: name === null ? local : { kind, name } });
    return () => useShownEnvironment.setState({ shown: local });
  }, [name, production]);
}
