/**
 * Secrets for other servers, sealed with AES-256-GCM under the workspace's data key. The origin they were entered for
 * is part of what is authenticated: after an address changed, the old secret cannot be opened for the new one,
 * whatever the caller forgot (security.md 0.14, 1.3). Who opens the data key is `keyring.ts`.
 */
import type { Clock, SecretStore } from '../base/ports.ts';
import type { OpenDb } from '../storage/database.ts';
import { deleteSecret, findSecret, replaceSecret } from '../storage/secret-rows.ts';
import type { Keyring } from './keyring.ts';
import { seal, secretBinding, unseal } from './sealing.ts';

/**
 * `get` answers null too where the secret was sealed under another key. `put` and `get` fail with `secret-needed`
 * while the keyring is locked.
 */
export function createSecretVault(deps: {
  db: OpenDb;
  clock: Clock;
  keyring: Pick<Keyring, 'dataKey'>;
}): SecretStore {
  const { db, keyring } = deps;
  return {
    put: async (id, origin, secret) => {
      const binding = secretBinding('data', id, origin);
      const { nonce, bytes } = seal(keyring.dataKey(), binding, Buffer.from(secret, 'utf8'));
      db.transaction((tx) => replaceSecret(tx, { id, origin, nonce, sealed: bytes }, deps.clock()));
    },
    get: async (id, origin) => {
      const row = findSecret(db, id);
      if (row === undefined || row.origin !== origin) return null;
      const binding = secretBinding('data', id, origin);
      const opened = unseal(keyring.dataKey(), binding, { nonce: row.nonce, bytes: row.sealed });
      return opened?.toString('utf8') ?? null;
    },
    remove: async (id) => {
      db.transaction((tx) => deleteSecret(tx, id));
    },
  };
}
