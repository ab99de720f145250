/** How a bad input and its promised answer are written down; `subjects` are the records the rows are about. */
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { patchBody, userBody } from './scim-start.ts';

/** Ids of a user, a group that holds a group, and the group inside; set before the rows are run. */
export const subjects = { ana: '', team: '', inner: '' };

export interface Row {
  readonly b: string;
  readonly method: string;
  readonly path: string | (() => string);
  readonly send?: Json | (() => Json);
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly scimType?: string;
  /** Exact, or what it begins with where it ends in `…`. */
  readonly detail?: string;
}

export const json = 'application/json';
export const missing = 'Authentication required. Send the API token in the Authorization header.';
export const wrong = 'The API token is not valid.';
export const notJson = 'Use Content-Type application/scim+json.';

export function auth(b: string, authorization: string, status: number, detail: string): Row {
  return { b, method: 'GET', path: '/Users', headers: { authorization }, status, detail };
}
export function post(b: string, send: Json, status: number, scimType?: string, detail?: string): Row {
  return row(b, 'POST', '/Users', send, status, scimType, detail);
}
export function row(
  b: string,
  method: string,
  path: string | (() => string),
  send: Json | (() => Json) | undefined,
  status: number,
  scimType?: string,
  detail?: string,
  headers?: Record<string, string>,
): Row {
  return {
    b,
    method,
    path,
    status,
    ...(send === undefined ? {} : { send }),
    ...(scimType === undefined ? {} : { scimType }),
    ...(detail === undefined ? {} : { detail }),
    ...(headers === undefined ? {} : { headers }),
  };
}
export const filter = (b: string, text: string, status: number, scimType?: string, detail?: string) =>
  row(b, 'GET', `/Users?filter=${encodeURIComponent(text)}`, undefined, status, scimType, detail);
export const get = (b: string, path: string, status: number, scimType?: string, detail?: string) =>
  row(b, 'GET', path, undefined, status, scimType, detail);
export const patch = (b: string, operation: JsonObject, status: number, scimType?: string, detail?: string) =>
  row(b, 'PATCH', () => `/Users/${subjects.ana}`, patchBody(operation), status, scimType, detail);
export const group = (
  b: string,
  operation: () => JsonObject,
  status: number,
  scimType?: string,
  detail?: string,
) =>
  row(
    b,
    'PATCH',
    () => `/Groups/${subjects.team}`,
    () => patchBody(operation()),
    status,
    scimType,
    detail,
  );
export const who = (more: JsonObject) => userBody(`new-${Math.random()}@x.example`, more);
export const deep = (n: number) => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`;
