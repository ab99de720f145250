/** Opens the form that the route asks for: `new=user`, or `edit=<id>` once that user is read. */
import type { UserRecord } from '../../../shared/domain/directory.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { UserForm } from './user-form.tsx';

export function UserFormLoader({ onCreated }: { readonly onCreated: (user: UserRecord) => void }) {
  const creating = useParam('new') === 'user';
  const editing = useParam('edit');
  // No topics: a form must not change under the person who types in it.
  const user = useAnswer('users.get', editing === '' ? null : { id: editing });
  if (creating) return <UserForm user={null} onClose={() => setParams({ new: '' })} onSaved={onCreated} />;
  if (editing === '' || user.value === null) return null;
  const close = () => setParams({ edit: '' });
  return (
    <UserForm
      key={`${user.value.id}-${user.value.version}`}
      user={user.value}
      onClose={close}
      onSaved={close}
    />
  );
}
