/**
 * SCIM's messages (RFC 7644 §3.4.2, §3.12) and the one table from a fault to status and scimType. Nothing else knows
 * SCIM statuses. When we refuse for reasons of our own (busy, full disk, stopping) it is 429 with an integer
 * Retry-After: the only status Okta retries by itself (okta.md 1.10, security.md 0.12).
 */
import type { FaultCode } from '../../../shared/contract/faults.ts';
import { AppFault } from '../base/app-fault.ts';

export const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const bulkRequestUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const bulkResponseUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
export const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const mediaType = 'application/scim+json';

/** Seconds after which a client may try again what we refused for our own reasons. */
const retryAfter = 30;

export interface ScimAnswer {
  readonly status: number;
  /** JSON text, or the texts it consists of; null for 204 and 304, and where `pieces` has it. */
  readonly body: string | readonly string[] | null;
  /** A body too large to be put together at once. It is read in one go and must be closed, whatever happens. */
  readonly pieces?: BodyPieces;
  readonly headers?: Readonly<Record<string, string>>;
  /** SCIM's own unless it is said. */
  readonly contentType?: string;
  /** The user or group this was about, for the traffic log. */
  readonly resourceId?: string;
  /** Its name, where it was at hand. */
  readonly named?: string;
}

export interface BodyPieces {
  /** Each costs a few milliseconds at most. */
  texts(): Generator<string>;
  close(): void;
}

const table: Readonly<Record<FaultCode, { readonly status: number; readonly scimType?: string }>> = {
  'invalid-input': { status: 400, scimType: 'invalidValue' },
  'not-found': { status: 404 },
  conflict: { status: 409, scimType: 'uniqueness' },
  stale: { status: 412 },
  mutability: { status: 400, scimType: 'mutability' },
  'too-large': { status: 413 },
  'not-allowed': { status: 403 },
  'disk-full': { status: 429 },
  busy: { status: 429 },
  stopping: { status: 429 },
  'workspace-open': { status: 429 },
  'workspace-newer': { status: 429 },
  'workspace-damaged': { status: 429 },
  'workspace-foreign': { status: 429 },
  'workspace-unwritable': { status: 429 },
  'port-busy': { status: 500 },
  'address-not-allowed': { status: 500 },
  unreachable: { status: 500 },
  'unauthorized-by-peer': { status: 500 },
  'peer-misbehaved': { status: 500 },
  'secret-needed': { status: 500 },
  'not-implemented': { status: 501 },
  internal: { status: 500 },
};

/** An Error message. `status` is a string in the body (RFC 7644 §3.12). */
export function errorAnswer(
  status: number,
  detail: string,
  scimType?: string,
  headers: Readonly<Record<string, string>> = {},
): ScimAnswer & { readonly body: string } {
  const body = {
    schemas: [errorUrn],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail,
  };
  return { status, body: JSON.stringify(body), headers };
}

/** @param refuseWith the status of a refusal for reasons of our own: 503 where a profile wants it */
export function faultAnswer(
  fault: AppFault,
  refuseWith: 429 | 503 = 429,
): ScimAnswer & { readonly body: string } {
  const row = table[fault.code];
  const named = fault.details?.['scimType'];
  const scimType = typeof named === 'string' ? named : row.scimType;
  if (row.status !== 429)
    return errorAnswer(row.status, fault.message, scimType === '' ? undefined : scimType);
  return errorAnswer(refuseWith, fault.message, scimType, { 'retry-after': String(retryAfter) });
}

/** What was thrown as a fault: the disk's troubles get words, anything else is `internal` without detail. */
export function asFault(error: unknown): AppFault {
  if (error instanceof AppFault) return error;
  const code = (error as { code?: string } | null)?.code ?? '';
  if (code.startsWith('SQLITE_FULL'))
    return new AppFault('disk-full', 'The disk of the SCIM server is full.');
  if (/^SQLITE_(BUSY|IOERR|READONLY|CANTOPEN)/.test(code))
    return new AppFault('busy', 'The SCIM server cannot write at the moment.');
  return new AppFault('internal', 'The SCIM server could not answer. Its log has the reason.');
}

/** By index: where the page begins, 1-based. By cursor: that of the next page; null on the last (RFC 9865). */
export type ListPlace = { readonly startIndex: number } | { readonly next: string | null };

/** `resources` are JSON texts. Numbers are integers: Okta fails on strings (okta.md 1.4). */
export function listAnswer(total: number, place: ListPlace, resources: readonly string[]): ScimAnswer {
  const [head, tail] = listAround(total, place, resources.length);
  const parts: string[] = [head];
  for (const [i, resource] of resources.entries()) {
    if (i > 0) parts.push(',');
    parts.push(resource);
  }
  parts.push(tail);
  return { status: 200, body: parts };
}

/** What stands before and after the resources of a list. */
export function listAround(total: number, place: ListPlace, count: number): readonly [string, string] {
  const where =
    'startIndex' in place
      ? `"startIndex":${place.startIndex},`
      : place.next === null
        ? ''
        : `"nextCursor":"${place.next}",`;
  return [
    `{"schemas":["${listUrn}"],"totalResults":${total},${where}"itemsPerPage":${count},"Resources":[`,
    ']}',
  ];
}
