/**
 * POST /Bulk (RFC 7644 §3.7): several changes in one request, each atomic by itself and handled by the endpoint it
 * names, so that nothing is allowed here that is not allowed there. `bulkId:x` stands for the id that operation x
 * creates (`bulk-references.ts`); an operation waits for those it refers to.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { AppFault } from '../base/app-fault.ts';
import { invalid, isObject } from '../directory/attribute-rules.ts';
import type { Directory } from '../directory/directory.ts';
import { referencesIn, withIds } from './bulk-references.ts';
import { bodyField, type ScimCall } from './call.ts';
import * as groups from './groups-endpoint.ts';
import { asFault, bulkRequestUrn, bulkResponseUrn, faultAnswer, type ScimAnswer } from './messages.ts';
import * as users from './users-endpoint.ts';

export const mostBulkOperations = 1000;
/** Bytes. */
export const largestBulk = 1024 * 1024;

type Verb = 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Handle = (directory: Directory, call: ScimCall) => ScimAnswer | Promise<ScimAnswer>;

const endpoints: Readonly<Record<string, Readonly<Record<Verb, Handle>>>> = {
  Users: { POST: users.createUser, PUT: users.replaceUser, PATCH: users.patchUser, DELETE: users.deleteUser },
  Groups: {
    POST: groups.createGroup,
    PUT: groups.replaceGroup,
    PATCH: groups.patchGroup,
    DELETE: groups.deleteGroup,
  },
};

interface Operation {
  readonly at: number;
  readonly method: Verb;
  readonly path: string;
  readonly bulkId: string | null;
  readonly version: string | undefined;
  readonly data: JsonObject;
  /** bulkIds that path and data refer to. */
  readonly needs: ReadonlySet<string>;
}

export async function bulk(directory: Directory, call: ScimCall): Promise<ScimAnswer> {
  if (!call.profile.bulk) throw new AppFault('not-implemented', 'Bulk is not supported.');
  const body = call.body();
  const limit = failureLimit(body);
  const operations = readOperations(body);
  const run = new Run(directory, call);
  const waiting = [...operations];
  while (waiting.length > 0 && run.failures < limit) {
    // in the order given; what had to wait comes as soon as it can
    const next = waiting.find((operation) => run.isReady(operation));
    if (next === undefined) {
      // what is left refers to itself in a circle, to a failure, or to nothing
      run.refuse(waiting, operations, limit);
      break;
    }
    waiting.splice(waiting.indexOf(next), 1);
    await run.perform(next);
  }
  const text = JSON.stringify({ schemas: [bulkResponseUrn], Operations: run.results() });
  return { status: 200, body: text };
}

class Run {
  failures = 0;
  readonly #ids = new Map<string, string>();
  readonly #results = new Map<number, JsonObject>();
  readonly #directory: Directory;
  readonly #call: ScimCall;

  constructor(directory: Directory, call: ScimCall) {
    this.#directory = directory;
    this.#call = call;
  }

  isReady(operation: Operation): boolean {
    return [...operation.needs].every((id) => this.#ids.has(id));
  }

  async perform(operation: Operation): Promise<void> {
    // a strict server refuses an operation for its own notes, not for those of the ones before
    const notes: string[] = [];
    try {
      if (operation.method === 'PATCH' && !this.#call.profile.patch)
        throw new AppFault('not-implemented', 'PATCH is not supported.');
      const { handle, id } = target(operation, this.#pathOf(operation));
      const data = withIds(operation.data, this.#resolving(operation)) as JsonObject;
      const answer = await handle(this.#directory, {
        ...this.#call,
        id,
        query: {},
        body: () => data,
        ifMatch: operation.version,
        ifNoneMatch: undefined,
        notes,
      });
      if (operation.bulkId !== null && answer.resourceId !== undefined)
        this.#ids.set(operation.bulkId, answer.resourceId);
      this.#note(operation, answer);
    } catch (error) {
      this.#fail(operation, asFault(error));
    }
    this.#call.notes.push(...notes);
  }

  /** What these refer to will never be there. */
  refuse(left: readonly Operation[], all: readonly Operation[], limit: number): void {
    const known = new Set(all.map((o) => o.bulkId));
    const failed = new Set(all.filter((o) => this.#hasFailed(o)).map((o) => o.bulkId));
    for (const operation of left) {
      if (this.failures >= limit) return;
      const needs = [...operation.needs];
      const nowhere = needs.find((id) => !known.has(id));
      const broken = needs.find((id) => failed.has(id));
      this.#fail(operation, reasonOf(nowhere, broken));
    }
  }

  results(): JsonObject[] {
    return [...this.#results.entries()].sort((a, b) => a[0] - b[0]).map(([, result]) => result);
  }

  #resolving({ method }: Operation) {
    return { idOf: (bulkId: string) => this.#ids.get(bulkId), patch: method === 'PATCH' };
  }

  #pathOf(operation: Operation): string {
    return withIds(operation.path, this.#resolving(operation)) as string;
  }

  #hasFailed(operation: Operation): boolean {
    return this.#results.has(operation.at) && !this.#ids.has(operation.bulkId ?? '');
  }

  #note(operation: Operation, answer: ScimAnswer): void {
    const location =
      answer.resourceId === undefined ? {} : { location: this.#location(operation, answer.resourceId) };
    const version = answer.headers?.['etag'] === undefined ? {} : { version: answer.headers['etag'] };
    this.#results.set(operation.at, {
      ...head(operation),
      ...location,
      ...version,
      status: String(answer.status),
    });
  }

  #location(operation: Operation, id: string): string {
    return `${this.#call.base}/${operation.path.split('/')[1] ?? ''}/${id}`;
  }

  #fail(operation: Operation, fault: AppFault): void {
    this.failures += 1;
    const answer = faultAnswer(fault, this.#call.profile.refuseWith);
    const response = JSON.parse(answer.body) as JsonObject;
    const known =
      operation.method === 'POST' ? {} : { location: `${this.#call.base}${this.#pathOf(operation)}` };
    this.#results.set(operation.at, {
      ...head(operation),
      ...known,
      status: String(answer.status),
      response,
    });
  }
}

