/**
 * A SCIM server that answers from a script over real loopback HTTP, and keeps what it was asked, byte for byte. It
 * knows nothing of SCIM, so that what Okta sends is compared with the fixture and not with our own idea of a server.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../../shared/domain/json.ts';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** Instead of `body`: text or bytes as they are. */
  readonly raw?: string | Buffer;
  /** Instead of everything: what to do with the response. */
  readonly behave?: (response: ServerResponse, request: IncomingMessage) => void;
}

export interface SeenRequest {
  readonly method: string;
  /** Path and query as received, without `/scim/v2`. */
  readonly path: string;
  /** Names and values in the order in which they came. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export type Script =
  | readonly ScriptedAnswer[]
  | ((request: SeenRequest, index: number) => ScriptedAnswer | Promise<ScriptedAnswer>);

export interface ScriptedServer {
  readonly baseUrl: string;
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
}

/** A script that runs out answers 599, which no fixture expects. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked: SeenRequest = {
      method: request.method ?? '',
      path: (request.url ?? '').replace(/^\/scim\/v2/, ''),
      headers: pairs(request.rawHeaders),
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(asked);
    const at = seen.length - 1;
    const answer = typeof script === 'function' ? await script(asked, at) : script[at];
    send(response, request, answer ?? { status: 599 });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/scim/v2`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[i * 2] ?? '', raw[i * 2 + 1] ?? '']);
}

function send(response: ServerResponse, request: IncomingMessage, answer: ScriptedAnswer): void {
  if (answer.behave) {
    answer.behave(response, request);
    return;
  }
  const body = answer.raw ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  const headers = { 'content-type': 'application/scim+json', ...answer.headers };
  response.writeHead(answer.status ?? 200, answer.reason, headers);
  response.end(body);
}

export function listResponse(resources: Json[], totalResults = resources.length, startIndex = 1): Json {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

export function scimError(status: number, detail: string): ScriptedAnswer {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
  return { status, body: { schemas, detail, status: String(status) } };
}
