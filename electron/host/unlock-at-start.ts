/**
 * Opens stored secrets with a passphrase that was handed in at start. A wrong one is said and stops nothing: what
 * needs no secret works. The passphrase goes to the engine and nowhere else.
 */
import type { SecretsStatus } from '../../shared/domain/vault.ts';
import type { Logger } from '../engine/base/ports.ts';
import type { EngineClient } from './engine-client.ts';

/** Does nothing where `passphrase` is null or the secrets are open already. */
export async function unlockAtStart(
  engine: EngineClient,
  passphrase: string | null,
  logger: Logger,
): Promise<void> {
  if (passphrase === null) return;
  const asked = await engine.dispatch('vault.status', {}, { door: 'cli' });
  if (asked.ok && (asked.value as SecretsStatus).state === 'open') return;
  const answered = await engine.dispatch('vault.unlock', { passphrase }, { door: 'cli' });
  if (!answered.ok)
    logger.warn('the passphrase given at start did not open the secrets', {
      reason: answered.fault.message,
    });
}
