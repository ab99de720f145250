/**
 * What a request must be before anyone looks at what it wants: one Host, one Authorization, a path for a target, JSON
 * in a body (security.md B06, B10, B11, B16, B17), and the base URL as the client knows it.
 */
import type { IncomingMessage } from 'node:http';
import { AppFault } from '../base/app-fault.ts';
import { invalid } from '../directory/attribute-rules.ts';

export const basePath = '/scim/v2';

function countHeader({ rawHeaders }: IncomingMessage, name: string): number {
  let n = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const given = rawHeaders[i] as string;
    if (given.length === name.length && given.toLowerCase() === name) n++;
  }
  return n;
}

/** @throws AppFault `invalid-input` with scimType invalidSyntax */
export function checkRequest(raw: IncomingMessage): void {
  const target = raw.url ?? '';
  if (!target.startsWith('/') || target.includes('#'))
    throw invalid('target', 'Request target must be a path.', 'invalidSyntax');
  if (countHeader(raw, 'host') !== 1)
    throw invalid('Host', 'Host header must be sent once.', 'invalidSyntax');
  if (countHeader(raw, 'authorization') > 1)
    throw invalid('Authorization', 'Authorization header sent more than once.', 'invalidSyntax');
}

export class UnsupportedMedia extends Error {}

/** Both JSON media types, UTF-8 only; Okta's test sends one, Okta the other (okta.md 1.1). Only judged where there is a body. */
export function checkMedia(raw: IncomingMessage): void {
  const encoding = String(raw.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding !== 'identity') throw new UnsupportedMedia('Compressed requests are not supported.');
  if (!isJsonMedia(raw.headers['content-type'] ?? ''))
    throw new UnsupportedMedia('Use Content-Type application/scim+json.');
}

function isJsonMedia(value: string): boolean {
  const [type, ...parameters] = value.toLowerCase().split(';');
  const media = type?.replace(/^ +| +$/g, '');
  if (media !== 'application/scim+json' && media !== 'application/json') return false;
  return parameters.every((p) => {
    const [name, setting] = p.trim().split('=');
    return name !== 'charset' || setting?.replaceAll('"', '') === 'utf-8';
  });
}

const hostName = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

function firstOf(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  return text?.split(',')[0]?.trim();
}

/**
 * Base URL for `Location` and `meta.location`. Behind a tunnel the forwarding headers say how the client reached us;
 * what is not a host name is not repeated. Only ever used in answers, never to decide anything.
 */
export function baseUrlOf(raw: IncomingMessage): string {
  return originOf(raw) + basePath;
}

/** Scheme, host and port as the client knows them. */
export function originOf(raw: IncomingMessage): string {
  const proto = firstOf(raw.headers['x-forwarded-proto'])?.toLowerCase();
  const forwarded = firstOf(raw.headers['x-forwarded-host']);
  const candidates = [forwarded, raw.headers.host];
  const host = candidates.find((h) => h !== undefined && hostName.test(h)) ?? '127.0.0.1';
  return `${proto === 'https' ? 'https' : 'http'}://${host}`;
}

export function tooLarge(limit: number): AppFault {
  return new AppFault('too-large', `Request body is larger than ${limit} bytes.`);
}
