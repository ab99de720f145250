/** A SCIM server on a real port over a real database, with two fixed tokens. Close it in `afterAll`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Authenticate, CapturedExchange } from '../../electron/engine/base/exchange-capture.ts';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { type Logger, silentLogger } from '../../electron/engine/base/ports.ts';
import { createDirectory, type Directory } from '../../electron/engine/directory/directory.ts';
import type { DirectoryChanged } from '../../electron/engine/directory/unit-of-work.ts';
import type { OverloadLimits } from '../../electron/engine/scim/overload.ts';
import { createScimServer, type Patience } from '../../electron/engine/scim/scim-server.ts';
import { type OpenDb, openDatabase } from '../../electron/engine/storage/database.ts';
import { migrate } from '../../electron/engine/storage/migrate.ts';
import { workspaceSteps } from '../../electron/engine/storage/migrations/index.ts';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import type { SchemaRegistry } from '../../shared/domain/schema-registry.ts';
import type { ServerProfile } from '../../shared/domain/server-profile.ts';

export const writeToken = 'test-write-token';
export const readToken = 'test-read-token';

export interface TestDirectory {
  readonly db: OpenDb;
  readonly directory: Directory;
  readonly announced: DirectoryChanged[];
  close(): void;
}

export function openTestDirectory(
  clock: () => number = Date.now,
  schemas?: () => SchemaRegistry,
  full: () => boolean = () => false,
): TestDirectory {
  const dir = mkdtempSync(join(tmpdir(), 'rollcall-scim-'));
  const db = openDatabase(join(dir, 'rollcall.db'), { synchronous: 'NORMAL' });
  migrate(db, workspaceSteps, 1);
  const announced: DirectoryChanged[] = [];
  const directory = createDirectory({
    db,
    clock,
    ids: randomIds,
    announce: (c) => announced.push(c),
    full,
    ...(schemas === undefined ? {} : { schemas }),
  });
  return {
    db,
    directory,
    announced,
    close: () => {
      db.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Bearer in any case, or the bare token; counts failures only, as the vault does. */
const fixedTokens: Authenticate = (authorization) => {
  const value = (authorization ?? '').trim();
  const token = value.replace(/^bearer(\s+|$)/i, '').trim();
  if (token === '' || token === 'null' || token === 'undefined') return { ok: false, reason: 'missing' };
  if (token === writeToken)
    return { ok: true, tokenId: 't1', tokenName: 'OIN push', scopes: ['read', 'write'] };
  if (token === readToken) return { ok: true, tokenId: 't2', tokenName: 'Reader', scopes: ['read'] };
  if (token === 'throttle-me') return { ok: false, reason: 'throttled', retryAfter: 30 };
  return { ok: false, reason: 'invalid' };
};

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed body; an empty object where there was none. */
  readonly body: JsonObject;
}

export interface ScimUnderTest extends TestDirectory {
  readonly port: number;
  readonly baseUrl: string;
  readonly exchanges: CapturedExchange[];
  readonly errors: string[];
  readonly app: ReturnType<typeof createScimServer>['app'];
  /** `path` is below `/scim/v2`; `send` is JSON, or text as it is. */
  call(method: string, path: string, send?: Json | string, headers?: Record<string, string>): Promise<Reply>;
  stop(): Promise<void>;
}

export interface ScimStart {
  readonly patience?: Patience;
  readonly profile?: () => ServerProfile;
  readonly overload?: OverloadLimits;
  readonly schemas?: () => SchemaRegistry;
  /** The disk is full, or said to be. */
  readonly full?: () => boolean;
}

export async function startScim({ schemas, full, ...more }: ScimStart = {}): Promise<ScimUnderTest> {
  const test = openTestDirectory(Date.now, schemas, full);
  const exchanges: CapturedExchange[] = [];
  const errors: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    error: (message, fields) => errors.push(`${message} ${JSON.stringify(fields)}`),
  };
  const server = createScimServer({
    directory: test.directory,
    authenticate: fixedTokens,
    recordExchange: (e) => exchanges.push(e),
    clock: Date.now,
    logger,
    // on a busy machine the tests themselves hold the thread
    overload: { delayMs: Number.POSITIVE_INFINITY, heapShare: 1 },
    ...more,
  });
  const { port } = await server.listen('127.0.0.1', 0);
  const baseUrl = `http://127.0.0.1:${port}/scim/v2`;
  return {
    ...test,
    port,
    baseUrl,
    exchanges,
    errors,
    app: server.app,
    call: (method, path, send, headers) => request(baseUrl + path, method, send, headers),
    stop: async () => {
      await server.close();
      test.close();
    },
  };
}

async function request(
  url: string,
  method: string,
  send?: Json | string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const body = send === undefined ? null : typeof send === 'string' ? send : JSON.stringify(send);
  const reply = await fetch(url, {
    method,
    body,
    headers: {
      authorization: `Bearer ${writeToken}`,
      ...(body === null ? {} : { 'content-type': 'application/scim+json' }),
      ...headers,
    },
  });
  const text = await reply.text();
  return {
    status: reply.status,
    headers: reply.headers,
    text,
    body: text === '' ? {} : (JSON.parse(text) as JsonObject),
  };
}

export const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const scimError = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** A user as Okta creates one (okta.md 1.4), with what the test names. */
export function userBody(userName: string, more: JsonObject = {}): JsonObject {
  return {
    schemas: [coreUser],
    userName,
    name: { givenName: 'Test', familyName: 'User' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: `Test ${userName}`,
    active: true,
    ...more,
  };
}

export function patchBody(...operations: JsonObject[]): JsonObject {
  return { schemas: [patchOp], Operations: operations };
}
