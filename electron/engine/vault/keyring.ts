/**
 * The data key of outbound secrets and the slots that open it: the OS key store, a key file, a passphrase. Any slot
 * opens it; a slot is added, changed or removed without touching what is sealed. Where none opens, the keyring is
 * locked and the rest of the engine works. Trusts the keys that the host hands in and nothing that is on disk; a
 * passphrase is never kept, logged or announced.
 */
import { randomBytes } from 'node:crypto';
import type { KeySlot, KeySlotKind, SecretsStatus } from '../../../shared/domain/vault.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Clock, HostKey, Logger } from '../base/ports.ts';
import type { OpenDb } from '../storage/database.ts';
import { allSlots, deleteAllSlots, deleteSlot, replaceSlot, type SlotRow } from '../storage/key-slot-rows.ts';
import { allSecrets, deleteAllSecrets, replaceSecret, type SecretRow } from '../storage/secret-rows.ts';
import { openWithHost, openWithPassphrase, wrapWithHost, wrapWithPassphrase } from './key-slot.ts';
import { localOrigin } from './local-token.ts';
import { seal, secretBinding, unseal } from './sealing.ts';

export interface Keyring {
  /** 32 bytes. @throws AppFault `secret-needed` with `details.locked` where nothing has opened it */
  dataKey(): Uint8Array;
  status(): SecretsStatus;
  /** How secrets are kept, in a line; null: without protection. */
  protection(): string | null;
  /** @throws AppFault `secret-needed` where locked */
  setPassphrase(passphrase: string): Promise<SecretsStatus>;
  /** @throws AppFault `not-found`; `not-allowed` where nothing else opens the secrets here */
  removePassphrase(): Promise<SecretsStatus>;
  /** @throws AppFault `not-allowed` "Wrong passphrase."; `not-found` where none was set; `workspace-damaged` */
  unlock(passphrase: string, remember: boolean): Promise<SecretsStatus>;
  /** Forgets every sealed secret. @throws AppFault `not-allowed` where they are open */
  startOver(): Promise<SecretsStatus>;
}

export interface KeyringDeps {
  readonly db: OpenDb;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The first is the one for a new workspace. */
  readonly keys: readonly HostKey[];
  readonly announce: () => void;
}

interface Opened {
  readonly key: Uint8Array;
  readonly by: KeySlotKind;
}

export function createKeyring(deps: KeyringDeps): Keyring {
  const { db, clock, logger } = deps;
  let opened: Opened | null = null;
  try {
    opened = openOrBegin(deps);
    if (opened === null) logger.warn('the secrets for other servers are locked');
  } catch (error) {
    // a full disk, for one: the first use tries again
    logger.warn('the secrets for other servers could not be opened yet', { reason: String(error) });
  }
  const held = (): Opened => {
    opened ??= openOrBegin(deps);
    if (opened === null) throw lockedFault(allSlots(db));
    return opened;
  };
  const told = (): SecretsStatus => {
    deps.announce();
    return statusOf(deps, opened);
  };
  const inSeries = series();
  return {
    dataKey: () => held().key,
    status: () => statusOf(deps, opened),
    protection: () => protectionOf(statusOf(deps, opened)),
    setPassphrase: (passphrase) =>
      inSeries(async () => {
        const slot = await wrapWithPassphrase(held().key, passphrase, clock());
        db.transaction((tx) => replaceSlot(tx, slot));
        return told();
      }),
    removePassphrase: () =>
      inSeries(() => {
        held();
        assertRemovable(statusOf(deps, opened));
        db.transaction((tx) => deleteSlot(tx, 'passphrase'));
        if (opened?.by === 'passphrase') opened = openOrBegin(deps) ?? opened;
        return told();
      }),
    unlock: (passphrase, remember) =>
      inSeries(async () => {
        const key = await openByPassphrase(allSlots(db), passphrase);
        const [hostKey] = deps.keys;
        if (remember && hostKey !== undefined)
          db.transaction((tx) => replaceSlot(tx, wrapWithHost(key, hostKey, clock())));
        opened ??= { key, by: 'passphrase' };
        return told();
      }),
    startOver: () =>
      inSeries(() => {
        if (opened !== null)
          throw new AppFault('not-allowed', 'The secrets are open: there is no need to start over.');
        opened = beginAnew(deps);
        return told();
      }),
  };
}

/** One after the other: a passphrase takes 128 MiB while it is tried. */
function series() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => T | Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}

/** Opens with what the host holds; makes the first key where there is none. null: locked. */
function openOrBegin(deps: KeyringDeps): Opened | null {
  const slots = allSlots(deps.db);
  if (slots.length === 0) return adopt(deps);
  for (const slot of slots) {
    for (const hostKey of deps.keys) {
      const key = openWithHost(slot, hostKey);
      if (key !== null) return { key, by: slot.kind };
    }
  }
  return null;
}

