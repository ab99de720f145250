/** New group, rename, add members, delete: of the simulated org's groups, with what reaches the apps. */
import { type ReactNode, useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { OktaGroupRecord } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { setParams } from '../../state/route-store.ts';
import { useSelection } from '../../state/use-selection.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { peopleCount } from './people-count.ts';
import { PickPeople } from './pick-lists.tsx';
import type { Action } from './use-action.ts';

export type GroupWish =
  | { readonly kind: 'new' }
  | { readonly kind: 'rename' | 'add' | 'delete'; readonly group: OktaGroupRecord };

export interface GroupDialogsProps {
  readonly wish: GroupWish;
  readonly action: Action;
  readonly onClose: () => void;
}

export function GroupDialogs({ wish, action, onClose }: GroupDialogsProps): ReactNode {
  switch (wish.kind) {
    case 'new':
      return <NewGroup action={action} onClose={onClose} />;
    case 'rename':
      return <RenameGroup group={wish.group} action={action} onClose={onClose} />;
    case 'add':
      return <AddMembers group={wish.group} action={action} onClose={onClose} />;
    case 'delete':
      return <DeleteGroup group={wish.group} action={action} onClose={onClose} />;
    default:
      return wish satisfies never;
  }
}

interface OfGroup {
  readonly group: OktaGroupRecord;
  readonly action: Action;
  readonly onClose: () => void;
}

function NewGroup({ action, onClose }: Omit<OfGroup, 'group'>) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [fault, setFault] = useState<Fault | null>(null);
  const create = async () => {
    const answered = await callEngine('sim.createGroup', {
      name,
      ...(description.trim() === '' ? {} : { description: description.trim() }),
    });
    if (!answered.ok) return setFault(answered.fault);
    const { group, outcome } = answered.value;
    setParams({ group: group.id });
    // a push rule took it up, or said why not
    if (outcome.done + outcome.failed + outcome.notes.length > 0) action.show(`New group ${name}`, outcome);
    onClose();
  };
  return (
    <Dialog
      title="New group"
      onClose={onClose}
      onSubmit={() => void create()}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit">
            Create group
          </Button>
        </>
      }
    >
      {fault && fault.fields?.['name'] === undefined && <FaultNotice fault={fault} />}
      <TextField label="Name" value={name} onValue={setName} error={fault?.fields?.['name']} required />
      <TextField label="Description" value={description} onValue={setDescription} />
    </Dialog>
  );
}

function RenameGroup({ group, action, onClose }: OfGroup) {
  const [name, setName] = useState(group.name);
  const rename = () => {
    if (name.trim() === '' || name.trim() === group.name) return onClose();
    onClose();
    void action.run(`Rename ${group.name}`, () => callEngine('sim.renameGroup', { id: group.id, name }));
  };
  return (
    <Dialog
      title={`Rename ${group.name}`}
      onClose={onClose}
      onSubmit={rename}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit">
            Rename group
          </Button>
        </>
      }
    >
      <p className="fg2">
        Where the group is pushed, the app’s group is renamed too if Rename app groups is on; else its push is
        deactivated. Push rules that the new name matches push it.
      </p>
      <TextField label="Name" value={name} onValue={setName} required />
    </Dialog>
  );
}

function AddMembers({ group, action, onClose }: OfGroup) {
  const selection = useSelection(group.id);
  const add = () => {
    onClose();
    void action.run(`Add members to ${group.name}`, () =>
      callEngine('sim.changeMembers', { groupId: group.id, add: [...selection.ids] }),
    );
  };
  return (
    <Dialog
      title={`Add members to ${group.name}`}
      wide
      onClose={onClose}
      foot={
        <>
          <span className="fg2 mr-auto" aria-live="polite">
            {peopleCount(selection.size)} checked
          </span>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" disabled={selection.size === 0} onClick={add}>
            {selection.size === 0 ? 'Add members' : `Add ${plural(selection.size, 'member')}`}
          </Button>
        </>
      }
    >
      <p className="fg2">
        They are pushed where the group is pushed, and assigned to the apps it is assigned to.
      </p>
      <PickPeople selection={selection} />
    </Dialog>
  );
}

function DeleteGroup({ group, action, onClose }: OfGroup) {
  const remove = () => {
    onClose();
    void action
      .run(`Delete ${group.name}`, () => callEngine('sim.deleteGroup', { id: group.id }))
      .then((done) => done && setParams({ group: '' }));
  };
  return (
    <ConfirmDialog
      title={`Delete ${group.name}?`}
      verb="Delete group"
      danger
      onConfirm={remove}
      onClose={onClose}
    >
      <p>
        People who are assigned to an app only through this group are unassigned, and deactivated there where
        Deactivate Users is on and Okta has a link. A pushed group stays in the app; Okta no longer pushes it.
      </p>
    </ConfirmDialog>
  );
}
