/** What can be done to pushed groups from the rows, their notes and the bulk bar. */
import type { PushMappingRecord } from '../../../shared/domain/simulator.ts';

export interface PushVerbs {
  readonly pushNow: (ids: readonly string[], title: string) => void;
  readonly setActive: (ids: readonly string[], active: boolean) => void;
  readonly unlink: (mappings: readonly PushMappingRecord[]) => void;
}
