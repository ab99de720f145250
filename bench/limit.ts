/**
 * The limit: the HTTP stack as Rollcall sets it up (Fastify over its own `node:http` server, bodies taken as one
 * buffer, the same answer headers) that answers every request with the same 1 KB. Nothing Rollcall does can make it
 * faster than this; the load client's own ceiling shows here too.
 *
 * Usage: node limit.ts. Prints its port as JSON once it answers.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { sampleId, samplePeople, sentUser, storedUser } from './sample-people.ts';

const [person] = samplePeople(1);
if (person === undefined) throw new Error('no people');
const text = JSON.stringify(storedUser(sampleId(0), sentUser(person), '/scim/v2'));

const app = fastify({
  exposeHeadRoutes: false,
  return503OnClosing: false,
  requestIdHeader: false,
  routerOptions: { ignoreDuplicateSlashes: true, ignoreTrailingSlash: true },
  serverFactory: (handler) => createServer({ keepAliveTimeout: 120_000, requireHostHeader: false }, handler),
});
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
app.route({
  method: ['GET', 'POST', 'PATCH'],
  url: '/scim/v2/*',
  handler: (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .header('content-type', 'application/scim+json; charset=utf-8')
      .send(text),
});
await app.listen({ host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ port: (app.server.address() as AddressInfo).port }));
process.on('SIGTERM', () => process.exit(0));
