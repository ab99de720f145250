/**
 * What is written of an exchange once its secrets are masked: nothing reaches the log's file that did not pass here.
 */
import type { NewExchange, NewExchangeMore } from '../storage/kept-exchange-rows.ts';
import type { MoreOfExchange, PackedBody, PackedExchange } from './exchange-batch.ts';
import { createHeaderMasks } from './header-masks.ts';
import { mayNeedMasking, redactBody, redactTarget } from './redact.ts';

/** Bodies are kept up to this many characters; what was cut is said in the record. */
const bodyLimit = 2 * 1024 * 1024;

interface StoredBody {
  readonly text: string | Uint8Array | null;
  readonly cut: boolean;
}

/**
 * Bytes without anything to mask are kept as they are: decoding and encoding a page costs more than writing it. Names
 * that a schema masks are looked for in the text, since they may be spelled with letters that are not ASCII.
 */
function maskedBody(body: Buffer | null, names: readonly string[] | undefined): StoredBody {
  const within = body === null || body.length <= bodyLimit;
  if (body === null || (within && names === undefined && !mayNeedMasking(body.toString('latin1'))))
    return { text: body, cut: false };
  const sent = body.toString('utf8');
  const text = redactBody(sent, names) ?? '';
  if (text.length > bodyLimit) return { text: text.slice(0, bodyLimit), cut: true };
  return { text: text === sent ? body : text, cut: false };
}

/** `/Users?filter=userName eq "ana"`: the part below the SCIM base, decoded. */
function readable(target: string): string {
  const below = target.startsWith('/scim/v2/')
    ? target.slice('/scim/v2'.length)
    : target.replace(/^.*?\/scim\/v2(?=\/|$)/, '');
  if (!/[%+]/.test(below)) return below || target;
  try {
    return decodeURIComponent(below.replaceAll('+', ' ')) || target;
  } catch {
    return below || target;
  }
}

type BodyOf = (body: PackedBody) => Buffer | null;

/** Keep one: it remembers the headers of the clients. */
export function createExchangeMasks() {
  const headersOfRequest = createHeaderMasks();
  const headersOfAnswer = createHeaderMasks();
  return (packed: PackedExchange, seq: number, bodyOf: BodyOf): NewExchange => {
    const [
      at,
      method,
      sentTo,
      origin,
      label,
      status,
      durationMs,
      requestBytes,
      responseBytes,
      actor,
      actorId,
      resourceId,
      remoteAddress,
      requestHeaders,
      responseHeaders,
      requestBody,
      responseBody,
      more,
    ] = packed;
    const target = redactTarget(sentTo, more?.masked);
    const request = maskedBody(bodyOf(requestBody), more?.masked);
    const response = maskedBody(bodyOf(responseBody), more?.masked);
    return {
      seq,
      at,
      method,
      target,
      origin: redactTarget(origin),
      label: label === null ? readable(target) : redactTarget(label),
      status,
      durationMs,
      requestBytes,
      responseBytes,
      actor,
      actorId,
      resourceId,
      remoteAddress,
      requestHeaders: headersOfRequest(requestHeaders),
      responseHeaders: headersOfAnswer(responseHeaders),
      requestBody: request.text,
      responseBody: response.text,
      more: request.cut || response.cut ? withCuts(more, request.cut, response.cut) : more,
    };
  };
}

const none = { direction: 'in', operationId: null, operation: null, notes: [], error: null } as const;

function withCuts(more: MoreOfExchange | null, requestCut: boolean, responseCut: boolean): NewExchangeMore {
  return {
    ...(more ?? none),
    requestCut: requestCut || more?.requestCut === true,
    responseCut: responseCut || more?.responseCut === true,
  };
}
