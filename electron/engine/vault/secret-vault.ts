/**
 * Secrets for other servers, sealed with AES-256-GCM under the key that the host hands in. The origin they were
 * entered for is part of what is authenticated: after an address changed, the old secret cannot be opened for the
 * new one, whatever the caller forgot (security.md 0.14, 1.3).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Clock, KeyProvider, SecretStore } from '../base/ports.ts';
import type { OpenDb } from '../storage/database.ts';
import { deleteSecret, findSecret, replaceSecret } from '../storage/secret-rows.ts';

/** `get` answers null too where the secret was sealed under another key. */
export function createSecretVault(deps: { db: OpenDb; clock: Clock; keys: KeyProvider }): SecretStore {
  const { db } = deps;
  let key: Promise<Uint8Array> | undefined;
  const dataKey = () => {
    key ??= deps.keys.dataKey();
    return key;
  };
  const bound = (id: string, origin: string) => Buffer.from(`v1|connection|${id}|${origin}`, 'utf8');
  return {
    put: async (id, origin, secret) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', await dataKey(), nonce);
      cipher.setAAD(bound(id, origin));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      db.transaction((tx) => replaceSecret(tx, { id, origin, nonce, sealed }, deps.clock()));
    },
    get: async (id, origin) => {
      const row = findSecret(db, id);
      if (row === undefined || row.origin !== origin) return null;
      const sealed = Buffer.from(row.sealed);
      const opener = createDecipheriv('aes-256-gcm', await dataKey(), row.nonce);
      opener.setAAD(bound(id, origin));
      opener.setAuthTag(sealed.subarray(-16));
      try {
        return Buffer.concat([opener.update(sealed.subarray(0, -16)), opener.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
    remove: async (id) => {
      db.transaction((tx) => deleteSecret(tx, id));
    },
  };
}
