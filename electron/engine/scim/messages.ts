/**
 * SCIM's messages (RFC 7644 §3.4.2, §3.12) and the one table from a fault to status and scimType. Nothing else knows
 * SCIM statuses. When we refuse for reasons of our own (busy, full disk, stopping) it is 429 with an integer
 * Retry-After: the only status Okta retries by itself (okta.md 1.10, security.md 0.12).
 */
import type { FaultCode } from '../../../shared/contract/faults.ts';
import { AppFault } from '../base/app-fault.ts';

export const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const mediaType = 'application/scim+json';

/** Seconds after which a client may try again what we refused for our own reasons. */
const retryAfter = 30;

export interface ScimAnswer {
  readonly status: number;
  /** JSON text; null for 204 and 304. */
  readonly body: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** The user or group this was about, for the traffic log. */
  readonly resourceId?: string;
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
  internal: { status: 500 },
};

/** An Error message. `status` is a string in the body (RFC 7644 §3.12). */
export function errorAnswer(
  status: number,
  detail: string,
  scimType?: string,
  headers: Readonly<Record<string, string>> = {},
): ScimAnswer {
  const body = {
    schemas: [errorUrn],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail,
  };
  return { status, body: JSON.stringify(body), headers };
}

export function faultAnswer(fault: AppFault): ScimAnswer {
  const row = table[fault.code];
  const named = fault.details?.['scimType'];
  const scimType = typeof named === 'string' ? named : row.scimType;
  const headers = row.status === 429 ? { 'retry-after': String(retryAfter) } : {};
  return errorAnswer(row.status, fault.message, scimType, headers);
}

/** What was thrown as a fault: the disk's troubles get words, anything else is `internal` without detail. */
export function asFault(error: unknown): AppFault {
  if (error instanceof AppFault) return error;
  const code = (error as { code?: string } | null)?.code ?? '';
  if (code.startsWith('SQLITE_FULL'))
    return new AppFault('disk-full', 'The disk of the SCIM server is full.');
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_READONLY'))
    return new AppFault('busy', 'The SCIM server cannot write at the moment.');
  return new AppFault('internal', 'The SCIM server could not answer. Its log has the reason.');
}

/** `startIndex` is 1-based; `resources` are JSON texts. Numbers are integers: Okta fails on strings (okta.md 1.4). */
export function listAnswer(total: number, startIndex: number, resources: readonly string[]): ScimAnswer {
  const head = `{"schemas":["${listUrn}"],"totalResults":${total},"startIndex":${startIndex},"itemsPerPage":${resources.length}`;
  return { status: 200, body: `${head},"Resources":[${resources.join(',')}]}` };
}
