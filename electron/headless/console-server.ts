/**
 * The console: the app's screens in a browser on this machine. A socket of its own, on loopback only, apart from the
 * SCIM port: a tunnel that exposes the one can never reach the other (architecture.md, seam 6). It checks who is
 * there, passes the command on, and returns the answer; it looks at no command's name.
 */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { EngineClient } from '../host/engine-client.ts';
import { unreadLimit } from '../host/line-stream.ts';
import { type PageFiles, securityHeaders } from '../host/page-files.ts';
import { judgeRequest, type Refusal } from './request-guard.ts';
import { createSessionGuard, type SessionGuard } from './session-guard.ts';

/** Largest command, bytes: an `imports.append` chunk of 1 MiB in base64, and room. */
const bodyLimit = 2 * 1024 * 1024;
const pingEveryMs = 15_000;

export interface ConsoleServer {
  readonly port: number;
  /** A new link, good once and for two minutes. */
  link(): string;
  close(): Promise<void>;
}

const signedOut: Refusal = { status: 401, code: 'signed_out', message: 'Open the app link again.' };

/** @param port 0: any free one. Errors of `listen` (EADDRINUSE, EACCES) are the caller's. */
export async function startConsoleServer(
  engine: EngineClient,
  files: PageFiles,
  port: number,
): Promise<ConsoleServer> {
  const guard = createSessionGuard();
  const bound = { port };
  const app = createApp(() => bound.port);
  servePage(app, files);
  serveSession(app, guard, () => `rollcall_${bound.port}`);
  serveCommands(app, engine, (request) => {
    const header = request.headers['x-rollcall-session'];
    const cookie = cookieOf(request.headers.cookie, `rollcall_${bound.port}`);
    return guard.admits(cookie, typeof header === 'string' ? header : undefined);
  });
  app.get('/livez', async () => ({ ok: true }));
  app.get('/readyz', async () => ({ ok: true }));
  await app.listen({ host: '127.0.0.1', port });
  const address = app.server.address();
  if (typeof address === 'object' && address !== null) bound.port = address.port;
  return {
    port: bound.port,
    link: () => `http://127.0.0.1:${bound.port}/#k=${guard.issueLaunchKey()}`,
    close: () => app.close(),
  };
}

function createApp(port: () => number): FastifyInstance {
  const app = Fastify({
    bodyLimit,
    requestTimeout: 30_000,
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    trustProxy: false,
  });
  app.server.headersTimeout = 10_000;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error('The body is not valid JSON.'), { statusCode: 400 }));
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...securityHeaders("'self'"), 'cache-control': 'no-store' });
    const refusal = judgeRequest(request.headers, request.raw.rawHeaders, port(), request.raw.url ?? '');
    return refusal === null ? undefined : refuse(reply, refusal);
  });
  app.setNotFoundHandler((_request, reply) =>
    refuse(reply, { status: 404, code: 'not_found', message: 'There is nothing here.' }),
  );
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    return refuse(reply, { status, code: 'refused', message: refusalWords(status) });
  });
  return app;
}

function refusalWords(status: number): string {
  if (status === 415) return 'Use Content-Type application/json.';
  if (status === 413) return 'The request is too large.';
  return status < 500 ? 'The request is not valid.' : 'Something went wrong.';
}

function serveSession(app: FastifyInstance, guard: SessionGuard, cookieName: () => string): void {
  app.post('/api/session', async (request, reply) => {
    const opened = guard.open((request.body as { key?: unknown } | null)?.key);
    if (opened === null) return refuse(reply, signedOut);
    reply.header('set-cookie', `${cookieName()}=${opened.cookie}; HttpOnly; SameSite=Strict; Path=/`);
    return { session: opened.header };
  });
}

function refuse(reply: FastifyReply, refusal: { status: number; code: string; message: string }) {
  return reply
    .code(refusal.status)
    .type('application/json; charset=utf-8')
    .send({ error: refusal.code, message: refusal.message });
}

function servePage(app: FastifyInstance, files: PageFiles): void {
  for (const [path, file] of files) {
    app.get(path, async (_request, reply) => {
      reply.type(file.type);
      if (file.immutable) reply.header('cache-control', 'public, max-age=31536000, immutable');
      return reply.send(file.body);
    });
  }
}

function serveCommands(
  app: FastifyInstance,
  engine: EngineClient,
  admits: (request: FastifyRequest) => boolean,
): void {
  app.register(async (api) => {
    api.addHook('onRequest', async (request, reply) => {
      return admits(request) ? undefined : refuse(reply, signedOut);
    });
    api.post('/api/dispatch', async (request, reply) => {
      const body = request.body as { name?: unknown; input?: unknown } | null;
      if (typeof body?.name !== 'string') {
        return refuse(reply, { status: 400, code: 'bad_request', message: 'A command needs a name.' });
      }
      return engine.dispatch(body.name, body.input, { door: 'console' });
    });
    api.get('/api/events', (request, reply) => {
      reply.hijack();
      const raw = reply.raw;
      raw.writeHead(200, {
        ...securityHeaders("'self'"),
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
      });
      raw.write(': hello\n\n');
      const stop = engine.onEvent((event) => {
        // a page that reads nothing is let go: it asks again and reads everything anew
        if (raw.writableLength > unreadLimit) raw.destroy();
        else raw.write(`data: ${JSON.stringify(event)}\n\n`);
      });
      const ping = setInterval(() => {
        // the open stream counts as use of the session; where the session is over, so is the stream
        if (admits(request)) raw.write(': ping\n\n');
        else raw.end();
      }, pingEveryMs);
      raw.on('close', () => {
        clearInterval(ping);
        stop();
      });
    });
  });
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return undefined;
}
