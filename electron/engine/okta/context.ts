/**
 * What every part of the simulated org works with, handed over once by `simulator.ts`. Nothing here knows the local
 * directory: the org meets every server over HTTP, the workspace's own one included.
 */
import type { EngineEvent } from '../../../shared/contract/events.ts';
import type { LogEntry } from '../../../shared/domain/simulator.ts';
import type { RecordExchange } from '../base/exchange-capture.ts';
import type { Clock, IdSource, Logger, SecretStore } from '../base/ports.ts';
import type { OpenDb, WriteDb } from '../storage/database.ts';
import { insertLogEntry } from '../storage/okta-log-rows.ts';
import type { Resolve } from './address-policy.ts';
import type { Sleep } from './rate-limit.ts';
import type { ScimClient } from './scim-client.ts';

export interface LocalEndpoint {
  readonly baseUrl: string;
  readonly token: string;
}

export interface SimulatorOptions {
  readonly db: OpenDb;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly recordExchange: RecordExchange;
  readonly announce: (event: EngineEvent) => void;
  readonly secrets: SecretStore;
  /** Where the workspace's own server listens, with the simulator's token; null while it does not. */
  readonly localEndpoint: () => Promise<LocalEndpoint | null>;
  /** The same address where it is known already; asking starts nothing. */
  readonly localBaseUrl?: () => string | null;
  /** Origins that are never called: the app's own console. */
  readonly refuseOrigins?: () => string[];
  /** For tests: how to wait, how long one exchange may take (ms, 60,000), how names resolve. */
  readonly sleep?: Sleep;
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

export interface RunningImport {
  readonly jobId: string;
  readonly cancel: AbortController;
  readonly finished: Promise<void>;
}

export interface Sim {
  readonly db: OpenDb;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly announce: (event: EngineEvent) => void;
  readonly secrets: SecretStore;
  readonly localEndpoint: () => Promise<LocalEndpoint | null>;
  readonly localBaseUrl: () => string | null;
  readonly refuseOrigins: () => string[];
  readonly sleep: Sleep;
  readonly client: ScimClient;
  /** Aborted by `close()`; whatever is under way ends as cancelled. */
  readonly closing: AbortController;
  /** The last thing each connection was asked to do: writes to one application come one after the other. */
  readonly lanes: Map<string, Promise<unknown>>;
  readonly imports: Map<string, RunningImport>;
}

type What = Extract<EngineEvent, { type: 'simulator' }>['what'];

/** Says that something moved; the page reads it again. */
export function moved(sim: Sim, connectionId: string | null, ...whats: readonly What[]): void {
  for (const what of whats) sim.announce({ type: 'simulator', connectionId, what });
}

export type LogLine = Pick<LogEntry, 'eventType' | 'message'> &
  Partial<Pick<LogEntry, 'result' | 'target' | 'connectionId' | 'operationId'>>;

/** Writes to the simulated System Log; event types are Okta's (okta-events.txt). */
export function writeLog(sim: Sim, db: WriteDb, line: LogLine): void {
  insertLogEntry(db, {
    at: sim.clock(),
    eventType: line.eventType,
    result: line.result ?? 'SUCCESS',
    message: line.message,
    target: line.target ?? null,
    connectionId: line.connectionId ?? null,
    operationId: line.operationId ?? null,
  });
}

/** Runs `work` after whatever this connection is doing. Never call it from inside `work`: it would wait for itself. */
export function inLane<T>(sim: Sim, connectionId: string, work: () => Promise<T>): Promise<T> {
  const before = sim.lanes.get(connectionId) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.then(
    () => undefined,
    () => undefined,
  );
  sim.lanes.set(connectionId, settled);
  return mine;
}

/** Lets other work of the engine's thread run between two batches. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
