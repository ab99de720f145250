/** Handlers of the local server's profile. */
import type { serverProfileCommands } from '../../../shared/contract/commands/server-profile.ts';
import type { HandlersOf } from '../../../shared/contract/commands.ts';
import type { ServerProfile } from '../../../shared/domain/server-profile.ts';

export function serverProfileHandlers(profile: {
  current(): ServerProfile;
  set(next: ServerProfile): void;
}): HandlersOf<typeof serverProfileCommands> {
  return {
    'server.profile': () => profile.current(),
    'server.setProfile': (input) => {
      profile.set(input.profile);
      return profile.current();
    },
  };
}
