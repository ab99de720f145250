/** A person's Okta profile: new, or changed; a change is pushed where Update User Attributes is on. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { PersonProfile, PersonRecord } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { LabeledCheckbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import type { Action } from './use-action.ts';

const usual: readonly (readonly [name: string, label: string])[] = [
  ['login', 'Username'],
  ['email', 'Primary email'],
  ['firstName', 'First name'],
  ['lastName', 'Last name'],
  ['displayName', 'Display name'],
  ['title', 'Title'],
  ['department', 'Department'],
  ['employeeNumber', 'Employee number'],
  ['primaryPhone', 'Primary phone'],
  ['mobilePhone', 'Mobile phone'],
  ['city', 'City'],
  ['countryCode', 'Country code'],
  ['manager', 'Manager'],
  ['userType', 'User type'],
];
const usualNames = new Set(usual.map(([name]) => name));

export interface PersonFormProps {
  /** null: a new person. */
  readonly person: PersonRecord | null;
  readonly action: Action;
  readonly onClose: () => void;
}

function usePersonForm({ person, action, onClose }: PersonFormProps) {
  const [profile, setProfile] = useState<PersonProfile>(person?.profile ?? {});
  const [activate, setActivate] = useState(true);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (name: string, value: string) => setProfile((before) => ({ ...before, [name]: value }));
  const create = async () => {
    const answered = await callEngine('sim.createPerson', { profile: { ...profile }, activate });
    if (!answered.ok) return setFault(answered.fault);
    showToast(`Created ${answered.value.name}. Nothing was sent: nobody has assigned an app yet.`);
    onClose();
  };
  const update = async (before: PersonRecord) => {
    const changed = Object.entries(profile).filter(([name, value]) => (before.profile[name] ?? '') !== value);
    if (changed.length === 0) return onClose();
    const answered = await callEngine('sim.updatePerson', {
      id: before.id,
      profile: Object.fromEntries(changed),
    });
    if (!answered.ok) return setFault(answered.fault);
    action.show(`Changed ${answered.value.person.name}`, answered.value.outcome);
    onClose();
  };
  const save = async () => {
    setBusy(true);
    await (person === null ? create() : update(person));
    setBusy(false);
  };
  return { profile, set, activate, setActivate, fault, busy, save };
}

export function PersonForm(props: PersonFormProps) {
  const { person, onClose } = props;
  const { profile, set, activate, setActivate, fault, busy, save } = usePersonForm(props);
  const names = [
    ...usual,
    ...Object.keys(person?.profile ?? {})
      .filter((name) => !usualNames.has(name))
      .map((name) => [name, name] as const),
  ];
  return (
    <Dialog
      title={person === null ? 'New person' : person.name}
      wide
      onClose={onClose}
      onSubmit={() => void save()}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" disabled={busy}>
            {person === null ? 'Create person' : 'Save profile'}
          </Button>
        </>
      }
    >
      <p className="fg2">
        {person === null
          ? 'Nothing is sent until the person is assigned to an app.'
          : 'Mapped attributes that change are sent to every app with a link where Update User Attributes is on.'}
      </p>
      {fault && fault.fields === undefined && <FaultNotice fault={fault} />}
      <div className="form-grid">
        {names.map(([name, label]) => (
          <TextField
            key={name}
            label={label}
            value={profile[name] ?? ''}
            onValue={(value) => set(name, value)}
            error={fault?.fields?.[name] ?? fault?.fields?.[`profile.${name}`]}
          />
        ))}
      </div>
      {person === null && <LabeledCheckbox label="Activate now" checked={activate} onChange={setActivate} />}
    </Dialog>
  );
}
