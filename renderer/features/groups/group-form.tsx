/** New group, and renaming one: a name, and the externalId where a group is made. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { GroupRecord } from '../../../shared/domain/directory.ts';
import { callEngine } from '../../state/engine-call.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FaultNotice } from '../../ui/notices.tsx';

export interface GroupFormProps {
  /** null: a new group. */
  readonly group: GroupRecord | null;
  readonly onClose: () => void;
  readonly onSaved: (group: GroupRecord) => void;
}

function useGroupForm({ group, onSaved }: GroupFormProps) {
  const [name, setName] = useState(group?.displayName ?? '');
  const [externalId, setExternalId] = useState('');
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const displayName = name.trim();
    if (displayName === '')
      return setFault({
        code: 'invalid-input',
        message: '',
        fields: { displayName: 'A group needs a name.' },
      });
    setBusy(true);
    const own = externalId.trim() === '' ? {} : { externalId: externalId.trim() };
    const answered =
      group === null
        ? await callEngine('groups.create', { displayName, ...own })
        : await callEngine('groups.update', {
            id: group.id,
            version: group.version,
            attributes: { displayName },
          });
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    showToast(group === null ? `Created ${displayName}.` : `Renamed to ${displayName}.`);
    onSaved(answered.value);
  };
  return { name, setName, externalId, setExternalId, fault, busy, save };
}

export function GroupForm(props: GroupFormProps) {
  const { group, onClose } = props;
  const { name, setName, externalId, setExternalId, fault, busy, save } = useGroupForm(props);
  const nameError = fault?.fields?.displayName ?? fault?.fields?.['attributes.displayName'];
  return (
    <Dialog
      title={group === null ? 'New group' : `Rename ${group.displayName}`}
      onClose={onClose}
      onSubmit={() => void save()}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" disabled={busy}>
            {group === null ? 'Create group' : 'Rename group'}
          </Button>
        </>
      }
    >
      {fault !== null && nameError === undefined && <FaultNotice fault={fault} />}
      <TextField label="Name" value={name} onValue={setName} error={nameError} required />
      {group === null && (
        <TextField
          label="externalId"
          hint="May stay empty; a client that pushes the group sets it."
          value={externalId}
          onValue={setExternalId}
          error={fault?.fields?.externalId}
          mono
        />
      )}
    </Dialog>
  );
}
