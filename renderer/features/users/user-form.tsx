/** New user and edit, one form: errors at their fields, and a newer version of the user explained, not overwritten. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { UserRecord } from '../../../shared/domain/directory.ts';
import { callEngine } from '../../state/engine-call.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { LabeledCheckbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Callout, FaultNotice } from '../../ui/notices.tsx';
import {
  type Before,
  changedAttributes,
  draftOf,
  emptyDraft,
  errorFor,
  nameOfUser,
  otherErrors,
  type TextKey,
  type UserDraft,
} from './user-draft.ts';

export interface UserFormProps {
  /** null: a new user. */
  readonly user: UserRecord | null;
  readonly onClose: () => void;
  readonly onSaved: (user: UserRecord) => void;
}

const fields: readonly {
  readonly key: TextKey;
  readonly label: string;
  readonly span?: boolean;
  readonly mono?: boolean;
}[] = [
  { key: 'userName', label: 'userName', span: true },
  { key: 'givenName', label: 'Given name' },
  { key: 'familyName', label: 'Family name' },
  { key: 'displayName', label: 'Display name' },
  { key: 'email', label: 'Email' },
  { key: 'title', label: 'Title' },
  { key: 'department', label: 'Department' },
  { key: 'externalId', label: 'externalId', span: true, mono: true },
];

export function UserForm(props: UserFormProps) {
  const form = useUserForm(props);
  const { draft, fault } = form;
  const stale = fault?.code === 'stale';
  const rest = otherErrors(fault?.fields);
  const title = props.user === null ? 'New user' : `Edit ${nameOfUser(props.user)}`;
  return (
    <Dialog
      title={title}
      wide
      onClose={props.onClose}
      onSubmit={() => void form.save()}
      foot={
        <>
          <Button variant="ghost" onClick={props.onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" disabled={form.busy}>
            {props.user === null ? 'Create user' : 'Save changes'}
          </Button>
        </>
      }
    >
      {stale && <StaleNote onTheirs={form.takeTheirs} onMine={form.keepMine} />}
      {fault !== null && !stale && (fault.fields === undefined || rest.length > 0) && (
        <FaultNotice fault={rest.length > 0 ? { ...fault, message: rest.join(' ') } : fault} />
      )}
      <div className="form-grid">
        {fields.map((field) => (
          <TextField
            key={field.key}
            label={field.label}
            value={draft[field.key]}
            mono={field.mono === true}
            required={field.key === 'userName'}
            error={errorFor(fault?.fields, field.key)}
            onValue={(value) => form.change({ [field.key]: value })}
            {...(field.span ? { className: 'span' } : {})}
          />
        ))}
      </div>
      <LabeledCheckbox label="Active" checked={draft.active} onChange={(active) => form.change({ active })} />
    </Dialog>
  );
}

function StaleNote(props: { readonly onTheirs: () => void; readonly onMine: () => void }) {
  return (
    <Callout
      tone="warning"
      title="This user changed while you were editing."
      action={
        <>
          <Button small onClick={props.onTheirs}>
            Load the new version
          </Button>
          <Button small onClick={props.onMine}>
            Save my changes over it
          </Button>
        </>
      }
    >
      Only the fields you changed would be written.
    </Callout>
  );
}

function useUserForm({ user, onSaved }: UserFormProps) {
  const [base, setBase] = useState(user);
  const [draft, setDraft] = useState<UserDraft>(user === null ? emptyDraft : draftOf(user));
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);

  const write = async (from: UserRecord | null, version: number) => {
    setBusy(true);
    const answered = from === null ? await create(draft) : await update(from, version, draft);
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    showToast(from === null ? `Created ${draft.userName}.` : `Saved ${draft.userName}.`);
    onSaved(answered.value);
  };
  const readAgain = async () => {
    if (base === null) return null;
    const answered = await callEngine('users.get', { id: base.id });
    if (answered.ok) return answered.value;
    setFault(answered.fault);
    return null;
  };
  return {
    draft,
    fault,
    busy,
    change: (patch: Partial<UserDraft>) => setDraft({ ...draft, ...patch }),
    save: () => {
      const missing = draft.userName.trim() === '';
      if (missing) {
        setFault({ code: 'invalid-input', message: '', fields: { userName: 'A user needs a userName.' } });
        return Promise.resolve();
      }
      return write(base, base?.version ?? 0);
    },
    takeTheirs: () =>
      void readAgain().then((newer) => {
        if (newer === null) return;
        setBase(newer);
        setDraft(draftOf(newer));
        setFault(null);
      }),
    keepMine: () =>
      void readAgain().then((newer) => {
        if (newer !== null) void write(base, newer.version);
      }),
  };
}

function create(draft: UserDraft) {
  const before: Before = { draft: emptyDraft, attributes: {} };
  return callEngine('users.create', { attributes: changedAttributes(before, draft), active: draft.active });
}

function update(user: UserRecord, version: number, draft: UserDraft) {
  const before: Before = { draft: draftOf(user), attributes: user.attributes };
  return callEngine('users.update', {
    id: user.id,
    version,
    attributes: changedAttributes(before, draft),
    ...(draft.active === user.active ? {} : { active: draft.active }),
  });
}
