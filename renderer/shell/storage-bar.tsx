/** Says on every screen that the disk is full: what adds or changes is refused until there is room again. */
import { useWorkspace } from '../state/workspace-store.ts';
import { Shape } from '../ui/status.tsx';

export function StorageBar() {
  const full = useWorkspace((state) => state.status?.storage === 'full');
  if (!full) return null;
  return (
    <div className="linkbar s-danger" role="alert">
      <Shape name="cross" />
      <span className="min-w-0 grow">
        <b className="strong">The disk is full.</b> Nothing can be added or changed; deleting and deactivating
        work. Clients are told to come back later. Free some space: writing goes on by itself.
      </span>
    </div>
  );
}
