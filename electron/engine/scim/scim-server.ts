/**
 * The SCIM listener. Serves `/scim/v2/*` and nothing else: the console has another socket, because a tunnel makes
 * every peer look local (security.md 0.1). Authentication is an onRequest hook of the plugin that holds the routes,
 * never a test of the URL (0.2): a route that exists cannot be reached without it, in whatever spelling.
 *
 * Trusts `authenticate` for tokens and `directory` for rules; what a client sends is judged here and in the endpoints.
 * Not here: TLS (the tunnel ends it), CORS (there is none), per-address limits (0.13).
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type ServerProfile, usualProfile } from '../../../shared/domain/server-profile.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Authenticate, RecordExchange } from '../base/exchange-capture.ts';
import type { Clock, Logger } from '../base/ports.ts';
import type { Directory } from '../directory/directory.ts';
import { type AnswerParts, answerRoute, captureOf } from './answering.ts';
import { type Answered, beginCapture, type Capture, capturedExchange } from './exchange-recorder.ts';
import { createFaultRules } from './fault-rules.ts';
import { decodeBody } from './json-guard.ts';
import { asFault, errorAnswer, faultAnswer, mediaType, type ScimAnswer } from './messages.ts';
import { type Overload, type OverloadLimits, watchOverload } from './overload.ts';
import { basePath, checkMedia, checkRequest, tooLarge, UnsupportedMedia } from './request-checks.ts';
import { allowedMethods, type Route, routes } from './routes.ts';
import { send } from './sending.ts';
import { refusalOf } from './token-check.ts';
import { unreturnedNames } from './unreturned-names.ts';

export interface ScimServerOptions {
  readonly directory: Directory;
  readonly authenticate: Authenticate;
  readonly recordExchange: RecordExchange;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a client may take; shorter in tests. */
  readonly patience?: Patience;
  /** How this server behaves at this moment; asked at every request. The usual profile where nobody says. */
  readonly profile?: () => ServerProfile;
  /** When to refuse for being busy; earlier in tests. */
  readonly overload?: OverloadLimits;
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

const noQuery = {};
const second = 1000;
const closeLimit = 5 * second;
const usualPatience: Patience = { headMs: 10 * second, requestMs: 30 * second, checkEveryMs: 2 * second };
/** Node's header block is 16 KiB, so no id is longer: every unknown one is a 404 and never a 414. */
const longestParameter = 16 * 1024;

declare module 'fastify' {
  interface FastifyContextConfig {
    scim?: Route;
  }
}

