/** Handlers of the token vault. */

import type { vaultCommands } from '../../../shared/contract/commands/vault.ts';
import type { HandlersOf } from '../../../shared/contract/commands.ts';
import type { TokenVault } from '../vault/token-vault.ts';

export function vaultHandlers(vault: TokenVault): HandlersOf<typeof vaultCommands> {
  return {
    'tokens.list': () => vault.list(),
    'tokens.create': (input) => vault.create(input),
    'tokens.revoke': ({ id }) => vault.revoke(id),
  };
}
