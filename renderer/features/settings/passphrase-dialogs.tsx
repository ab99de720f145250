/** Dialogs of the stored secrets: set, remove, unlock, start over. A passphrase lives in its field and nowhere else. */
import { useState } from 'react';
import type { Envelope, Fault } from '../../../shared/contract/faults.ts';
import type { SecretsStatus } from '../../../shared/domain/vault.ts';
import { callEngine } from '../../state/engine-call.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { LabeledCheckbox } from '../../ui/checkbox.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';

const shortest = 12;

/** Runs one command, keeps its fault, closes and says so when it is done. */
function useStep(done: string, onClose: () => void) {
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (call: () => Promise<Envelope<SecretsStatus>>) => {
    setBusy(true);
    const answered = await call();
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    showToast(done);
    onClose();
  };
  return { fault, busy, run };
}

export function SetPassphrase(props: { readonly change: boolean; readonly onClose: () => void }) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const step = useStep(props.change ? 'Passphrase changed.' : 'Passphrase set.', props.onClose);
  const differs = again !== '' && again !== passphrase;
  return (
    <Dialog
      title={props.change ? 'Change the passphrase' : 'Set a passphrase'}
      onClose={props.onClose}
      onSubmit={() => void step.run(() => callEngine('vault.setPassphrase', { passphrase }))}
      foot={
        <>
          <Button variant="ghost" onClick={props.onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            disabled={step.busy || passphrase.length < shortest || again !== passphrase}
          >
            {props.change ? 'Change passphrase' : 'Set passphrase'}
          </Button>
        </>
      }
    >
      <TextField
        label="Passphrase"
        type="password"
        autoComplete="new-password"
        value={passphrase}
        onValue={setPassphrase}
        error={step.fault?.fields?.['passphrase']}
        hint={`At least ${shortest} characters. Several words are easier to keep than one odd one.`}
      />
      <TextField
        label="Passphrase again"
        type="password"
        autoComplete="new-password"
        value={again}
        onValue={setAgain}
        error={differs ? 'This is not the same.' : null}
      />
      <p className="fg2">Rollcall does not keep it and cannot find it again.</p>
      {step.fault?.fields === undefined && <FaultNotice fault={step.fault} />}
    </Dialog>
  );
}

export function RemovePassphrase({ onClose }: { readonly onClose: () => void }) {
  const step = useStep('Passphrase removed.', onClose);
  return (
    <ConfirmDialog
      title="Remove the passphrase?"
      verb="Remove passphrase"
      danger
      busy={step.busy}
      onConfirm={() => void step.run(() => callEngine('vault.removePassphrase', {}))}
      onClose={onClose}
    >
      <p>Only this computer’s key opens the secrets then. After a move they have to be entered again.</p>
      <FaultNotice fault={step.fault} />
    </ConfirmDialog>
  );
}

export function Unlock(props: { readonly status: SecretsStatus; readonly onClose: () => void }) {
  const [passphrase, setPassphrase] = useState('');
  const [remember, setRemember] = useState(false);
  const step = useStep('Secrets unlocked.', props.onClose);
  const keptBy = props.status.hostProtection;
  return (
    <Dialog
      title="Unlock the secrets"
      onClose={props.onClose}
      onSubmit={() => void step.run(() => callEngine('vault.unlock', { passphrase, remember }))}
      foot={
        <>
          <Button variant="ghost" onClick={props.onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" disabled={step.busy || passphrase === ''}>
            {step.busy ? 'Unlocking…' : 'Unlock'}
          </Button>
        </>
      }
    >
      <TextField
        label="Passphrase"
        type="password"
        autoComplete="current-password"
        value={passphrase}
        onValue={setPassphrase}
        error={step.fault?.fields?.['passphrase']}
      />
      <LabeledCheckbox label="Do not ask again on this computer" checked={remember} onChange={setRemember} />
      {remember && (
        <p className="fg2">
          {keptBy === null
            ? 'This computer has no keyring: the key would be stored without protection.'
            : `The key is kept by: ${keptBy}.`}
        </p>
      )}
      {step.fault?.fields === undefined && <FaultNotice fault={step.fault} />}
    </Dialog>
  );
}

export function StartOver(props: { readonly status: SecretsStatus; readonly onClose: () => void }) {
  const step = useStep('A new key is in place. Enter the secrets of your connections again.', props.onClose);
  return (
    <ConfirmDialog
      title="Forget the stored secrets?"
      verb="Forget the secrets"
      danger
      busy={step.busy}
      onConfirm={() => void step.run(() => callEngine('vault.startOver', {}))}
      onClose={props.onClose}
    >
      <p>
        {plural(props.status.secrets, 'secret')} for other servers cannot be opened here and will be deleted.
        Connections stay, and ask for their secret again. This cannot be undone.
      </p>
      <FaultNotice fault={step.fault} />
    </ConfirmDialog>
  );
}