/**
 * The first data key of a workspace. What was sealed with a host's own key, before there were slots, is sealed anew
 * under it in the same transaction; what these host keys do not open stays as it is. Where they open none of it, no
 * key is made: the host that sealed it may come back.
 */
function adopt({ db, clock, keys }: KeyringDeps): Opened | null {
  const sealed = allSecrets(db);
  const readable = sealed.flatMap((row) => {
    for (const by of keys) {
      const text = unsealOld(by, row);
      if (text !== null) return [{ row, by, text }];
    }
    return [];
  });
  const used = sealed.length === 0 ? keys.slice(0, 1) : keys.filter((k) => readable.some((r) => r.by === k));
  const [first] = used;
  if (first === undefined) return null;
  const key = randomBytes(32);
  db.transaction((tx) => {
    for (const hostKey of used) replaceSlot(tx, wrapWithHost(key, hostKey, clock()));
    for (const { row, text } of readable) {
      const again = seal(key, secretBinding('data', row.id, row.origin), text);
      replaceSecret(tx, { ...row, nonce: again.nonce, sealed: again.bytes }, clock());
    }
  });
  return { key, by: first.kind };
}

function unsealOld(key: HostKey, row: SecretRow): Buffer | null {
  return unseal(key.bytes, secretBinding('host', row.id, row.origin), {
    nonce: row.nonce,
    bytes: row.sealed,
  });
}

function beginAnew({ db, clock, keys: [hostKey] }: KeyringDeps): Opened {
  if (hostKey === undefined)
    throw new AppFault('not-allowed', 'This computer offers no place for a key. Secrets cannot be stored.');
  const key = randomBytes(32);
  db.transaction((tx) => {
    deleteAllSecrets(tx);
    deleteAllSlots(tx);
    replaceSlot(tx, wrapWithHost(key, hostKey, clock()));
  });
  return { key, by: hostKey.kind };
}

async function openByPassphrase(slots: readonly SlotRow[], passphrase: string): Promise<Uint8Array> {
  const slot = slots.find((s) => s.kind === 'passphrase');
  if (slot === undefined) throw new AppFault('not-found', 'No passphrase was set for this workspace.');
  const key = await openWithPassphrase(slot, passphrase);
  if (key !== null) return key;
  const words = 'Wrong passphrase.';
  throw new AppFault('not-allowed', words, {
    fields: { passphrase: words },
    details: { reason: 'wrong-passphrase' },
  });
}

function assertRemovable(status: SecretsStatus): void {
  if (!status.slots.some((s) => s.kind === 'passphrase'))
    throw new AppFault('not-found', 'No passphrase was set for this workspace.');
  if (!status.slots.some((s) => s.opensHere))
    throw new AppFault(
      'not-allowed',
      'Nothing else opens the secrets on this computer. Without the passphrase they would be lost.',
    );
}

function lockedFault(slots: readonly SlotRow[]): AppFault {
  const words = slots.some((s) => s.kind === 'passphrase')
    ? 'The stored secrets are locked. Unlock them with the passphrase in Settings.'
    : 'The stored secrets are locked: the key that opens them is not on this computer. See Settings.';
  return new AppFault('secret-needed', words, { fields: { secret: words }, details: { locked: true } });
}

function statusOf({ db, keys }: KeyringDeps, opened: Opened | null): SecretsStatus {
  return {
    state: opened === null ? 'locked' : 'open',
    openedBy: opened?.by ?? null,
    slots: allSlots(db).map((slot) => slotOf(slot, keys)),
    secrets: allSecrets(db).filter((s) => s.origin !== localOrigin).length,
    hostProtection: keys[0]?.protection ?? null,
  };
}

function slotOf(slot: SlotRow, keys: readonly HostKey[]): KeySlot {
  const key = keys.find((k) => openWithHost(slot, k) !== null);
  const base = { kind: slot.kind, createdAt: slot.createdAt, opensHere: key !== undefined };
  if (key !== undefined) return { ...base, protection: key.protection };
  switch (slot.kind) {
    case 'passphrase':
      return { ...base, protection: 'A passphrase' };
    case 'os':
      return { ...base, protection: 'The key store of another computer or account' };
    case 'key-file':
      return { ...base, protection: 'A key file that is not here' };
    default:
      return slot.kind satisfies never;
  }
}

function protectionOf(status: SecretsStatus): string | null {
  if (status.state === 'locked') return 'Locked';
  const here = status.slots.find((s) => s.opensHere);
  return here === undefined ? 'A passphrase' : here.protection;
}
