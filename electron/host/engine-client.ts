/**
 * What every door holds: the engine, wherever it runs. The same shape is given by the engine's thread and by the
 * control socket of a host that is already running, so a door does not know which it has.
 */
import type { CallContext } from '../../shared/contract/commands.ts';
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { Envelope } from '../../shared/contract/faults.ts';

export interface EngineClient {
  /** Never rejects for what the engine answers; rejects where the engine is gone. */
  dispatch(name: string, input: unknown, context: CallContext): Promise<Envelope<unknown>>;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  close(): Promise<void>;
}