export function createScimServer(options: ScimServerOptions): ScimServer {
  const app = createApp(options);
  const overload = watchOverload(options.overload);
  const profile = options.profile ?? (() => usualProfile);
  recordEverything(app, options);
  answerErrors(app, options.logger, profile);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      done(null, takeBody(request, bytes as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  app.setNotFoundHandler((request, reply) =>
    send(reply, errorAnswer(404, 'Endpoint not found.'), captureOf(request)),
  );
  app.register(
    (scope, _options, done) => {
      addRoutes(scope, options, profile, overload);
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
    close: async () => {
      await close(app);
      overload.stop();
    },
  };
}

function createApp(options: ScimServerOptions): FastifyInstance {
  const patience = options.patience ?? usualPatience;
  return fastify({
    exposeHeadRoutes: false,
    return503OnClosing: false,
    requestIdHeader: false,
    trustProxy: false,
    routerOptions: {
      ignoreDuplicateSlashes: true,
      ignoreTrailingSlash: true,
      maxParamLength: longestParameter,
      // the endpoints read the query themselves, where they need it
      querystringParser: () => noQuery,
    },
    // a path that cannot be decoded: no hook sees it
    frameworkErrors: (_error, request, reply) => {
      follow(request, reply, options);
      send(reply, errorAnswer(404, 'Endpoint not found.'), captureOf(request));
    },
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
      // nobody reads the answer: longer than the longest delay a fault rule may ask for
      server.timeout = 150 * second;
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
  const body = errorAnswer(status, `${words[status]}.`).body;
  socket.end(
    `HTTP/1.1 ${status} ${words[status]}\r\nContent-Type: ${mediaType}\r\nCache-Control: no-store\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function recordEverything(app: FastifyInstance, options: ScimServerOptions): void {
  app.decorateRequest('capture', null);
  app.addHook('onRequest', (request, reply, done) => {
    follow(request, reply, options);
    try {
      checkRequest(request.raw);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

function follow(request: FastifyRequest, reply: FastifyReply, options: ScimServerOptions): void {
  request.capture = beginCapture(options.clock());
  // Fastify tells of answers that went out whole and of no others; this comes once, whatever became of them
  reply.raw.once('close', () => record(request, reply, options));
}

/** Whether its answer was sent, sent in part, or not at all. */
function record(request: FastifyRequest, reply: FastifyReply, options: ScimServerOptions): void {
  const capture = captureOf(request);
  const { directory } = options;
  try {
    if (capture.named === null && capture.about !== null) nameRefused(capture, capture.about, directory);
    const answer = sentOf(reply, capture);
    const masked = unreturnedNames(directory.schemas());
    options.recordExchange(capturedExchange(capture, request.raw, answer, masked));
  } catch (error) {
    // the answer is out already: a log that fails must not take the server with it
    options.logger.error('an exchange was not recorded', { reason: String(error) });
  }
}

function sentOf(reply: FastifyReply, capture: Capture): Answered {
  if (reply.raw.writableFinished) return { status: reply.raw.statusCode };
  if (!reply.raw.headersSent) {
    Object.assign(capture, { responseHeaders: null, responseBody: null, responseBytes: 0 });
    return { status: 0, error: 'the connection ended first' };
  }
  capture.notes.push('The connection ended before the whole answer was sent.');
  return { status: reply.raw.statusCode };
}

/** A refusal knows no name; the log still says whom it was about. */
function nameRefused(
  capture: Capture,
  about: { type: 'User' | 'Group'; id: string },
  directory: Directory,
): void {
  capture.named = directory.nameOf(about.type, about.id) ?? null;
  if (capture.named !== null) capture.resourceId = about.id;
}

function answerErrors(app: FastifyInstance, logger: Logger, profile: () => ServerProfile): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const answer = errorAnswerOf(error, request.routeOptions.bodyLimit, profile().refuseWith);
    if (answer.status === 500)
      logger.error('a SCIM request failed', { method: request.method, reason: String(error) });
    send(reply, answer, captureOf(request));
  });
}

function errorAnswerOf(
  error: Error & { statusCode?: number },
  bodyLimit: number,
  refuseWith: ServerProfile['refuseWith'],
): ScimAnswer {
  if (error instanceof AppFault) return faultAnswer(error, refuseWith);
  if (error instanceof UnsupportedMedia) return errorAnswer(415, error.message);
  if (error.statusCode === 413) return faultAnswer(tooLarge(bodyLimit));
  if (error.statusCode === 415) return errorAnswer(415, 'Use Content-Type application/scim+json.');
  if (error.statusCode === 400) return errorAnswer(400, 'The request cannot be read.', 'invalidSyntax');
  return faultAnswer(asFault(error), refuseWith);
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

function addRoutes(
  scope: FastifyInstance,
  options: ScimServerOptions,
  profile: () => ServerProfile,
  overload: Overload,
): void {
  scope.addHook('onRequest', (request, reply, done) => {
    try {
      const refusal = judge(request, options) ?? refusedAsBusy(overload, profile);
      if (refusal === null) done();
      else send(reply, refusal, captureOf(request));
    } catch (error) {
      done(error as Error);
    }
  });
  scope.setNotFoundHandler((request, reply) =>
    send(reply, unknownPath(request.raw, profile()), captureOf(request)),
  );
  const parts: AnswerParts = { directory: options.directory, profile, faults: createFaultRules() };
  for (const route of routes) {
    scope.route({
      // GET and HEAD are what every server must support (RFC 9110 §9.1); RFC 7644 is silent about HEAD
      method: route.method === 'GET' ? ['GET', 'HEAD'] : route.method,
      url: route.path,
      bodyLimit: route.bodyLimit,
      config: { scim: route },
      handler: (request, reply) => {
        const refusal = refusedSince(request, options);
        if (refusal === null) return answerRoute(route, request, reply, parts);
        send(reply, refusal, captureOf(request));
        return undefined;
      },
    });
  }
}

function refusedAsBusy(overload: Overload, profile: () => ServerProfile): ScimAnswer | null {
  const reason = overload.reason();
  return reason === null ? null : faultAnswer(new AppFault('busy', reason), profile().refuseWith);
}

/** A body takes its time to arrive: the token may have been revoked since the head was judged (security.md P12). */
function refusedSince(request: FastifyRequest, options: ScimServerOptions): ScimAnswer | null {
  if (request.body === undefined) return null;
  return judge(request, options);
}

function judge(request: FastifyRequest, options: ScimServerOptions): ScimAnswer | null {
  const judged = options.authenticate(request.raw.headers.authorization);
  const writes = request.routeOptions.config.scim?.writes === true;
  return refusalOf(judged, writes, captureOf(request));
}

function unknownPath(raw: IncomingMessage, profile: ServerProfile): ScimAnswer {
  const allow = allowedMethods(pathBelowBase(raw.url ?? ''), profile);
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
