/** Says on every screen that the local server fails on purpose: who forgets a rule would hunt for a bug that is none. */
import { withFaultsOff } from '../../shared/domain/server-profile.ts';
import { changeWithUndo } from '../state/profile-change.ts';
import { hrefOf } from '../state/route-store.ts';
import { showToast } from '../state/toast-store.ts';
import { useWorkspace } from '../state/workspace-store.ts';
import { Button } from '../ui/button.tsx';
import { plural } from '../ui/numbers.ts';
import { Shape } from '../ui/status.tsx';

export function FaultBar() {
  const on = useWorkspace((state) => state.status?.faultsOn ?? 0);
  if (on === 0) return null;
  const turnOff = async () => {
    const fault = await changeWithUndo(`Switched off ${plural(on, 'fault rule')}.`, withFaultsOff);
    if (fault !== null) showToast(fault.message);
  };
  return (
    <section className="linkbar s-warning" aria-label="Faults">
      <Shape name="tri" />
      <span className="min-w-0 grow">
        <b className="strong">Faults on: {plural(on, 'rule')}</b>
        <span className="narrow-hide fg2"> The local server fails on purpose.</span>
      </span>
      <a className="px-2 whitespace-nowrap" href={hrefOf('/connections/local', { tab: 'behaviour' })}>
        {on === 1 ? 'Show the rule' : 'Show the rules'}
      </a>
      <Button small onClick={() => void turnOff()}>
        Turn off
      </Button>
    </section>
  );
}
