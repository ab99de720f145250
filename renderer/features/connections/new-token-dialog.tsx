/** A new token: named, scoped, with an end; shown once. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import { callEngine } from '../../state/engine-call.ts';
import { Button } from '../../ui/button.tsx';
import { LabeledCheckbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { SelectField } from '../../ui/select.tsx';
import { type NewToken, ShownOnce } from './shown-once.tsx';

const expiries = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'never', label: 'Never' },
] as const;
type Expiry = (typeof expiries)[number]['value'];

export function NewTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<NewToken | null>(null);
  return made === null ? (
    <TokenForm onClose={onClose} onMade={setMade} />
  ) : (
    <ShownOnce made={made} onStored={onClose} />
  );
}

function TokenForm(props: { readonly onClose: () => void; readonly onMade: (made: NewToken) => void }) {
  const [name, setName] = useState('');
  const [expiry, setExpiry] = useState<Expiry>('90');
  const [writes, setWrites] = useState(true);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    const answered = await callEngine('tokens.create', {
      name,
      scopes: writes ? ['read', 'write'] : ['read'],
      expiresInDays: expiry === 'never' ? null : Number(expiry),
    });
    setBusy(false);
    if (answered.ok) props.onMade(answered.value);
    else setFault(answered.fault);
  };
  return (
    <Dialog
      title="New token"
      onClose={props.onClose}
      onSubmit={() => void make()}
      foot={
        <>
          <Button variant="ghost" onClick={props.onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" disabled={busy || name.trim() === ''}>
            Create token
          </Button>
        </>
      }
    >
      {fault?.fields === undefined && <FaultNotice fault={fault} />}
      <TextField
        label="Name"
        value={name}
        onValue={setName}
        error={fault?.fields?.['name']}
        placeholder="Okta, Acme org"
        hint="Says in History and Traffic who wrote."
      />
      <SelectField
        label="Expires"
        value={expiry}
        choices={expiries}
        onValue={setExpiry}
        hint={expiry === 'never' ? 'It stays valid until you revoke it.' : null}
      />
      <LabeledCheckbox
        label="May write: create, change and delete users and groups"
        checked={writes}
        onChange={setWrites}
      />
    </Dialog>
  );
}
