/**
 * The HTTP client that behaves as Okta's does: headers in the order of okta.md 1.1 (seen), no redirects, 60 seconds
 * for the whole exchange (okta.md 1.10, documented), a bounded answer (answer-bytes.ts). It trusts nothing in
 * the answer. Every exchange is handed to the log as it went over the wire; the log masks secrets.
 *
 * Not here: what to send (flows/), when to try again (rate-limit.ts), which secret belongs to which address (vault).
 */
import { STATUS_CODES } from 'node:http';
import { Agent, type Dispatcher, request } from 'undici';
import type { Json } from '../../../shared/domain/json.ts';
import type { RecordExchange } from '../base/exchange-capture.ts';
import type { Clock } from '../base/ports.ts';
import { guardedLookup, type Resolve } from './address-policy.ts';
import { readAnswerBytes } from './answer-bytes.ts';
import { readBody } from './answer-json.ts';
import { secretsSent, withoutSecrets } from './echoed-secrets.ts';
import { invalidJsonText, remoteDetail } from './error-text.ts';
import { noAnswer } from './no-answer.ts';
import type { PeerAnswer, PeerProblem, PeerRequest } from './peer.ts';

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
    notes: answer.problem === null ? answer.remarks : [answer.problem.detail],
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
  const { timeoutMs } = options;
  let begun: number | null = null;
  try {
    const answer = await request(url, {
      method,
      headers: headers.flat(),
      body,
      dispatcher: agent,
      signal: AbortSignal.any([timeout, cancel]),
    });
    begun = answer.statusCode;
    return await readAnswer(answer);
  } catch (error) {
    const none = { status: 0, headers: [], text: null, wireBytes: 0 };
    const how = { timedOut: timeout.aborted, cancelled: cancel.aborted, timeoutMs, begun };
    return { ...none, ...noAnswer(error, how) };
  }
}

async function readAnswer(answer: Dispatcher.ResponseData): Promise<Received> {
  const header = (name: string) => {
    const value = answer.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const head = {
    status: answer.statusCode,
    reason: answer.statusText || (STATUS_CODES[answer.statusCode] ?? String(answer.statusCode)),
    headers: Object.entries(answer.headers).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value ?? '']).map((one) => [name, one] as const),
    ),
    error: null,
  };
  const encoding = (header('content-encoding') ?? 'identity').toLowerCase();
  const read = await readAnswerBytes(answer.body, { encoding, announced: header('content-length') });
  const { wireBytes } = read;
  if ('problem' in read) return { ...head, text: null, wireBytes, problem: read.problem };
  const text = read.bytes.length === 0 ? null : new TextDecoder().decode(read.bytes);
  return { ...head, text, wireBytes, problem: null };
}

/** Reads the body and says what is wrong with the answer, if anything. */
function judge(received: Received): Omit<PeerAnswer, 'seq'> {
  const base = {
    status: received.status,
    reason: received.reason,
    retryAfter: headerOf(received, 'retry-after'),
    remarks: [],
  };
  if (received.problem !== null) return { ...base, body: undefined, problem: received.problem };
  const read = readBody(received.text);
  if (!read.ok) return { ...base, body: undefined, problem: notJson(received, read.why) };
  const { body } = read;
  if (!isSuccess(received.status)) return { ...base, body, problem: httpProblem(received, body) };
  return { ...base, body, problem: null, remarks: [...read.remarks, ...typeRemark(received)] };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function headerOf(received: Received, wanted: string): string | undefined {
  return received.headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** Okta's own samples answer with `text/json` (okta.md 1.1, documented), so a success is read whatever its type. */
function typeRemark(received: Received): string[] {
  const type = headerOf(received, 'content-type')?.slice(0, 100);
  if (received.text === null || (type !== undefined && /json/i.test(type))) return [];
  const called = type === undefined ? 'has no Content-Type' : `calls itself "${type}"`;
  return [`The answer is JSON and ${called}: Okta reads it, stricter clients do not.`];
}

function notJson(received: Received, why: 'not-json' | 'cut' | 'too-deep'): PeerProblem {
  const text = received.text ?? '';
  const page = /^\s*</.test(text) ? 'an HTML or XML page' : 'text';
  const hidden = 'that is not JSON, which hides the cause from Okta';
  const what = {
    'not-json': `${page} ${hidden}`,
    cut: 'JSON that stops in the middle, so nothing in it can be relied on',
    'too-deep': 'JSON that nests deeper than 64 levels, which no SCIM answer does',
  }[why];
  const detail = `The server answered ${received.status} with ${what}.`;
  const kind = isSuccess(received.status) ? 'not-json' : kindOf(received.status);
  const remote =
    why === 'too-deep' ? 'Invalid JSON: nested too deeply' : invalidJsonText(text, why === 'cut');
  return { kind, remote, detail };
}

function kindOf(status: number): PeerProblem['kind'] {
  if (status === 429) return 'rate-limited';
  return status >= 300 && status < 400 ? 'redirect' : 'http';
}

function httpProblem(received: Received, body: Json | undefined): PeerProblem {
  const kind = kindOf(received.status);
  const remote = remoteDetail(body);
  const where = headerOf(received, 'location');
  const detail =
    kind === 'redirect'
      ? `The server answered ${received.status} and points to ${where?.slice(0, 300) ?? 'nowhere'}. Redirects are not followed, so that the secret stays with this address.`
      : `The server answered ${received.status} ${received.reason}${remote === '' ? ' without a detail' : `: ${remote}`}.`;
  return { kind, remote, detail };
}
