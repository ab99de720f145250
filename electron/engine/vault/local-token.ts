/**
 * The token with which the simulator calls this workspace's own server: issued by the vault as any other, kept
 * sealed, and replaced where it can no longer be opened. While the secrets are locked it lives in this process alone.
 * The simulator never gets past authentication in another way.
 */
import { AppFault } from '../base/app-fault.ts';
import type { SecretStore } from '../base/ports.ts';
import type { TokenVault } from './token-vault.ts';

const secretId = 'local-server';
/** Stands for an origin that no other server can have. */
export const localOrigin = 'local:';

/** Answers with a function that gives the token, making one on first use. */
export function localToken(deps: {
  vault: TokenVault;
  secrets: SecretStore;
  onCreated: (tokenId: string) => void;
}): () => Promise<string> {
  const make = async (): Promise<string> => {
    for (const old of deps.vault.list()) {
      if (old.purpose === 'simulator' && old.state === 'active') deps.vault.revoke(old.id);
    }
    const { record, token } = deps.vault.create({
      name: 'Simulator',
      scopes: ['read', 'write'],
      expiresInDays: null,
      purpose: 'simulator',
    });
    deps.onCreated(record.id);
    await unlessLocked(() => deps.secrets.put(secretId, localOrigin, token));
    return token;
  };
  let ready: Promise<string> | undefined;
  // a failure, as of a full disk, is not kept: the next call tries again
  const keep = (work: Promise<string>): Promise<string> => {
    ready = work;
    work.catch(() => {
      if (ready === work) ready = undefined;
    });
    return work;
  };
  return async () => {
    const asked =
      ready ??
      keep(unlessLocked(() => deps.secrets.get(secretId, localOrigin)).then((kept) => kept ?? make()));
    const token = await asked;
    if (deps.vault.authenticate(`Bearer ${token}`).ok) return token;
    // several may find it revoked at once: the first makes the new one, and all take that
    return ready !== undefined && ready !== asked ? ready : keep(make());
  };
}

/** null where the secrets are locked: nothing can be kept then, and nothing was. */
async function unlessLocked<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppFault && error.code === 'secret-needed') return null;
    throw error;
  }
}
