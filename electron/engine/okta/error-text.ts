/**
 * The words Okta's console would show, from what the server answered (okta.md 1.3, 1.4, 1.10). Seen texts are copied
 * as facts of the interface; texts that nobody has recorded are formed by the same pattern and marked inferred.
 *
 * Not here: our own explanation of what happened; that is `detail` beside the Okta text.
 */
import type { Json } from '../../../shared/domain/json.ts';
import type { Dialect } from '../../../shared/domain/simulator.ts';

/** `<prefix>: <reason>. Errors reported by remote server: <detail>` (okta.md 1.10, seen). */
export function oktaErrorText(prefix: string, reason: string, remote: string): string {
  return remote === ''
    ? `${prefix}: ${reason}.`
    : `${prefix}: ${reason}. Errors reported by remote server: ${remote}`;
}

/** "Automatic provisioning of user X to app Y failed: <why>" (okta.md 1.4: seen with two different reasons). */
export function provisioningFailed(user: string, app: string, why: string): string {
  return `Automatic provisioning of user ${user} to app ${app} failed: ${why}`;
}

export const errorPrefixes = {
  /** okta.md 1.10, seen. */
  verifyUser: (login: string) => `Error while verifying if user ${login} exists`,
  /** The first half is documented (okta.md 1.4, step 3). */
  createUser: (login: string) => `Error while creating user ${login}`,
  /** okta.md 1.10, seen. */
  updateUser: (login: string) => `Error while trying to push profile update for '${login}'`,
  /** Inferred from the pattern. */
  deactivateUser: (login: string) => `Error while deactivating user ${login}`,
  /** Inferred from the pattern. */
  reactivateUser: (login: string) => `Error while reactivating user ${login}`,
  /** Inferred from the pattern. */
  verifyGroup: (name: string) => `Error while verifying if group ${name} exists`,
  /** Inferred from the pattern. */
  createGroup: (name: string) => `Error while creating group ${name}`,
  /** Inferred from the pattern. */
  updateGroup: (name: string) => `Error while updating group ${name}`,
  /** Inferred from the pattern. */
  deleteGroup: (name: string) => `Error while deleting group ${name}`,
  /** Inferred from the pattern. */
  importUsers: 'Error while importing users',
  /** Inferred from the pattern. */
  importGroups: 'Error while importing groups',
} as const;

/** okta.md 1.3: the wizard's dialog is seen; the catalog's wording of success is inferred. */
export function testSucceeded(dialect: Dialect, app: string): string {
  return dialect === 'wizard' ? 'Connector configured successfully' : `${app} was verified successfully!`;
}

/** okta.md 1.3: both texts are seen for 401; for any other reason the wizard's is formed alike (inferred). */
export function testFailed(dialect: Dialect, reason: string): string {
  return dialect === 'wizard'
    ? `Error authenticating: ${reason}. The connector configuration could not be tested. Make sure that the URL, Authentication Parameters are correct and that there is an implementation available at the URL provided.`
    : 'Could not verify the administrator credentials; please confirm that these are set correctly';
}

/** Shown on people who were assigned before provisioning was on (okta.md 3.3, documented). */
export const assignedBefore =
  'User was assigned this application before Provisioning was enabled and not provisioned in the downstream application. Click Provision User.';

/**
 * What Okta says of a body that is not JSON. The first form is seen (okta.md 1.10: an unknown word at the start);
 * the others, for `<` of an HTML page and for a body that stops in the middle, are inferred from the same parser.
 *
 * @param cut the body is JSON as far as it goes
 */
export function invalidJsonText(body: string, cut = false): string {
  if (cut) return `Invalid JSON: Unexpected end-of-input... ${placeIn(body, body.length)}`;
  const start = body.search(/\S/);
  if (start === -1) return 'Invalid JSON: No content to map due to end-of-input';
  const word = /^[A-Za-z]\w*/.exec(body.slice(start, start + 60))?.[0];
  if (word !== undefined && !['true', 'false', 'null'].includes(word)) {
    return `Invalid JSON: Unrecognized token '${word}'... ${placeIn(body, start + word.length)}`;
  }
  const character = String.fromCodePoint(body.codePointAt(start) ?? 0);
  return `Invalid JSON: Unexpected character ('${character}' (code ${character.codePointAt(0)}))... ${placeIn(body, start)}`;
}

/** @param at 0-based */
function placeIn(body: string, at: number): string {
  const before = body.slice(0, at).split('\n');
  return `line: ${before.length}, column: ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** The `detail` of a SCIM Error body (RFC 7644 §3.12), or the nearest thing in it; at most 500 characters. */
export function remoteDetail(body: Json | undefined): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return '';
  for (const key of ['detail', 'description', 'message', 'error']) {
    const value = body[key];
    if (typeof value === 'string' && value !== '') return value.slice(0, 500);
  }
  const first = Array.isArray(body['Errors']) ? body['Errors'][0] : undefined;
  return first === undefined ? '' : remoteDetail(first);
}
