import { z } from 'zod';
import type { TokenRecord } from '../../domain/vault.ts';
import { answer, command } from '../command.ts';

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
} as const;
