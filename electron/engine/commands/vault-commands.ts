/** Handlers of the token vault and of the keyring of stored secrets. */

import type { vaultCommands } from '../../../shared/contract/commands/vault.ts';
import type { HandlersOf } from '../../../shared/contract/commands.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { TokenVault } from '../vault/token-vault.ts';

export function vaultHandlers(vault: TokenVault, keyring: Keyring): HandlersOf<typeof vaultCommands> {
  return {
    'tokens.list': () => vault.list(),
    'tokens.create': (input) => vault.create(input),
    'tokens.revoke': ({ id }) => vault.revoke(id),
    'tokens.rotate': ({ id, overlap }) => vault.rotate(id, overlap),
    'vault.status': () => keyring.status(),
    'vault.setPassphrase': ({ passphrase }) => keyring.setPassphrase(passphrase),
    'vault.removePassphrase': () => keyring.removePassphrase(),
    'vault.unlock': ({ passphrase, remember }) => keyring.unlock(passphrase, remember),
    'vault.startOver': () => keyring.startOver(),
  };
}
