/** The ids of every row that matches, up to what one command takes. */
import type { InputOf } from '../../shared/contract/commands.ts';
import { callEngine } from './engine-call.ts';
import { showToast } from './toast-store.ts';
import type { ListAnswer, ListCommand, ListInput, RowOf } from './use-row-window.ts';

const mostIds = 10_000;
const pageSize = 500;

export async function collectIds<N extends ListCommand>(
  name: N,
  input: ListInput<N>,
  idOf: (row: RowOf<N>) => string,
): Promise<string[]> {
  const ids: string[] = [];
  for (let offset = 0; offset < mostIds; offset += pageSize) {
    const answered = await callEngine(name, { ...input, offset, limit: pageSize } as InputOf<N>);
    if (!answered.ok) {
      showToast(answered.fault.message);
      return ids;
    }
    const page = answered.value as ListAnswer<N>;
    for (const row of page.rows) ids.push(idOf(row));
    if (offset + pageSize >= page.total) return ids;
  }
  showToast('Checked the first 10,000; one action takes no more.');
  return ids;
}
