/** Activate, suspend, deactivate, delete: what will be sent is said before it is done. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { PersonStatus } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { showToast } from '../../state/toast-store.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { peopleCount } from './people-count.ts';
import type { Action } from './use-action.ts';

export interface PersonWish {
  readonly kind: 'ACTIVE' | 'SUSPENDED' | 'DEPROVISIONED' | 'delete';
  readonly ids: readonly string[];
  /** Of the one person; null for several. */
  readonly name: string | null;
  readonly status: PersonStatus | null;
}

const verbs: Record<PersonWish['kind'], string> = {
  ACTIVE: 'Reactivate',
  SUSPENDED: 'Suspend',
  DEPROVISIONED: 'Deactivate',
  delete: 'Delete',
};

const consequences: Record<PersonWish['kind'], string> = {
  ACTIVE:
    'A suspended person becomes active and nothing is sent. A deactivated or staged person comes back into the apps that a group assigns, and is provisioned there as To App says; individual assignments do not come back.',
  SUSPENDED: 'Nothing is sent: suspending stays inside Okta, and the users in the apps stay active.',
  DEPROVISIONED:
    'Okta unassigns them from every app first. Where Deactivate Users is on and Okta has a link, active: false is sent to the app; without a link or with the switch off, no deactivation is sent and the user stays as it is.',
  delete: 'They leave the simulated org. Nothing is sent: the users in the apps stay as they are.',
};

export function PersonWishDialog(props: {
  readonly wish: PersonWish;
  readonly action: Action;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { wish, action, onClose, onDone } = props;
  const [fault, setFault] = useState<Fault | null>(null);
  const who = wish.name ?? peopleCount(wish.ids.length);
  const verb = wish.status === 'STAGED' && wish.kind === 'ACTIVE' ? 'Activate' : verbs[wish.kind];
  const remove = async () => {
    const answered = await callEngine('sim.deletePeople', { ids: [...wish.ids] });
    if (!answered.ok) return setFault(answered.fault);
    const { deleted } = answered.value;
    const kept = wish.ids.length - deleted;
    showToast(
      `Deleted ${peopleCount(deleted)}.${kept > 0 ? ` ${peopleCount(kept)} stayed: only deactivated people can be deleted.` : ''}`,
    );
    onDone();
    onClose();
  };
  const change = (status: Exclude<PersonWish['kind'], 'delete'>) => {
    onClose();
    void action
      .run(`${verb} ${who}`, () => callEngine('sim.setPersonStatus', { ids: [...wish.ids], status }))
      .then((done) => done && onDone());
  };
  return (
    <ConfirmDialog
      title={`${verb} ${who}?`}
      verb={`${verb} ${peopleCount(wish.ids.length)}`}
      danger={wish.kind === 'delete'}
      onConfirm={() => (wish.kind === 'delete' ? void remove() : change(wish.kind))}
      onClose={onClose}
    >
      <FaultNotice fault={fault} />
      <p>{consequences[wish.kind]}</p>
      {wish.kind === 'delete' && wish.ids.length > 1 && (
        <p className="fg2">Only those who are deactivated are deleted.</p>
      )}
    </ConfirmDialog>
  );
}
