/**
 * The HTTP client that behaves as Okta's does: headers in the order of okta.md 1.1 (seen), no redirects, 60 seconds
 * for the whole exchange (okta.md 1.10, documented), a bounded answer that it unpacks itself. It trusts nothing in
 * the answer. Every exchange is handed to the log as it went over the wire; the log masks secrets.
 *
 * Not here: what to send (flows/), when to try again (rate-limit.ts), which secret belongs to which address (vault).
 */
import { STATUS_CODES } from 'node:http';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { Agent, type Dispatcher, request } from 'undici';
import type { Json } from '../../../shared/domain/json.ts';
import { AppFault } from '../base/app-fault.ts';
import type { RecordExchange } from '../base/exchange-capture.ts';
import type { Clock } from '../base/ports.ts';
import { guardedLookup, type Resolve } from './address-policy.ts';
import { secretsSent, withoutSecrets } from './echoed-secrets.ts';
import { invalidJsonText, remoteDetail } from './error-text.ts';
import type { PeerAnswer, PeerProblem, PeerRequest } from './peer.ts';

const answerCap = 10 * 1024 * 1024;
const connectMs = 10_000;
const userAgent = 'Okta SCIM Client 1.0.0';
const acceptType = 'application/scim+json';
const contentType = 'application/scim+json; charset=utf-8';

export interface ClientOptions {
  readonly clock: Clock;
  readonly recordExchange: RecordExchange;
  /** Milliseconds for one whole exchange; Okta's own limit is 60 s. */
  readonly timeoutMs: number;
  readonly resolve?: Resolve;
}

/** Where one connection's requests go, and whose they are in the log. */
export interface Target {
  readonly baseUrl: string;
  /** Whole value of the Authorization header; null sends none. */
  readonly authorization: string | null;
  readonly connectionId: string;
  readonly connectionName: string;
}

export interface Errand {
  readonly operationId: string;
  /** "Create user ana.ruiz". */
  readonly operation: string;
  readonly signal: AbortSignal;
}

export interface ScimClient {
  send(target: Target, request: PeerRequest, errand: Errand): Promise<PeerAnswer>;
  close(): Promise<void>;
}

/** What came back over the wire, or why nothing did. */
interface Received {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [string, string])[];
  /** null where there was none or where it could not be read. */
  readonly text: string | null;
  readonly wireBytes: number;
  readonly problem: PeerProblem | null;
  readonly error: string | null;
}

export function createScimClient(options: ClientOptions): ScimClient {
  const agent = new Agent({
    connect: { lookup: guardedLookup(options.resolve), timeout: connectMs },
    connections: 4,
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
  });
  return {
    send: (target, peerRequest, errand) => exchange(options, agent, target, peerRequest, errand),
    close: () => agent.destroy(),
  };
}

async function exchange(
  options: ClientOptions,
  agent: Agent,
  target: Target,
  peerRequest: PeerRequest,
  errand: Errand,
): Promise<PeerAnswer> {
  const url = target.baseUrl + peerRequest.path;
  const body = peerRequest.body === undefined ? null : JSON.stringify(peerRequest.body);
  const headers = requestHeaders(target, peerRequest, body !== null);
  const at = options.clock();
  const started = performance.now();
  const raw = await overTheWire(options, agent, url, peerRequest.method, headers, body, errand.signal);
  const received = withoutSecrets(raw, secretsSent(target.authorization, peerRequest.body));
  const answer = judge(received);
  const { origin } = new URL(url);
  const seq = options.recordExchange({
    at,
    direction: 'out',
    method: peerRequest.method,
    target: url.slice(origin.length),
    origin,
    ...(peerRequest.label === undefined ? {} : { label: peerRequest.label }),
    status: received.status,
    durationMs: performance.now() - started,
    requestHeaders: headers.flat(),
    responseHeaders: received.headers.flat(),
    requestBody: body,
    responseBody: received.text,
    responseBytes: received.wireBytes,
    actor: target.connectionName,
    actorId: target.connectionId,
    resourceId: peerRequest.resourceId ?? null,
    operationId: errand.operationId,
    operation: errand.operation,
    notes: answer.problem === null ? [] : [answer.problem.detail],
    remoteAddress: null,
    error: received.error,
  });
  return { ...answer, seq };
}

