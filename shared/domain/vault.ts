/** Provisioning tokens as a person sees them. The token itself is shown once, at creation, and kept only as a SHA-256. */
export type TokenScope = 'read' | 'write';
export type TokenState = 'active' | 'expired' | 'revoked';

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  /** First characters, to recognise it: `rcl_7fK`. */
  readonly prefix: string;
  /** With it the token works as Basic too: `rcu_` and 16 characters; the password is the token. No secret. */
  readonly userName: string;
  readonly scopes: readonly TokenScope[];
  readonly createdAt: number;
  /** null: never expires. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
  /** User-Agent and address of the last use, as received. */
  readonly lastUsedBy: string | null;
  /** Requests of the last seven days that carried it. */
  readonly okCount: number;
  readonly failedCount: number;
  readonly state: TokenState;
  /** The vault's own tokens (the simulator's) cannot be revoked from the list by accident: the page says what they serve. */
  readonly purpose: 'client' | 'simulator';
  /** Its successor and its predecessor; both work until the predecessor's `expiresAt`. */
  readonly rotatedTo: string | null;
  readonly rotatedFrom: string | null;
}

/** What can open the key of stored secrets: the OS key store, a key file, a passphrase. */
export type KeySlotKind = 'os' | 'key-file' | 'passphrase';

export interface KeySlot {
  readonly kind: KeySlotKind;
  readonly createdAt: number;
  /** In words; null: this machine's store protects nothing. */
  readonly protection: string | null;
  /** Opens here without being asked; false for a passphrase, and for the store or file of another computer. */
  readonly opensHere: boolean;
}

/** How secrets for other servers are kept. Tokens of this server need no key: only their digests are kept. */
export interface SecretsStatus {
  readonly state: 'open' | 'locked';
  /** What opened them in this process; null while locked. */
  readonly openedBy: KeySlotKind | null;
  /** Oldest first; empty until the first start that could make one. */
  readonly slots: readonly KeySlot[];
  /** Kept for other servers; the Simulator's own token does not count. */
  readonly secrets: number;
  /** How this computer would keep the key, in words; null: without protection. */
  readonly hostProtection: string | null;
}
