/** Rows of the review queue that fit a condition which the engine's list cannot be asked for, such as the tick. */
import type { ImportRow } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import type { Match } from './import-list.ts';

const pageSize = 500;

export async function rowsWhere(
  list: { readonly connectionId: string; readonly text?: string; readonly match?: Match },
  fits: (row: ImportRow) => boolean,
): Promise<ImportRow[]> {
  const found: ImportRow[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const answered = await callEngine('sim.importRows', { ...list, offset, limit: pageSize });
    if (!answered.ok) return found;
    found.push(...answered.value.rows.filter(fits));
    if (offset + pageSize >= answered.value.total) return found;
  }
}

export function selectedRows(connectionId: string): Promise<ImportRow[]> {
  return rowsWhere({ connectionId }, (row) => row.selected);
}
