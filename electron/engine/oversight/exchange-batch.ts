/**
 * Exchanges on their way to the log's thread, each a short list in a fixed order. As records they would be copied with
 * the name of each of their parts, which costs both threads three times as much.
 */
import type { CapturedExchange } from '../base/exchange-capture.ts';

export interface ExchangeBatch {
  /** Of the first exchange; the others follow it without a gap. */
  readonly firstSeq: number;
  readonly exchanges: readonly PackedExchange[];
  /** Bodies that are bytes: apart, so that their memory can change hands and be given back. */
  readonly bodies: readonly Uint8Array[];
}

export type PackedExchange = readonly [
  at: number,
  method: string,
  target: string,
  origin: string,
  label: string | null,
  status: number,
  durationMs: number,
  requestBytes: number,
  responseBytes: number,
  actor: string | null,
  actorId: string | null,
  resourceId: string | null,
  remoteAddress: string | null,
  requestHeaders: PackedHeaders,
  responseHeaders: PackedHeaders,
  requestBody: string | null,
  /** A number: where in the batch's bodies. */
  responseBody: string | number | null,
  more: MoreOfExchange | null,
];

/** JSON of names and values in turn; 0: the same as in the exchange before it. */
export type PackedHeaders = string | 0;

/** What most exchanges have none of. */
export interface MoreOfExchange extends Pick<CapturedExchange, 'direction' | 'notes' | 'error'> {
  readonly masked: readonly string[] | undefined;
  readonly operationId: string | null;
  readonly operation: string | null;
  readonly requestCut: boolean;
  readonly responseCut: boolean;
}

export interface BatchWriter {
  /** @param spare why the bodies are left out; null: they are not */
  add(exchange: CapturedExchange, spare: string | null): void;
  count(): number;
  /** Length of the bodies. */
  bytes(): number;
  toBatch(firstSeq: number): ExchangeBatch;
}

export function createBatchWriter(): BatchWriter {
  const exchanges: PackedExchange[] = [];
  const bodies: Uint8Array[] = [];
  const requestHeaders = headerWriter();
  const responseHeaders = headerWriter();
  let bytes = 0;
  const packedBody = (body: string | Uint8Array | null) =>
    body === null || typeof body === 'string' ? body : bodies.push(ownMemory(body)) - 1;
  return {
    add: (e, spare) => {
      const requestBody = spare === null ? e.requestBody : null;
      const responseBody = spare === null ? e.responseBody : null;
      bytes += (requestBody?.length ?? 0) + (responseBody?.length ?? 0);
      exchanges.push([
        e.at,
        e.method,
        e.target,
        e.origin,
        e.label ?? null,
        e.status,
        e.durationMs,
        e.requestBytes ?? Buffer.byteLength(e.requestBody ?? ''),
        e.responseBytes ?? Buffer.byteLength(e.responseBody ?? ''),
        e.actor,
        e.actorId,
        e.resourceId ?? null,
        e.remoteAddress,
        requestHeaders(e.requestHeaders),
        responseHeaders(e.responseHeaders),
        requestBody,
        packedBody(responseBody),
        spare === null ? (isUsual(e) ? null : moreOf(e)) : sparedOf(e, spare),
      ]);
    },
    count: () => exchanges.length,
    bytes: () => bytes,
    toBatch: (firstSeq) => ({ firstSeq, exchanges, bodies }),
  };
}

/** The headers of a client are the same in one request after the other. */
function headerWriter(): (headers: readonly string[]) => PackedHeaders {
  let last: readonly string[] | null = null;
  return (headers) => {
    if (last !== null && isSame(headers, last)) return 0;
    last = headers;
    return JSON.stringify(headers);
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A piece of a larger memory would cross with all of it. */
function ownMemory(body: Uint8Array): Uint8Array {
  return body.byteLength * 2 < body.buffer.byteLength ? new Uint8Array(body) : body;
}

function isUsual(e: CapturedExchange): boolean {
  if (e.direction !== 'in' || e.notes.length > 0 || e.masked !== undefined || e.error !== null) return false;
  if (e.requestCut === true || e.responseCut === true) return false;
  return (e.operationId ?? null) === null && (e.operation ?? null) === null;
}

function moreOf(e: CapturedExchange): MoreOfExchange {
  return {
    direction: e.direction,
    notes: e.notes,
    masked: e.masked,
    error: e.error,
    operationId: e.operationId ?? null,
    operation: e.operation ?? null,
    requestCut: e.requestCut === true,
    responseCut: e.responseCut === true,
  };
}

function sparedOf(e: CapturedExchange, reason: string): MoreOfExchange {
  return {
    ...moreOf(e),
    requestCut: e.requestBody !== null,
    responseCut: e.responseBody !== null,
    notes: [...e.notes, `The bodies were not kept: ${reason}.`],
  };
}
