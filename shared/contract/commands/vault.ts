import { z } from 'zod';
import type { SecretsStatus, TokenRecord } from '../../domain/vault.ts';
import { answer, command } from '../command.ts';

/** Longest overlap of a rotation, seconds: seven days. */
const longestOverlap = 604_800;
/** An upper end so that nobody makes scrypt read megabytes. */
const anyPassphrase = z.string().min(1).max(1024);

export const vaultCommands = {
  'tokens.list': command(z.strictObject({}), answer<readonly TokenRecord[]>()),
  /** The only time the token is shown. */
  'tokens.create': command(
    z.strictObject({
      name: z.string().trim().min(1).max(80),
      scopes: z
        .array(z.enum(['read', 'write']))
        .min(1)
        .max(2)
        .default(['read', 'write']),
      /** Days from now; null: never. */
      expiresInDays: z.int().min(1).max(3650).nullable().default(365),
    }),
    answer<{ readonly record: TokenRecord; readonly token: string }>(),
  ),
  /** In force before the answer: the next request with it is 401. */
  'tokens.revoke': command(z.strictObject({ id: z.string().min(1).max(80) }), answer<TokenRecord>()),
  /**
   * A successor with the same name, scopes and lifetime; the only time it is shown. The old token works until
   * `overlap` seconds from now, or its own end where that is sooner; 0: it leaked, it ends before the answer.
   */
  'tokens.rotate': command(
    z.strictObject({
      id: z.string().min(1).max(80),
      overlap: z.int().min(0).max(longestOverlap).default(86_400),
    }),
    answer<{ readonly record: TokenRecord; readonly token: string; readonly old: TokenRecord }>(),
  ),
  'vault.status': command(z.strictObject({}), answer<SecretsStatus>()),
  /** Adds a passphrase, or replaces the one there is. Secrets stay as they are: only the key is wrapped anew. */
  'vault.setPassphrase': command(
    z.strictObject({ passphrase: z.string().min(12).max(1024) }),
    answer<SecretsStatus>(),
  ),
  /** Refused where nothing else opens the secrets here. */
  'vault.removePassphrase': command(z.strictObject({}), answer<SecretsStatus>()),
  /**
   * Opens the secrets until the engine stops. `remember`: from the next start on this computer's own key store or
   * key file opens them as well.
   */
  'vault.unlock': command(
    z.strictObject({ passphrase: anyPassphrase, remember: z.boolean().default(false) }),
    answer<SecretsStatus>(),
  ),
  /** Forgets every stored secret and makes a new key: the way on where nothing opens the old one any more. */
  'vault.startOver': command(z.strictObject({}), answer<SecretsStatus>()),
} as const;
