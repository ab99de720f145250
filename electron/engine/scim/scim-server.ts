/**
 * The SCIM listener. Serves `/scim/v2/*` and nothing else: the console has another socket, because a tunnel makes
 * every peer look local (security.md 0.1). Authentication is an onRequest hook of the plugin that holds the routes,
 * never a test of the URL (0.2): a route that exists cannot be reached without it, in whatever spelling.
 *
 * Trusts `authenticate` for tokens and `directory` for rules; what a client sends is judged here and in the endpoints.
 * Not here: TLS (the tunnel ends it), CORS (there is none), per-address limits (0.13), Bulk.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ChangeSource } from '../../../shared/domain/directory.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Authenticate, Authentication, RecordExchange } from '../base/exchange-capture.ts';
import type { Clock, Logger } from '../base/ports.ts';
import type { Directory } from '../directory/directory.ts';
import type { ScimCall } from './call.ts';
import { beginCapture, type Capture, capturedExchange } from './exchange-recorder.ts';
import { decodeBody, parseBody } from './json-guard.ts';
import { asFault, errorAnswer, faultAnswer, mediaType, type ScimAnswer } from './messages.ts';
import {
  basePath,
  baseUrlOf,
  checkMedia,
  checkRequest,
  tooLarge,
  UnsupportedMedia,
} from './request-checks.ts';
import { allowedMethods, type Route, routes } from './routes.ts';

export interface ScimServerOptions {
  readonly directory: Directory;
  readonly authenticate: Authenticate;
  readonly recordExchange: RecordExchange;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a client may take; shorter in tests. */
  readonly patience?: Patience;
}

export interface Patience {
  /** From the connection, or from the answer before, to the end of the head, ms. */
  readonly headMs: number;
  /** For the whole request, ms. */
  readonly requestMs: number;
  readonly checkEveryMs: number;
}

export interface ScimServer {
  /** Port 0: any free one. Rejects with Node's own error where the port cannot be had. */
  listen(host: string, port: number): Promise<{ port: number }>;
  /** Finishes what is under way, at most 5 s, then closes every connection. */
  close(): Promise<void>;
  /** For `inject` in tests. */
  readonly app: FastifyInstance;
}

const second = 1000;
const closeLimit = 5 * second;
const usualPatience: Patience = { headMs: 10 * second, requestMs: 30 * second, checkEveryMs: 2 * second };
/** Node's header block is 16 KiB, so no id is longer: every unknown one is a 404 and never a 414. */
const longestParameter = 16 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    capture: Capture | null;
  }
  interface FastifyContextConfig {
    scim?: Route;
  }
}

export function createScimServer(options: ScimServerOptions): ScimServer {
  const app = createApp(options.patience ?? usualPatience);
  recordEverything(app, options);
  answerErrors(app, options.logger);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      done(null, takeBody(request, bytes as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  app.setNotFoundHandler((_request, reply) => send(reply, errorAnswer(404, 'Endpoint not found.')));
  app.register(
    (scope, _options, done) => {
      addRoutes(scope, options);
      done();
    },
    { prefix: basePath },
  );
  return {
    app,
    listen: async (host, port) => {
      await app.listen({ host, port });
      return { port: (app.server.address() as AddressInfo).port };
    },
    close: () => close(app),
  };
}

function createApp(patience: Patience): FastifyInstance {
  return fastify({
    exposeHeadRoutes: false,
    return503OnClosing: false,
    requestIdHeader: false,
    trustProxy: false,
    routerOptions: {
      ignoreDuplicateSlashes: true,
      ignoreTrailingSlash: true,
      maxParamLength: longestParameter,
    },
    frameworkErrors: (_error, _request, reply) => send(reply, errorAnswer(404, 'Endpoint not found.')),
    clientErrorHandler: answerBrokenRequest,
    // Fastify would set requestTimeout to 0 and leave slow clients for ever (security.md 0.3)
    serverFactory: (handler) => {
      const server = createServer(
        {
          maxHeaderSize: 16 * 1024,
          headersTimeout: patience.headMs,
          requestTimeout: patience.requestMs,
          keepAliveTimeout: 120 * second,
          connectionsCheckingInterval: patience.checkEveryMs,
          requireHostHeader: false,
        },
        handler,
      );
      server.maxConnections = 256;
      return server;
    },
  });
}

async function close(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), closeLimit);
  const closed = app.close();
  app.server.closeIdleConnections();
  await closed;
  clearTimeout(timer);
}