/** Names, values and order of okta.md 1.1; DELETE /Groups carries a Content-Type without a body (documented). */
function requestHeaders(target: Target, r: PeerRequest, hasBody: boolean): [string, string][] {
  const typed = hasBody || (r.method === 'DELETE' && r.path.startsWith('/Groups/'));
  return [
    ['Accept', acceptType],
    ['Accept-Charset', 'utf-8'],
    ['Accept-Encoding', 'gzip,deflate'],
    ...(target.authorization === null ? [] : [['Authorization', target.authorization] as [string, string]]),
    ...(typed ? [['Content-Type', contentType] as [string, string]] : []),
    ['User-Agent', userAgent],
  ];
}

async function overTheWire(
  options: ClientOptions,
  agent: Agent,
  url: string,
  method: Dispatcher.HttpMethod,
  headers: readonly (readonly [string, string])[],
  body: string | null,
  cancel: AbortSignal,
): Promise<Received> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  try {
    const answer = await request(url, {
      method,
      headers: headers.flat(),
      body,
      dispatcher: agent,
      signal: AbortSignal.any([timeout, cancel]),
    });
    return await readAnswer(answer);
  } catch (error) {
    return noAnswer(error, { timedOut: timeout.aborted, cancelled: cancel.aborted, options });
  }
}

async function readAnswer(answer: Dispatcher.ResponseData): Promise<Received> {
  const head = {
    status: answer.statusCode,
    reason: answer.statusText || (STATUS_CODES[answer.statusCode] ?? String(answer.statusCode)),
    headers: Object.entries(answer.headers).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value ?? '']).map((one) => [name, one] as const),
    ),
    error: null,
  };
  const wire = await readBounded(answer.body);
  if (wire === null) return { ...head, text: null, wireBytes: answerCap, problem: tooLarge };
  const encoding = String(answer.headers['content-encoding'] ?? 'identity').toLowerCase();
  const unpacked = await unpack(wire, encoding);
  return 'problem' in unpacked
    ? { ...head, text: null, wireBytes: wire.length, problem: unpacked.problem }
    : {
        ...head,
        text: unpacked.bytes.length === 0 ? null : new TextDecoder().decode(unpacked.bytes),
        wireBytes: wire.length,
        problem: null,
      };
}

const tooLarge: PeerProblem = {
  kind: 'too-large',
  remote: '',
  detail: 'The answer is larger than 10 MiB once unpacked; reading stopped there.',
};

/** null where there is more than the cap. */
async function readBounded(body: Readable): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    // leaving the loop destroys the stream and its socket
    if (length > answerCap) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function unpack(wire: Buffer, encoding: string): Promise<{ bytes: Buffer } | { problem: PeerProblem }> {
  if (encoding === 'identity' || wire.length === 0) return { bytes: wire };
  const unpackers = { gzip: promisify(gunzip), 'x-gzip': promisify(gunzip), deflate: promisify(inflate) };
  const unpacker = unpackers[encoding as keyof typeof unpackers];
  if (unpacker === undefined) {
    const detail = `The answer came in the encoding "${encoding.slice(0, 40)}", which was not asked for.`;
    return { problem: { kind: 'not-json', remote: '', detail } };
  }
  try {
    return { bytes: await unpacker(wire, { maxOutputLength: answerCap }) };
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return { problem: tooLarge };
    const detail = `The answer says it is ${encoding} and cannot be unpacked.`;
    return { problem: { kind: 'not-json', remote: '', detail } };
  }
}

