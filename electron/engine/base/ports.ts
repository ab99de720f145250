/**
 * What the engine takes from the world outside it. Hosts hand in the real thing, tests hand in time they control.
 */

/** Milliseconds since 1970, UTC. */
export type Clock = () => number;

export interface IdSource {
  /** A new UUID (resources of the directory: RFC 7643 §3.1 wants them stable, unique and never reused). */
  uuid(): string;
  /** An id in Okta's shape for the simulated org: a prefix such as `00u` and 17 base-62 characters (okta.md 3.8). */
  okta(prefix: string): string;
}

/** A key that the host keeps for this workspace: the desktop in the OS key store, headless in a key file. */
export interface HostKey {
  readonly kind: 'os' | 'key-file';
  /** 32 bytes. They open a slot of the vault's keyring and seal nothing themselves. */
  readonly bytes: Uint8Array;
  /** How the key is protected, in words for the screen; null where it is not. */
  readonly protection: string | null;
}

export interface Logger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export const silentLogger: Logger = { info() {}, warn() {}, error() {} };

/**
 * Keeps outbound secrets sealed and bound to the origin they were entered for (security.md 0.14): a secret put for
 * one origin is never given out for another. `origin` is scheme, host and port, as `URL.origin` gives it.
 */
export interface SecretStore {
  put(id: string, origin: string, secret: string): Promise<void>;
  /** null where none is kept for this id and this origin. */
  get(id: string, origin: string): Promise<string | null>;
  remove(id: string): Promise<void>;
}
