/** What can be done to users from the grid and the inspector, with the words that say what happened. */
import type { Fault } from '../../../shared/contract/faults.ts';
import type { UserRow } from '../../../shared/domain/directory.ts';
import { callEngine } from '../../state/engine-call.ts';
import { navigate } from '../../state/route-store.ts';
import { showToast, showUndo } from '../../state/toast-store.ts';
import type { MenuAction } from '../../ui/menu.tsx';
import { plural } from '../../ui/numbers.ts';

export async function setUsersActive(ids: readonly string[], active: boolean): Promise<Fault | null> {
  const answered = await callEngine('users.setActive', { ids: [...ids], active });
  if (!answered.ok) return answered.fault;
  const { changed, seq } = answered.value;
  const verb = active ? 'Reactivated' : 'Deactivated';
  if (changed === 0) showToast(active ? 'They were active already.' : 'They were inactive already.');
  else showUndo(`${verb} ${plural(changed, 'user')}.`, seq);
  return null;
}

export async function deleteUsers(ids: readonly string[]): Promise<Fault | null> {
  const answered = await callEngine('users.delete', { ids: [...ids] });
  if (!answered.ok) return answered.fault;
  showUndo(`Deleted ${plural(answered.value.deleted, 'user')}.`, answered.value.seq);
  return null;
}

export async function copyScimJson(id: string): Promise<void> {
  const answered = await callEngine('users.scim', { id });
  if (!answered.ok) return showToast(answered.fault.message);
  await navigator.clipboard.writeText(JSON.stringify(answered.value, null, 2));
  showToast('SCIM JSON copied.');
}

export interface RowVerbs {
  readonly open: () => void;
  readonly edit: () => void;
  readonly remove: () => void;
  readonly failed: (fault: Fault | null) => void;
}

export function userMenu(user: Pick<UserRow, 'id' | 'name' | 'active'>, verbs: RowVerbs): MenuAction[] {
  return [
    { label: 'Open', hint: '↵', run: verbs.open },
    { label: 'Edit…', icon: 'pencil', run: verbs.edit },
    {
      label: user.active ? 'Deactivate' : 'Reactivate',
      icon: user.active ? 'ban' : 'replay',
      run: () => void setUsersActive([user.id], !user.active).then(verbs.failed),
    },
    { label: 'Copy SCIM JSON', icon: 'copy', run: () => void copyScimJson(user.id) },
    {
      label: 'Show traffic',
      icon: 'traffic',
      run: () => navigate('/traffic', { resource: user.id, name: user.name }),
    },
    { label: 'Delete…', icon: 'trash', danger: true, apart: true, run: verbs.remove },
  ];
}
