/** Dialogs of backups: make one, go back to one, remove one. What a restore takes away is said before. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { BackupRecord, RestoreResult } from '../../../shared/domain/upkeep.ts';
import { callEngine } from '../../state/engine-call.ts';
import { showToast } from '../../state/toast-store.ts';
import { refreshWorkspace } from '../../state/workspace-store.ts';
import { Button } from '../../ui/button.tsx';
import { absolute } from '../../ui/clock.ts';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';

interface BackupDialogProps {
  readonly backup: BackupRecord;
  readonly onClose: () => void;
}

export function BackUpNow({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    const answered = await callEngine('backups.create', { name });
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    showToast(`Backed up ${plural(answered.value.users ?? 0, 'user')}, and checked the copy.`);
    onClose();
  };
  return (
    <Dialog
      title="Back up now"
      onClose={onClose}
      onSubmit={() => void make()}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" disabled={busy}>
            {busy ? 'Backing up…' : 'Back up'}
          </Button>
        </>
      }
    >
      <TextField
        label="Name"
        value={name}
        onValue={setName}
        error={fault?.fields?.['name']}
        hint="Optional, for example “Before the import”. It stays until you remove it."
      />
      <p className="fg2">
        Users, groups, tokens, connections and the simulated org. Stored secrets stay encrypted. Exchanges are
        not part of it.
      </p>
      {fault?.fields === undefined && <FaultNotice fault={fault} />}
    </Dialog>
  );
}

export function RestoreBackup({
  backup,
  onRestored,
  onClose,
}: BackupDialogProps & { readonly onRestored: () => void }) {
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<RestoreResult | null>(null);
  const restore = async () => {
    setBusy(true);
    const answered = await callEngine('backups.restore', { id: backup.id });
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    await refreshWorkspace();
    setDone(answered.value);
    onRestored();
  };
  if (done !== null) return <Restored result={done} onClose={onClose} />;
  const contents =
    backup.users === null
      ? ''
      : ` with ${plural(backup.users, 'user')} and ${plural(backup.groups ?? 0, 'group')}`;
  return (
    <ConfirmDialog
      title="Restore this backup?"
      verb={busy ? 'Restoring…' : 'Restore backup'}
      danger
      busy={busy}
      onConfirm={() => void restore()}
      onClose={onClose}
    >
      <p>
        The workspace goes back to {absolute(backup.at)}
        {contents}. What was changed since then is no longer there.
      </p>
      <ul className="fg2 list-disc pl-5">
        <li>The present file is kept beside it.</li>
        <li>Tokens made since then stop working. Tokens revoked since then stay revoked.</li>
        <li>The SCIM server is away for a moment; clients try again.</li>
      </ul>
      <FaultNotice fault={fault} />
    </ConfirmDialog>
  );
}

function Restored({ result, onClose }: { readonly result: RestoreResult; readonly onClose: () => void }) {
  return (
    <Dialog
      title="Restored"
      onClose={onClose}
      foot={
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <p>
        {plural(result.users, 'user')} and {plural(result.groups, 'group')} are back.
      </p>
      {result.tokensKeptRevoked > 0 && (
        <p>{plural(result.tokensKeptRevoked, 'token')} that you revoked since then stayed revoked.</p>
      )}
      {result.damagedRows > 0 && (
        <p>{plural(result.damagedRows, 'row')} in this backup are damaged; “Verify database” says which.</p>
      )}
      {result.before !== null && (
        <p className="fg2">
          The file from before is kept as <span className="mono break-all">{result.before}</span>. Delete it
          when you no longer need it.
        </p>
      )}
    </Dialog>
  );
}

export function RemoveBackup({ backup, onClose }: BackupDialogProps) {
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const answered = await callEngine('backups.remove', { id: backup.id });
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    showToast('Backup removed.');
    onClose();
  };
  return (
    <ConfirmDialog
      title="Remove this backup?"
      verb="Remove backup"
      danger
      busy={busy}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <p>The backup of {absolute(backup.at)} is deleted from the disk. It cannot be had back.</p>
      <FaultNotice fault={fault} />
    </ConfirmDialog>
  );
}
