/**
 * How the local SCIM server behaves where servers differ, and how it is made to fail on purpose. The usual profile is
 * what Okta accepts. Stored in the workspace, in force from the next request on.
 */

export type FaultMethod = 'any' | 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export const faultPaths = ['any', '/Users', '/Users/{id}', '/Groups', '/Groups/{id}'] as const;
export type FaultPath = (typeof faultPaths)[number];

export type FaultEffect =
  /** An error of this status, with `Retry-After` in seconds where one is given. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter: number | null }
  /** Status 200 with an HTML page, as a proxy in front of a server sends it. */
  | { readonly kind: 'not-json' }
  /** The connection ends without an answer. */
  | { readonly kind: 'drop' }
  /** The request is carried out, and the connection ends before its answer: what a client must be able to repeat. */
  | { readonly kind: 'lose' }
  /** Answers rightly, this much later, milliseconds. */
  | { readonly kind: 'delay'; readonly ms: number };

/** "Every 5th POST /Users answers 429 with Retry-After 3". Counted while the rule is on. */
export interface FaultRule {
  readonly id: string;
  readonly on: boolean;
  readonly method: FaultMethod;
  readonly path: FaultPath;
  /** 1: each one. */
  readonly every: number;
  readonly effect: FaultEffect;
}

export interface ServerProfile {
  /** Refuses what is read leniently otherwise: text booleans, a missing `schemas`, `Replace` for `replace`. */
  readonly strict: boolean;
  /** Most resources on a page, 1 to 1000. */
  readonly pageCap: number;
  readonly patch: boolean;
  readonly bulk: boolean;
  /** Okta's entitlement shapes: /Entitlements and /Roles (okta.md 3.10). */
  readonly entitlements: boolean;
  /** Status of a refusal for reasons of our own. Okta retries 429 by itself and nothing else (okta.md 1.10). */
  readonly refuseWith: 429 | 503;
  /** Added to every answer, milliseconds. */
  readonly latencyMs: number;
  readonly faults: readonly FaultRule[];
}

export const usualProfile: ServerProfile = {
  strict: false,
  pageCap: 1000,
  patch: true,
  bulk: false,
  entitlements: false,
  refuseWith: 429,
  latencyMs: 0,
  faults: [],
};

/** Fault rules that are on: while there is one, every screen says so. */
export function faultsOn(profile: ServerProfile): number {
  return profile.faults.filter((rule) => rule.on).length;
}

/** They stay in the list, to be switched on again. */
export function withFaultsOff(profile: ServerProfile): ServerProfile {
  return { ...profile, faults: profile.faults.map((rule) => ({ ...rule, on: false })) };
}

function ordinal(n: number): string {
  const last = n % 10;
  const teen = Math.floor(n / 10) % 10 === 1;
  const end = teen ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th';
  return `${n}${end}`;
}

/** The rule as a sentence: "Every 5th POST /Users answers 429 with Retry-After 3." */
export function ruleSentence(rule: FaultRule): string {
  const method = rule.method === 'any' ? '' : `${rule.method} `;
  const path = rule.path === 'any' ? (rule.method === 'any' ? 'request' : 'request of any path') : rule.path;
  const which = rule.every === 1 ? 'Every' : `Every ${ordinal(rule.every)}`;
  return `${which} ${method}${path} ${effectWords(rule.effect)}.`;
}

function effectWords(effect: FaultEffect): string {
  switch (effect.kind) {
    case 'status':
      return `answers ${effect.status}${effect.retryAfter === null ? '' : ` with Retry-After ${effect.retryAfter}`}`;
    case 'not-json':
      return 'answers 200 with an HTML page';
    case 'drop':
      return 'gets no answer: the connection ends';
    case 'lose':
      return 'is carried out, but its answer is lost';
    case 'delay':
      return `answers ${effect.ms} ms late`;
  }
}