function noAnswer(
  error: unknown,
  why: { timedOut: boolean; cancelled: boolean; options: ClientOptions },
): Received {
  const none = { status: 0, headers: [], text: null, wireBytes: 0 };
  const problem = (kind: PeerProblem['kind'], detail: string): PeerProblem => ({ kind, remote: '', detail });
  const code = codeOf(error);
  if (why.cancelled) {
    return {
      ...none,
      reason: 'Cancelled',
      problem: problem('cancelled', 'It was cancelled.'),
      error: 'cancelled',
    };
  }
  if (why.timedOut || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    const seconds = why.options.timeoutMs / 1000;
    const detail = `No complete answer within ${seconds} seconds; Okta closes the connection after 60.`;
    return { ...none, reason: 'Read timed out', problem: problem('timeout', detail), error: 'timeout' };
  }
  const fault = faultIn(error);
  if (fault !== null) {
    const detail = fault.message;
    return { ...none, reason: 'Address not allowed', problem: problem('address', detail), error: fault.code };
  }
  const shown = code ?? (error instanceof Error ? error.message.slice(0, 200) : 'unknown');
  const detail = `No answer: ${connectionWords(shown)}.`;
  return { ...none, reason: 'Connection failed', problem: problem('unreachable', detail), error: shown };
}

/** Node gathers the failures of several addresses in one error. */
function causes(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [error, ...inner.filter((e): e is Error => e instanceof Error)];
}

function faultIn(error: unknown): AppFault | null {
  return causes(error).find((e) => e instanceof AppFault) ?? null;
}

function codeOf(error: unknown): string | null {
  for (const e of causes(error)) {
    if ('code' in e && typeof e.code === 'string') return e.code;
  }
  return null;
}

function connectionWords(code: string): string {
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nothing listens at that address (ECONNREFUSED)',
    ENOTFOUND: 'the host name is not known (ENOTFOUND)',
    EAI_AGAIN: 'the host name could not be looked up (EAI_AGAIN)',
    ECONNRESET: 'the server closed the connection (ECONNRESET)',
    UND_ERR_SOCKET: 'the server closed the connection (UND_ERR_SOCKET)',
    UND_ERR_CONNECT_TIMEOUT: 'no connection within 10 seconds',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
    CERT_HAS_EXPIRED: 'the certificate has expired',
  };
  return words[code] ?? code;
}

/** Reads the body and says what is wrong with the answer, if anything. */
function judge(received: Received): Omit<PeerAnswer, 'seq'> {
  const base = {
    status: received.status,
    reason: received.reason,
    retryAfter: received.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1],
  };
  if (received.problem !== null) return { ...base, body: undefined, problem: received.problem };
  const parsed = parseBody(received.text);
  const ok = received.status >= 200 && received.status < 300;
  if (!parsed.ok) return { ...base, body: undefined, problem: notJson(received, ok) };
  return { ...base, body: parsed.body, problem: ok ? null : httpProblem(received, parsed.body) };
}

function parseBody(text: string | null): { ok: true; body: Json | undefined } | { ok: false } {
  if (text === null || text.trim() === '') return { ok: true, body: undefined };
  try {
    return { ok: true, body: JSON.parse(text) as Json };
  } catch {
    return { ok: false };
  }
}

function notJson(received: Received, ok: boolean): PeerProblem {
  const text = received.text ?? '';
  const page = /^\s*</.test(text) ? 'an HTML or XML page' : 'text';
  const detail = `The server answered ${received.status} with ${page} that is not JSON, which hides the cause from Okta.`;
  const kind = ok ? 'not-json' : (kindOf(received.status) ?? 'not-json');
  return { kind, remote: invalidJsonText(text), detail };
}

function kindOf(status: number): PeerProblem['kind'] {
  if (status === 429) return 'rate-limited';
  return status >= 300 && status < 400 ? 'redirect' : 'http';
}

function httpProblem(received: Received, body: Json | undefined): PeerProblem {
  const kind = kindOf(received.status);
  const remote = remoteDetail(body);
  const where = received.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  const detail =
    kind === 'redirect'
      ? `The server answered ${received.status} and points to ${where?.slice(0, 300) ?? 'nowhere'}. Redirects are not followed, so that the secret stays with this address.`
      : `The server answered ${received.status} ${received.reason}${remote === '' ? ' without a detail' : `: ${remote}`}.`;
  return { kind, remote, detail };
}