function reasonOf(nowhere: string | undefined, broken: string | undefined): AppFault {
  if (nowhere !== undefined)
    return invalid('bulkId', `No operation has the bulkId "${nowhere.slice(0, 80)}".`);
  if (broken !== undefined) return invalid('bulkId', `The operation "${broken.slice(0, 80)}" failed.`);
  return new AppFault('conflict', 'The bulkIds refer to each other in a circle.', {
    details: { scimType: '' },
  });
}

function head({ method, bulkId }: Operation): JsonObject {
  return bulkId === null ? { method } : { method, bulkId };
}

function failureLimit(body: JsonObject): number {
  const value = bodyField(body, 'failOnErrors');
  if (value === undefined || value === null) return Number.POSITIVE_INFINITY;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1)
    throw invalid('failOnErrors', 'failOnErrors must be a whole number of at least 1.');
  return value;
}

function readOperations(body: JsonObject): Operation[] {
  const schemas = bodyField(body, 'schemas');
  if (!Array.isArray(schemas) || !schemas.includes(bulkRequestUrn))
    throw invalid('schemas', `schemas must contain ${bulkRequestUrn}.`, 'invalidSyntax');
  const list = bodyField(body, 'Operations');
  if (!Array.isArray(list) || list.length === 0)
    throw invalid('Operations', 'Operations must be a non-empty list.', 'invalidSyntax');
  if (list.length > mostBulkOperations)
    throw new AppFault('too-large', `More than ${mostBulkOperations} operations.`, {
      details: { scimType: 'tooMany' },
    });
  const operations = list.map(readOperation);
  const seen = new Set<string>();
  for (const { bulkId, at } of operations) {
    if (bulkId === null) continue;
    if (seen.has(bulkId)) throw invalid('bulkId', `Operation ${at + 1}: its bulkId is used twice.`);
    seen.add(bulkId);
  }
  return operations;
}

function readOperation(value: Json, at: number): Operation {
  const refuse = (why: string) => invalid('Operations', `Operation ${at + 1}: ${why}`, 'invalidSyntax');
  if (!isObject(value)) throw refuse('it must be an object.');
  const named = bodyField(value, 'method');
  const method = typeof named === 'string' ? named.toUpperCase() : '';
  if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH' && method !== 'DELETE')
    throw refuse('method must be POST, PUT, PATCH or DELETE.');
  const path = bodyField(value, 'path');
  if (typeof path !== 'string' || path.length > 1024) throw refuse('path is required.');
  const bulkId = bodyField(value, 'bulkId');
  if (
    bulkId !== undefined &&
    bulkId !== null &&
    (typeof bulkId !== 'string' || bulkId === '' || bulkId.length > 256)
  )
    throw refuse('bulkId must be a text of at most 256 characters.');
  if (method === 'POST' && typeof bulkId !== 'string') throw refuse('a POST needs a bulkId.');
  const version = bodyField(value, 'version');
  const data = bodyField(value, 'data');
  if (method !== 'DELETE' && !isObject(data)) throw refuse('data must be a JSON object.');
  const needs = referencesIn([path, isObject(data) ? data : null], method === 'PATCH');
  return {
    at,
    method,
    path,
    bulkId: typeof bulkId === 'string' ? bulkId : null,
    version: typeof version === 'string' ? version : undefined,
    data: isObject(data) ? data : {},
    needs,
  };
}

function target(operation: Operation, path: string): { handle: Handle; id: string } {
  const found = /^\/(Users|Groups)(?:\/([^/?#]+))?$/.exec(path);
  const handlers = found === null ? undefined : endpoints[found[1] ?? ''];
  const id = found?.[2];
  const wantsId = operation.method !== 'POST';
  if (handlers === undefined || (id !== undefined) !== wantsId)
    throw new AppFault(
      'not-found',
      wantsId ? 'path must be /Users/{id} or /Groups/{id}.' : 'path must be /Users or /Groups.',
    );
  return { handle: handlers[operation.method], id: id ?? '' };
}
