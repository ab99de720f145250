/** The local server's state as a shape and a word. */
import type { ServerState } from '../../shared/domain/workspace.ts';
import { type ShapeName, Status, type Tone } from './status.tsx';

export const serverLooks: Record<ServerState, readonly [Tone, ShapeName, string]> = {
  stopped: ['neutral', 'ring', 'Stopped'],
  starting: ['info', 'dashed', 'Starting'],
  listening: ['success', 'dot', 'Listening'],
  'port-busy': ['danger', 'cross', 'Port busy'],
  failed: ['danger', 'cross', 'Failed'],
};

export function ServerStatusWord({ state }: { readonly state: ServerState }) {
  const [tone, shape, word] = serverLooks[state];
  return (
    <Status tone={tone} shape={shape}>
      {word}
    </Status>
  );
}
