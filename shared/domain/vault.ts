/** Provisioning tokens as a person sees them. The token itself is shown once, at creation, and kept only as a SHA-256. */
export type TokenScope = 'read' | 'write';
export type TokenState = 'active' | 'expired' | 'revoked';

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  /** First characters, to recognise it: `rcl_7fK`. */
  readonly prefix: string;
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
}
