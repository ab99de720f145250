/**
 * Changes to the local server's profile, one after the other: each is made to the profile as it is at that moment, so
 * that two quick switches do not undo each other, nor what the command line changed in between.
 */
import type { Envelope, Fault } from '../../shared/contract/faults.ts';
import type { ServerProfile } from '../../shared/domain/server-profile.ts';
import { callEngine } from './engine-call.ts';
import { showToast } from './toast-store.ts';

type Change = (now: ServerProfile) => ServerProfile;

interface Changed {
  readonly before: ServerProfile;
  readonly after: ServerProfile;
}

let last: Promise<unknown> = Promise.resolve();

export function changeProfile(change: Change): Promise<Envelope<Changed>> {
  const turn = last.then(async (): Promise<Envelope<Changed>> => {
    const now = await callEngine('server.profile', {});
    if (!now.ok) return now;
    const after = change(now.value);
    const answered = await callEngine('server.setProfile', {
      profile: { ...after, faults: [...after.faults] },
    });
    return answered.ok ? { ok: true, value: { before: now.value, after } } : answered;
  });
  last = turn;
  return turn;
}

/** Says what happened and offers to take it back; null, or why it did not happen. */
export async function changeWithUndo(text: string, change: Change): Promise<Fault | null> {
  const answered = await changeProfile(change);
  if (!answered.ok) return answered.fault;
  const earlier = earlierParts(answered.value);
  const undo = async () => {
    const undone = await changeProfile((now) => ({ ...now, ...earlier }));
    showToast(undone.ok ? 'Undone.' : `Not undone: ${undone.fault.message}`);
  };
  showToast(text, { label: 'Undo', run: () => void undo() });
  return null;
}

/** What the change replaced, and nothing else: the rest may have moved on by the time of the undo. */
function earlierParts({ before, after }: Changed): Partial<ServerProfile> {
  const now = new Map<string, unknown>(Object.entries(after));
  const kept = Object.entries(before).filter(([key, value]) => now.get(key) !== value);
  return Object.fromEntries(kept) as Partial<ServerProfile>;
}
