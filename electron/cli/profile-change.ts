/** One change to the local server's profile, for every command that makes one; refusals in the words of the flags. */
import type { ServerProfile } from '../../shared/domain/server-profile.ts';
import { AppFault } from '../engine/base/app-fault.ts';
import { UsageError } from './arguments.ts';
import type { EngineAccess } from './engine-access.ts';

/** Replaces the profile by what `change` makes of the one in force. @throws UsageError where a value is out of range */
export async function changeProfile(
  engine: EngineAccess,
  change: (now: ServerProfile) => ServerProfile,
): Promise<ServerProfile> {
  const profile = change(await engine.call('server.profile', {}));
  try {
    return await engine.call('server.setProfile', { profile: { ...profile, faults: [...profile.faults] } });
  } catch (error) {
    const words = error instanceof AppFault ? refusalWords(error.fields) : null;
    throw words === null ? error : new UsageError(words);
  }
}

/** What the engine calls a field, as it is written on the command line. */
const flagOf: Readonly<Record<string, string>> = {
  pageCap: 'page-cap',
  latencyMs: 'latency',
  every: '--every',
  status: '--status',
  retryAfter: '--retry-after',
  ms: '--delay',
  faults: 'fault rules',
};

/** "page-cap: Must be at most 1,000." for `profile.pageCap`; null: it is about nothing that was given here. */
function refusalWords(fields: AppFault['fields']): string | null {
  for (const [path, words] of Object.entries(fields ?? {})) {
    const flag = flagOf[path.split('.').at(-1) ?? ''];
    if (flag !== undefined) return `${flag}: ${words}`;
  }
  return null;
}
