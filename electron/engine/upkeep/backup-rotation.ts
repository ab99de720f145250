/** Which backups have had their time: pure, over what lies in the folder. What a person asked for stays until that person removes it. */
import type { BackupKind } from '../../../shared/domain/upkeep.ts';

export const dailyKept = 7;
export const weeklyKept = 4;
/** Good starts after which a backup from before a migration goes. */
export const goodStartsNeeded = 3;
const day = 86_400_000;

export interface Rotated {
  readonly id: string;
  readonly kind: BackupKind;
  readonly at: number;
  readonly goodStarts: number;
}

/** Of the automatic ones the newest of each of the last 7 days that have one, and of each of the last 4 weeks, stay. */
export function surplusBackups(backups: readonly Rotated[]): string[] {
  const automatic = backups.filter((b) => b.kind === 'automatic').sort((a, b) => b.at - a.at);
  const kept = new Set([
    ...newestOfEach(automatic, dayOf, dailyKept),
    ...newestOfEach(automatic, weekOf, weeklyKept),
  ]);
  return backups
    .filter((b) =>
      b.kind === 'automatic'
        ? !kept.has(b.id)
        : b.kind === 'before-migration' && b.goodStarts >= goodStartsNeeded,
    )
    .map((b) => b.id);
}

function newestOfEach(sorted: readonly Rotated[], period: (at: number) => number, most: number): string[] {
  const seen = new Map<number, string>();
  for (const { at, id } of sorted) if (!seen.has(period(at))) seen.set(period(at), id);
  return [...seen.values()].slice(0, most);
}

/** Days since 1970, UTC. */
export function dayOf(at: number): number {
  return Math.floor(at / day);
}

/** Weeks from Monday; 1970 began on a Thursday. */
function weekOf(at: number): number {
  return Math.floor((dayOf(at) + 3) / 7);
}
