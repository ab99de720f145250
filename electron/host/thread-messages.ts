/** What crosses between a host and the engine's thread. All of it is structured-cloneable. */
import type { CallContext } from '../../shared/contract/commands.ts';
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { Envelope, Fault } from '../../shared/contract/faults.ts';
import type { HostKey } from '../engine/base/ports.ts';

export interface EngineThreadOptions {
  readonly dataDir: string;
  readonly version: string;
  /** Port of the SCIM server; 0: any free one; null: do not listen until asked. */
  readonly scimPort: number | null;
  readonly scimHost: string;
  /** What the host keeps for this workspace, fetched by it; the first is the one for a new workspace. */
  readonly keys: readonly HostKey[];
}

export type ToThread =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly name: string;
      readonly input: unknown;
      readonly context: CallContext;
    }
  /** An address that the simulator never calls: the app's own console. */
  | { readonly kind: 'refuse-origin'; readonly origin: string }
  | { readonly kind: 'close' };

export type FromThread =
  | { readonly kind: 'ready' }
  /** The workspace could not be opened; the thread ends. */
  | { readonly kind: 'refused'; readonly fault: Fault }
  | { readonly kind: 'answer'; readonly id: number; readonly envelope: Envelope<unknown> }
  | { readonly kind: 'event'; readonly event: EngineEvent }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly fields: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'closed' };
