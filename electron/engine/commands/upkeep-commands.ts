/** Handlers of backups and checks. */
import type { upkeepCommands } from '../../../shared/contract/commands/upkeep.ts';
import type { HandlersOf } from '../../../shared/contract/commands.ts';
import type { Backups } from '../upkeep/backups.ts';

export function upkeepHandlers(backups: Backups): HandlersOf<typeof upkeepCommands> {
  return {
    'workspace.check': ({ deep }) => backups.check(deep),
    'backups.list': () => backups.files(),
    'backups.create': ({ name }) => backups.create(name),
    'backups.remove': ({ id }) => backups.remove(id),
    'backups.restore': ({ id }) => backups.restore(id),
  };
}
