/** What can be done to groups and their members, with the words that say what happened. */
import type { Fault } from '../../../shared/contract/faults.ts';
import type { GroupRow } from '../../../shared/domain/directory.ts';
import { callEngine } from '../../state/engine-call.ts';
import { navigate } from '../../state/route-store.ts';
import { showToast, showUndo } from '../../state/toast-store.ts';
import type { MenuAction } from '../../ui/menu.tsx';
import { plural } from '../../ui/numbers.ts';

export async function deleteGroups(ids: readonly string[]): Promise<Fault | null> {
  const answered = await callEngine('groups.delete', { ids: [...ids] });
  if (!answered.ok) return answered.fault;
  showUndo(`Deleted ${plural(answered.value.deleted, 'group')}.`, answered.value.seq);
  return null;
}

export async function changeMembers(
  verb: 'add' | 'remove',
  id: string,
  memberIds: readonly string[],
): Promise<Fault | null> {
  const command = verb === 'add' ? 'groups.addMembers' : 'groups.removeMembers';
  const answered = await callEngine(command, { id, memberIds: [...memberIds] });
  if (!answered.ok) return answered.fault;
  const { changed, seq } = answered.value;
  if (changed === 0) showToast(verb === 'add' ? 'They were members already.' : 'They were no members.');
  else showUndo(`${verb === 'add' ? 'Added' : 'Removed'} ${plural(changed, 'member')}.`, seq);
  return null;
}

export async function copyGroupJson(id: string): Promise<void> {
  const answered = await callEngine('groups.scim', { id });
  if (!answered.ok) return showToast(answered.fault.message);
  await navigator.clipboard.writeText(JSON.stringify(answered.value, null, 2));
  showToast('SCIM JSON copied.');
}

export interface GroupVerbs {
  readonly open: () => void;
  readonly rename: () => void;
  readonly addMembers: () => void;
  readonly remove: () => void;
}

export function groupMenu(group: Pick<GroupRow, 'id' | 'displayName'>, verbs: GroupVerbs): MenuAction[] {
  return [
    { label: 'Open', hint: '↵', run: verbs.open },
    { label: 'Add members…', icon: 'plus', hint: 'm', run: verbs.addMembers },
    { label: 'Rename…', icon: 'pencil', run: verbs.rename },
    {
      label: 'Show its users',
      icon: 'users',
      run: () => navigate('/users', { group: group.id, groupName: group.displayName }),
    },
    { label: 'Copy SCIM JSON', icon: 'copy', run: () => void copyGroupJson(group.id) },
    {
      label: 'Show traffic',
      icon: 'traffic',
      run: () => navigate('/traffic', { resource: group.id, name: group.displayName }),
    },
    { label: 'Delete…', icon: 'trash', danger: true, apart: true, run: verbs.remove },
  ];
}
