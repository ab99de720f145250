/** Puts one request and its answer together for the traffic log. The log masks secrets; labels and notes carry none. */
import type { IncomingMessage } from 'node:http';
import type { CapturedExchange } from '../base/exchange-capture.ts';
import { originOf } from './request-checks.ts';

/** Characters of a body that go to the log. */
export const keptOfBody = 2 * 1024 * 1024;

/** What is gathered while a request is answered. */
export interface Capture {
  readonly at: number;
  readonly startedAt: number;
  readonly notes: string[];
  tokenId: string | null;
  tokenName: string | null;
  requestBody: string | null;
  requestBytes: number;
  /** As text, or as it went over the wire. */
  responseBody: string | Uint8Array | null;
  /** Bytes of the body on the wire. */
  responseBytes: number;
  /** As they were sent, names and values in turn; null: none were. */
  responseHeaders: readonly string[] | null;
  /** `responseBody` is only its beginning. */
  responseCut: boolean;
  /** The user or group that the path means, known or not. */
  about: { readonly type: 'User' | 'Group'; readonly id: string } | null;
  resourceId: string | null;
  named: string | null;
}

export function beginCapture(at: number): Capture {
  return {
    at,
    startedAt: performance.now(),
    notes: [],
    tokenId: null,
    tokenName: null,
    requestBody: null,
    requestBytes: 0,
    responseBody: null,
    responseBytes: 0,
    responseHeaders: null,
    responseCut: false,
    about: null,
    resourceId: null,
    named: null,
  };
}

/** What became of an answer. */
export interface Answered {
  /** 0: none was sent. */
  readonly status: number;
  /** Why none was sent. */
  readonly error?: string;
}

export function capturedExchange(
  capture: Capture,
  raw: IncomingMessage,
  answer: Answered,
  masked: readonly string[] = [],
): CapturedExchange {
  const target = raw.url ?? '';
  const origin = originOf(raw);
  // its answer has a length and no body
  const isHead = raw.method === 'HEAD';
  const response = isHead ? null : cut(capture.responseBody);
  const request = cut(capture.requestBody);
  const label = labelOf(target, capture.named);
  return {
    at: capture.at,
    direction: 'in',
    method: raw.method ?? '',
    target,
    origin: target.startsWith('/') ? origin : `${origin}/`,
    ...(label === null ? {} : { label }),
    status: answer.status,
    durationMs: performance.now() - capture.startedAt,
    requestHeaders: raw.rawHeaders,
    responseHeaders: capture.responseHeaders ?? [],
    requestBody: request,
    responseBody: response,
    requestBytes: capture.requestBytes,
    responseBytes: isHead ? 0 : capture.responseBytes,
    requestCut: request !== capture.requestBody,
    responseCut: (!isHead && response !== capture.responseBody) || capture.responseCut,
    actor: capture.tokenName,
    actorId: capture.tokenId,
    resourceId: capture.resourceId,
    notes: capture.notes,
    ...(masked.length === 0 ? {} : { masked }),
    remoteAddress: raw.socket?.remoteAddress ?? null,
    error: answer.error ?? null,
  };
}

function cut<T extends string | Uint8Array>(body: T | null): T | null {
  return body === null || body.length <= keptOfBody ? body : (body.slice(0, keptOfBody) as T);
}

/** `/Users/Ana Ruiz`; null where the path says it all. */
function labelOf(target: string, named: string | null): string | null {
  if (named === null) return null;
  const found = /\/(Users|Groups)(?:\/|\?|$)/.exec(target);
  return found === null ? null : `/${found[1]}/${named}`;
}