function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const words: Readonly<Record<number, string>> = {
    400: 'Bad Request',
    408: 'Request Timeout',
    431: 'Request Header Fields Too Large',
  };
  const body = errorAnswer(status, `${words[status]}.`).body ?? '';
  socket.end(
    `HTTP/1.1 ${status} ${words[status]}\r\nContent-Type: ${mediaType}\r\nCache-Control: no-store\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function captureOf(request: FastifyRequest): Capture {
  if (request.capture === null) request.capture = beginCapture(Date.now());
  return request.capture;
}

function recordEverything(app: FastifyInstance, options: ScimServerOptions): void {
  app.decorateRequest('capture', null);
  app.addHook('onRequest', (request, _reply, done) => {
    request.capture = beginCapture(options.clock());
    try {
      checkRequest(request.raw);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    captureOf(request).responseBody = typeof payload === 'string' && payload !== '' ? payload : null;
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const answer = { status: reply.statusCode, headers: reply.getHeaders() };
    try {
      const base = baseUrlOf(request.raw);
      options.recordExchange(capturedExchange(captureOf(request), request.raw, answer, base));
    } catch (error) {
      // the answer is out already: a log that fails must not take the server with it
      options.logger.error('an exchange was not recorded', { reason: String(error) });
    }
    done();
  });
}

function answerErrors(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const answer = errorAnswerOf(error, request.routeOptions.bodyLimit);
    if (answer.status >= 500)
      logger.error('a SCIM request failed', { method: request.method, reason: String(error) });
    return send(reply, answer);
  });
}

function errorAnswerOf(error: Error & { statusCode?: number }, bodyLimit: number): ScimAnswer {
  if (error instanceof AppFault) return faultAnswer(error);
  if (error instanceof UnsupportedMedia) return errorAnswer(415, error.message);
  if (error.statusCode === 413) return faultAnswer(tooLarge(bodyLimit));
  if (error.statusCode === 415) return errorAnswer(415, 'Use Content-Type application/scim+json.');
  if (error.statusCode === 400) return errorAnswer(400, 'The request cannot be read.', 'invalidSyntax');
  return faultAnswer(asFault(error));
}

/** The text is kept for the log before it is judged, so that what was refused can be seen. */
function takeBody(request: FastifyRequest, bytes: Buffer): string | undefined {
  if (bytes.length === 0) return undefined;
  const capture = captureOf(request);
  capture.requestBytes = bytes.length;
  try {
    checkMedia(request.raw);
    capture.requestBody = decodeBody(bytes);
    return capture.requestBody;
  } finally {
    capture.requestBody ??= bytes.toString('utf8');
  }
}

function send(reply: FastifyReply, answer: ScimAnswer): FastifyReply {
  reply.code(answer.status);
  reply.header('cache-control', 'no-store');
  reply.header('x-content-type-options', 'nosniff');
  if (answer.headers !== undefined) reply.headers(answer.headers);
  if (answer.body === null) return reply.send();
  return reply.header('content-type', mediaType).send(answer.body);
}

function addRoutes(scope: FastifyInstance, options: ScimServerOptions): void {
  scope.addHook('onRequest', (request, reply, done) => {
    try {
      const refusal = refusalOf(options.authenticate(request.raw.headers.authorization), request);
      if (refusal === null) done();
      else send(reply, refusal);
    } catch (error) {
      done(error as Error);
    }
  });
  scope.setNotFoundHandler((request, reply) => send(reply, unknownPath(request.raw)));
  for (const route of routes) {
    scope.route({
      method: route.method,
      url: route.path,
      bodyLimit: route.bodyLimit,
      config: { scim: route },
      handler: (request, reply) =>
        send(reply, refusedSince(request, options) ?? handle(route, request, options)),
    });
  }
}

/** A body takes its time to arrive: the token may have been revoked since the head was judged (security.md P12). */
function refusedSince(request: FastifyRequest, options: ScimServerOptions): ScimAnswer | null {
  if (request.body === undefined) return null;
  return refusalOf(options.authenticate(request.raw.headers.authorization), request);
}

/** null: go on. The token is remembered for the log and for signing what it writes. */
function refusalOf(judged: Authentication, request: FastifyRequest): ScimAnswer | null {
  if (judged.ok) {
    const capture = captureOf(request);
    capture.tokenId = judged.tokenId;
    capture.tokenName = judged.tokenName;
    const writes = request.routeOptions.config.scim?.writes === true;
    if (writes && !judged.scopes.includes('write')) return errorAnswer(403, 'This token may only read.');
    return null;
  }
  switch (judged.reason) {
    case 'missing':
      return errorAnswer(
        401,
        'Authentication required. Send the API token in the Authorization header.',
        undefined,
        { 'www-authenticate': 'Bearer realm="scim"' },
      );
    case 'invalid':
      return errorAnswer(401, 'The API token is not valid.', undefined, {
        'www-authenticate': 'Bearer realm="scim", error="invalid_token"',
      });
    case 'throttled':
      return errorAnswer(429, 'Too many requests with a token that is not valid.', undefined, {
        'retry-after': String(Math.ceil(judged.retryAfter)),
      });
  }
}

function unknownPath(raw: IncomingMessage): ScimAnswer {
  const allow = allowedMethods(pathBelowBase(raw.url ?? ''));
  if (allow.length === 0) return errorAnswer(404, 'Endpoint not found.');
  return errorAnswer(405, 'This method is not allowed here.', undefined, { allow: allow.join(', ') });
}

function pathBelowBase(url: string): string {
  try {
    const path = decodeURIComponent(url.split('?')[0] ?? '').replace(/\/{2,}/g, '/');
    return path.startsWith(basePath) ? path.slice(basePath.length) : '';
  } catch {
    return '';
  }
}

function handle(route: Route, request: FastifyRequest, options: ScimServerOptions): ScimAnswer {
  const capture = captureOf(request);
  const { id = '' } = request.params as { id?: string };
  if (route.about !== null) {
    capture.resourceId = id;
    capture.named = options.directory.nameOf(route.about, id) ?? null;
    if (capture.named === null) capture.resourceId = null;
  }
  const answer = route.handle(options.directory, callOf(request, capture, id));
  if (answer.resourceId !== undefined) {
    const made = answer.resourceId;
    capture.resourceId = made;
    capture.named ??=
      options.directory.nameOf('User', made) ?? options.directory.nameOf('Group', made) ?? null;
  }
  return answer;
}

function callOf(request: FastifyRequest, capture: Capture, id: string): ScimCall {
  const { raw } = request;
  const source: ChangeSource = {
    kind: 'token',
    tokenId: capture.tokenId ?? '',
    tokenName: capture.tokenName ?? '',
    userAgent: raw.headers['user-agent'] ?? null,
  };
  return {
    id,
    query: new URLSearchParams((raw.url ?? '').split('?').slice(1).join('?')),
    body: () => parseBody(typeof request.body === 'string' ? request.body : ''),
    base: baseUrlOf(raw),
    source,
    ifMatch: raw.headers['if-match'],
    ifNoneMatch: raw.headers['if-none-match'],
    notes: capture.notes,
  };
}
