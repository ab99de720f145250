/** The profile in force: read once, replaced as a whole when an admin changes it, so that a request costs no query. */
import { type ServerProfile, usualProfile } from '../../../shared/domain/server-profile.ts';

export interface ProfileHolder {
  current(): ServerProfile;
  set(profile: ServerProfile): void;
}

/**
 * @param kept JSON of the last profile set, or null; what is not readable or not named in it is as usual
 * @param write keeps it before it comes into force
 */
export function createProfileHolder(
  kept: string | null,
  write: (text: string) => void,
  announce: (profile: ServerProfile) => void,
): ProfileHolder {
  let profile = readProfile(kept);
  return {
    current: () => profile,
    set: (next) => {
      write(JSON.stringify(next));
      profile = next;
      announce(next);
    },
  };
}

function readProfile(kept: string | null): ServerProfile {
  if (kept === null) return usualProfile;
  try {
    return { ...usualProfile, ...(JSON.parse(kept) as Partial<ServerProfile>) };
  } catch {
    return usualProfile;
  }
}
