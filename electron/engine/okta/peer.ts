/**
 * What the flows know of a server: they send one request and get one answer, which is never an exception, whatever
 * the server did. A flow that cannot go on throws `OktaTask`, which becomes a failed task with Okta's own words.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import type { Dialect } from '../../../shared/domain/simulator.ts';
import { oktaErrorText } from './error-text.ts';

export type PeerMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface PeerRequest {
  readonly method: PeerMethod;
  /** Path below the base URL with its query, already encoded: `/Users?startIndex=1&count=2`. */
  readonly path: string;
  readonly body?: JsonObject;
  /** The server's id of the user or group it is about. */
  readonly resourceId?: string;
  /** The path with the id as a name, for people who read the log. */
  readonly label?: string;
}

export type ProblemKind =
  /** An answer other than 2xx. */
  | 'http'
  /** 3xx: not followed, so that neither secret nor body goes elsewhere. */
  | 'redirect'
  | 'rate-limited'
  | 'not-json'
  | 'too-large'
  | 'timeout'
  | 'unreachable'
  | 'address'
  | 'cancelled';

export interface PeerProblem {
  readonly kind: ProblemKind;
  /** After "Errors reported by remote server:"; may be empty. */
  readonly remote: string;
  /** What really happened, in a sentence of ours. */
  readonly detail: string;
}

export interface PeerAnswer {
  /** 0 where no answer came. */
  readonly status: number;
  /** HTTP reason phrase, or ours where none came. */
  readonly reason: string;
  /** undefined where there was no body. */
  readonly body: Json | undefined;
  /** null where the answer is 2xx and readable. */
  readonly problem: PeerProblem | null;
  /** `seq` in the traffic log; null where nothing was sent. */
  readonly seq: number | null;
  readonly retryAfter: string | undefined;
  /** Sentences about an answer that could be read though something in it is odd. */
  readonly remarks: readonly string[];
}

export interface Peer {
  readonly dialect: Dialect;
  readonly appName: string;
  send(request: PeerRequest): Promise<PeerAnswer>;
  /** A plain sentence for the outcome: what was not sent, or what the server did that Okta would stumble over. */
  note(text: string): void;
}

/** A task that failed: `message` is Okta's text, `detail` what really happened. */
export class OktaTask extends Error {
  readonly detail: string;
  readonly kind: ProblemKind | 'rule';

  constructor(oktaText: string, detail: string, kind: ProblemKind | 'rule' = 'rule') {
    super(oktaText);
    this.name = 'OktaTask';
    this.detail = detail;
    this.kind = kind;
  }
}

/** Okta's text for an answer that is not a success. @param more a sentence to add to what really happened */
export function taskFrom(prefix: string, answer: PeerAnswer, more = ''): OktaTask {
  const problem = answer.problem;
  const remote = problem?.remote ?? '';
  const detail = problem?.detail ?? `The server answered ${answer.status}.`;
  return new OktaTask(
    oktaErrorText(prefix, answer.reason, remote),
    more === '' ? detail : `${detail} ${more}`,
    problem?.kind ?? 'http',
  );
}

/** A POST whose answer was lost may have been carried out all the same. */
export function mayBeDone(answer: PeerAnswer): boolean {
  const kind = answer.problem?.kind;
  const lost = kind === 'timeout' || kind === 'unreachable' || kind === 'too-large' || kind === 'not-json';
  return lost || answer.status === 502 || answer.status === 504;
}

/** Okta's reaction to 404 on an id it has stored is not documented (okta.md 8); it is a failed task here (inferred). */
function lostLink(request: PeerRequest, answer: PeerAnswer): string {
  if (answer.status !== 404 || request.resourceId === undefined) return '';
  const again = request.path.startsWith('/Groups/')
    ? 'Unlink and push the group'
    : 'Unassign and assign the person';
  return `Okta's link points to an id that the server does not know. ${again} again to make a new link.`;
}

/**
 * The answer's object, where it was a success with one.
 * @throws OktaTask otherwise
 */
export async function expectObject(peer: Peer, request: PeerRequest, prefix: string): Promise<JsonObject> {
  const answer = await peer.send(request);
  if (answer.problem !== null) throw taskFrom(prefix, answer, lostLink(request, answer));
  const body = asObject(answer.body);
  if (body === null) {
    throw new OktaTask(
      oktaErrorText(prefix, answer.reason, 'empty or unreadable answer'),
      `The server answered ${answer.status} without a JSON object, and Okta needs the resource here.`,
      'not-json',
    );
  }
  return body;
}

/**
 * Any 2xx, with or without a body (204 is as good as 200 for PATCH, PUT and DELETE: okta.md 1.6, 1.8).
 * @throws OktaTask otherwise
 */
export async function expectSuccess(peer: Peer, request: PeerRequest, prefix: string): Promise<PeerAnswer> {
  const answer = await peer.send(request);
  if (answer.problem !== null) throw taskFrom(prefix, answer, lostLink(request, answer));
  return answer;
}

export function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

export function userPath(id: string): string {
  return `/Users/${encodeURIComponent(id)}`;
}

export function groupPath(id: string): string {
  return `/Groups/${encodeURIComponent(id)}`;
}

/** `attribute eq "value"` in the encoding of okta.md 1.4: %20, %22 and %40 (documented and seen). */
export function filterQuery(attribute: string, value: string): string {
  const quoted = value.replace(/[\\"]/g, '\\$&');
  return `filter=${encodeURIComponent(`${attribute} eq "${quoted}"`)}&startIndex=1&count=100`;
}
