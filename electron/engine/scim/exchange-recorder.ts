/** Puts one request and its answer together for the traffic log. The log masks secrets; labels and notes carry none. */
import type { IncomingMessage } from 'node:http';
import { type CapturedExchange, headerIn } from '../base/exchange-capture.ts';
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
  /** Bytes on the wire where they are more than what is kept; null: as many as the body has. */
  responseBytes: number | null;
  /** `responseBody` is only its beginning. */
  responseCut: boolean;
  /** The user or group that the path means, known or not. */
  about: { readonly type: 'User' | 'Group'; readonly id: string } | null;
  resourceId: string | null;
  named: string | null;
  /** It is in the log. */
  recorded: boolean;
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
    responseBytes: null,
    responseCut: false,
    about: null,
    resourceId: null,
    named: null,
    recorded: false,
  };
}

/** What became of an answer. */
export interface Answered {
  /** 0: none was sent. */
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
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
  const response = cut(capture.responseBody);
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
    responseHeaders: answer.headers,
    requestBody: request,
    responseBody: response,
    requestBytes: capture.requestBytes,
    responseBytes: capture.responseBytes ?? bytesOf(answer.headers),
    requestCut: request !== capture.requestBody,
    responseCut: response !== capture.responseBody || capture.responseCut,
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

type Headers = Readonly<Record<string, string | string[] | number | undefined>>;

/** Names and values in turn. */
export function headerList(headers: Headers): string[] {
  const list: string[] = [];
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) list.push(name, Array.isArray(value) ? value.join(', ') : String(value));
  }
  return list;
}

function bytesOf(headers: readonly string[]): number {
  const length = Number(headerIn(headers, 'content-length'));
  return Number.isSafeInteger(length) ? length : 0;
}
