/**
 * Failures we expect, as values: they cross every boundary with a code and words for people, never as exceptions.
 * What was not expected becomes `internal`, without detail; the log has the rest.
 */
export const faultCodes = [
  'invalid-input',
  'not-found',
  'conflict',
  'stale',
  'mutability',
  'too-large',
  'not-allowed',
  'workspace-open',
  'workspace-newer',
  'workspace-damaged',
  'workspace-foreign',
  'workspace-unwritable',
  'disk-full',
  'port-busy',
  'address-not-allowed',
  'unreachable',
  'unauthorized-by-peer',
  'peer-misbehaved',
  'secret-needed',
  'busy',
  'not-implemented',
  'stopping',
  'internal',
] as const;

export type FaultCode = (typeof faultCodes)[number];

export interface Fault {
  readonly code: FaultCode;
  /** One or two sentences a person can act on. */
  readonly message: string;
  /** Field path → sentence, for forms. */
  readonly fields?: Readonly<Record<string, string>>;
  /** What a page needs to offer a way on: `{ version: 7 }`, `{ port: 8644 }`. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export type Envelope<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };
