/**
 * Exchanges on their way to the log's thread, each a short list in a fixed order, their bodies one after the other in
 * one memory that changes hands. As records they would be copied with the name of each of their parts, which costs both
 * threads three times as much, and bodies as texts would wait where V8 copies what lives on.
 */
import type { CapturedExchange } from '../base/exchange-capture.ts';

export interface ExchangeBatch {
  /** Of the first exchange; the others follow it without a gap. */
  readonly firstSeq: number;
  readonly exchanges: readonly PackedExchange[];
  /** UTF-8 of the small bodies, in order. */
  readonly smallBodies: Uint8Array;
  readonly largeBodies: readonly Uint8Array[];
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
  requestBody: PackedBody,
  responseBody: PackedBody,
  more: MoreOfExchange | null,
];

/** JSON of names and values in turn; 0: the same as in the exchange before it. */
export type PackedHeaders = string | 0;

/** So many bytes of the batch's small bodies, which are read in order; below 0 a large one: -1 is the first. */
export type PackedBody = number | null;

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
  /** Of the bodies. */
  bytes(): number;
  toBatch(firstSeq: number): ExchangeBatch;
}

export function createBatchWriter(): BatchWriter {
  const exchanges: PackedExchange[] = [];
  const bodies = createBodyWriter();
  const requestHeaders = headerWriter();
  const responseHeaders = headerWriter();
  return {
    add: (e, spare) => {
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
        spare === null ? bodies.add(e.requestBody) : null,
        spare === null ? bodies.add(e.responseBody) : null,
        spare === null ? (isUsual(e) ? null : moreOf(e)) : sparedOf(e, spare),
      ]);
    },
    count: () => exchanges.length,
    bytes: bodies.bytes,
    toBatch: (firstSeq) => ({ firstSeq, exchanges, ...bodies.written() }),
  };
}

/** Bytes. Larger bodies have a memory of their own, which is handed over as it is. */
const largestSmall = 16 * 1024;

function createBodyWriter() {
  const large: Uint8Array[] = [];
  let small = Buffer.allocUnsafeSlow(largestSmall);
  let used = 0;
  let ofLarge = 0;
  const addLarge = (body: Uint8Array) => {
    ofLarge += body.length;
    return -large.push(body);
  };
  const addSmall = (body: string) => {
    // a character has at most three bytes
    const needed = used + body.length * 3;
    if (needed > small.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, small.length * 2));
      small.copy(larger, 0, 0, used);
      small = larger;
    }
    const written = small.write(body, used);
    used += written;
    return written;
  };
  return {
    add: (body: string | Uint8Array | null): PackedBody => {
      if (body === null) return null;
      if (typeof body !== 'string') return addLarge(ownMemory(body));
      return body.length > largestSmall ? addLarge(bytesOf(body)) : addSmall(body);
    },
    bytes: () => used + ofLarge,
    written: () => ({ smallBodies: small, largeBodies: large }),
  };
}

/** Reads the bodies of a batch in the order in which they were written. */
export function bodyReader({ smallBodies, largeBodies }: ExchangeBatch): (body: PackedBody) => Buffer | null {
  const { buffer, byteOffset } = smallBodies;
  let at = byteOffset;
  return (body) => {
    if (body === null) return null;
    if (body < 0) {
      const large = largeBodies[-body - 1] as Uint8Array;
      return Buffer.from(large.buffer, large.byteOffset, large.byteLength);
    }
    const small = Buffer.from(buffer, at, body);
    at += body;
    return small;
  };
}

/** Every memory that holds bodies and nothing else. */
export function memoriesOf({ smallBodies, largeBodies }: ExchangeBatch): ArrayBuffer[] {
  const found: ArrayBuffer[] = [];
  for (const { buffer } of [smallBodies, ...largeBodies])
    if (buffer instanceof ArrayBuffer) found.push(buffer);
  return found;
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

/** A piece of a larger memory would cross with all of it, and Node's pool does not change hands at all. */
function ownMemory(body: Uint8Array): Uint8Array {
  const isPiece = body.byteOffset > 0 || body.byteLength * 2 < body.buffer.byteLength;
  return isPiece ? new Uint8Array(body) : body;
}

function bytesOf(body: string): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(body));
  bytes.write(body);
  return bytes;
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
