/**
 * One slot of the data key: the key, wrapped under what the host keeps or under what a passphrase gives (the idea of
 * LUKS; security.md 1.3). Everything in a row is taken for hostile: the costs are bounded before anything is derived
 * from them, and they are part of what is authenticated. Keeps nothing and writes nothing.
 */
import { hkdfSync, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { AppFault } from '../base/app-fault.ts';
import type { HostKey } from '../base/ports.ts';
import type { SlotRow } from '../storage/key-slot-rows.ts';
import { seal, unseal } from './sealing.ts';

/** scrypt as OWASP asks for it: 128 MiB, some 0.6 s. */
const costs = { cost: 131_072, blockSize: 8, parallel: 1 } as const;
/** Node's own limit of 32 MiB is below what these costs take, bytes. */
const mostMemory = 256 * 1024 * 1024;

type Costs = { readonly cost: number; readonly blockSize: number; readonly parallel: number };

function binding(row: Pick<SlotRow, 'kind' | 'cost' | 'blockSize' | 'parallel'>): string {
  return ['slot', 'v1', row.kind, row.cost ?? '-', row.blockSize ?? '-', row.parallel ?? '-'].join('|');
}

function keyOfHost(key: HostKey, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key.bytes, salt, `rollcall key slot ${key.kind}`, 32));
}

function derive(passphrase: string, salt: Uint8Array, c: Costs): Promise<Buffer> {
  const options: ScryptOptions = { N: c.cost, r: c.blockSize, p: c.parallel, maxmem: mostMemory };
  // the same letters in another spelling are the same passphrase
  const bytes = Buffer.from(passphrase.normalize('NFC'), 'utf8');
  return new Promise((resolve, reject) => {
    scrypt(bytes, salt, 32, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

export function wrapWithHost(dataKey: Uint8Array, key: HostKey, at: number): SlotRow {
  const salt = randomBytes(16);
  const head = { kind: key.kind, cost: null, blockSize: null, parallel: null };
  const { nonce, bytes } = seal(keyOfHost(key, salt), binding(head), dataKey);
  return { ...head, salt, nonce, wrapped: bytes, createdAt: at };
}

/** null where this key does not open it. */
export function openWithHost(row: SlotRow, key: HostKey): Uint8Array | null {
  if (row.kind !== key.kind) return null;
  return unseal(keyOfHost(key, row.salt), binding(row), { nonce: row.nonce, bytes: row.wrapped });
}

export async function wrapWithPassphrase(
  dataKey: Uint8Array,
  passphrase: string,
  at: number,
): Promise<SlotRow> {
  const salt = randomBytes(16);
  const head = { kind: 'passphrase' as const, ...costs };
  const { nonce, bytes } = seal(await derive(passphrase, salt, costs), binding(head), dataKey);
  return { ...head, salt, nonce, wrapped: bytes, createdAt: at };
}

/**
 * null where the passphrase is wrong or the slot was changed: the two cannot be told apart.
 * @throws AppFault `workspace-damaged` where it asks for more than 256 MiB or for costs that scrypt does not have
 */
export async function openWithPassphrase(row: SlotRow, passphrase: string): Promise<Uint8Array | null> {
  const asked = { cost: row.cost ?? 0, blockSize: row.blockSize ?? 0, parallel: row.parallel ?? 0 };
  if (!areBearable(asked))
    throw new AppFault(
      'workspace-damaged',
      'The passphrase’s entry in this workspace is damaged: it asks for more memory than Rollcall gives.',
    );
  const key = await derive(passphrase, row.salt, asked);
  return unseal(key, binding(row), { nonce: row.nonce, bytes: row.wrapped });
}

/** Bounds of security.md 1.3: N a power of two up to 2^20, r to 16, p to 4, and all of it within the memory. */
function areBearable(c: Costs): boolean {
  const within = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  if (!within(c.cost, 2 ** 20) || !within(c.blockSize, 16) || !within(c.parallel, 4)) return false;
  return (
    c.cost > 1 && (c.cost & (c.cost - 1)) === 0 && 128 * c.blockSize * (c.cost + c.parallel) < mostMemory
  );
}
