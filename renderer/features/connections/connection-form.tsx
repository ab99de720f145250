/** New connection and edit. A secret is written, never shown again; a new address asks for it anew. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { AuthMode, ConnectionRecord } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { Button } from '../../ui/button.tsx';
import { authWords } from '../../ui/connection-words.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { SelectField } from '../../ui/select.tsx';

export interface ConnectionFormProps {
  /** null: a new one. */
  readonly connection: ConnectionRecord | null;
  readonly onClose: () => void;
  readonly onSaved: (connection: ConnectionRecord) => void;
}

interface Draft {
  readonly name: string;
  readonly baseUrl: string;
  readonly authMode: AuthMode;
  readonly username: string;
  readonly secret: string;
  readonly environment: 'test' | 'production';
}

const authModes = (['bearer', 'header', 'basic'] as const).map((value) => ({
  value,
  label: authWords[value],
}));
const environments = [
  { value: 'test', label: 'Test' },
  { value: 'production', label: 'Production' },
] as const;

const secretLabel: Record<AuthMode, string> = { bearer: 'Token', header: 'API Token', basic: 'Password' };
const secretHint: Record<AuthMode, string> = {
  bearer: 'Sent as “Bearer” and the token.',
  header: 'Sent in Authorization exactly as you type it.',
  basic: 'Sent with the user name.',
};

function draftOf(connection: ConnectionRecord | null): Draft {
  return {
    name: connection?.name ?? '',
    baseUrl: connection?.baseUrl ?? '',
    authMode: connection?.authMode ?? 'bearer',
    username: connection?.username ?? '',
    secret: '',
    environment: connection?.environment === 'production' ? 'production' : 'test',
  };
}

/** What is not there yet, in words; what is there the engine judges. */
function missing(draft: Draft): Record<string, string> {
  return {
    ...(draft.name.trim() === '' ? { name: 'A connection needs a name.' } : {}),
    ...(draft.baseUrl.trim() === '' ? { baseUrl: 'Enter the address that ends in /scim/v2.' } : {}),
  };
}

function useConnectionForm({ connection, onSaved }: ConnectionFormProps) {
  const [draft, setDraft] = useState(draftOf(connection));
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const fieldsMissing = missing(draft);
    if (Object.keys(fieldsMissing).length > 0)
      return setFault({ code: 'invalid-input', message: '', fields: fieldsMissing });
    setBusy(true);
    const { secret, ...rest } = draft;
    const fields = { ...rest, username: draft.authMode === 'basic' ? draft.username : null };
    const answered =
      connection === null
        ? await callEngine('connections.create', { ...fields, secret })
        : await callEngine('connections.update', {
            id: connection.id,
            ...fields,
            ...(secret === '' ? {} : { secret }),
          });
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    onSaved(answered.value);
  };
  return { draft, fault, busy, save, change: (patch: Partial<Draft>) => setDraft({ ...draft, ...patch }) };
}

export function ConnectionForm(props: ConnectionFormProps) {
  const { connection, onClose } = props;
  const form = useConnectionForm(props);
  return (
    <Dialog
      title={connection === null ? 'New connection' : `Edit ${connection.name}`}
      onClose={onClose}
      onSubmit={() => void form.save()}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" disabled={form.busy}>
            {connection === null ? 'Add connection' : 'Save changes'}
          </Button>
        </>
      }
    >
      {form.fault?.fields === undefined && <FaultNotice fault={form.fault} />}
      <ConnectionFields form={form} stored={connection?.hasSecret === true} />
    </Dialog>
  );
}

function ConnectionFields(props: {
  readonly form: ReturnType<typeof useConnectionForm>;
  readonly stored: boolean;
}) {
  const { draft, change, fault } = props.form;
  const errors = fault?.fields ?? {};
  const needed = fault?.code === 'secret-needed' ? fault.message : undefined;
  return (
    <>
      <TextField
        label="Name"
        value={draft.name}
        onValue={(name) => change({ name })}
        error={errors['name']}
        placeholder="Acme staging"
      />
      <TextField
        label="Base URL"
        mono
        value={draft.baseUrl}
        onValue={(baseUrl) => change({ baseUrl })}
        error={errors['baseUrl']}
        placeholder="https://scim.example.com/scim/v2"
      />
      <div className="form-grid">
        <SelectField
          label="Authentication"
          value={draft.authMode}
          choices={authModes}
          onValue={(authMode) => change({ authMode })}
        />
        <SelectField
          label="Environment"
          value={draft.environment}
          choices={environments}
          onValue={(environment) => change({ environment })}
          hint={draft.environment === 'production' ? 'Shows a red band on every page that acts on it.' : null}
        />
      </div>
      {draft.authMode === 'basic' && (
        <TextField
          label="User name"
          value={draft.username}
          onValue={(username) => change({ username })}
          error={errors['username']}
        />
      )}
      <TextField
        label={secretLabel[draft.authMode]}
        type="password"
        autoComplete="new-password"
        value={draft.secret}
        onValue={(secret) => change({ secret })}
        error={errors['secret'] ?? needed}
        hint={props.stored ? 'Leave empty to keep the stored one.' : secretHint[draft.authMode]}
      />
    </>
  );
}
