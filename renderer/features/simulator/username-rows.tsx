/** Application username format and when it is sent again: Sign On > Credentials Details in Okta (okta.md 3.3). */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { AppSettings } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { Select } from '../../ui/select.tsx';
import { ValuePreview } from './mapping-preview.tsx';
import { ExpressionField } from './mapping-value.tsx';
import { applyOnChoices } from './mapping-words.ts';
import type { PartProps } from './provisioning-part.ts';
import { ChoiceRow, SettingRow, SwitchRow } from './setting-rows.tsx';

const formats = [
  { value: 'login', label: 'Okta username' },
  { value: 'loginPrefix', label: 'Okta username prefix' },
  { value: 'email', label: 'Email' },
  { value: 'emailPrefix', label: 'Email prefix' },
  { value: 'custom', label: 'Custom' },
] as const;

export function UsernameRows({ app, settings }: PartProps) {
  const [editing, setEditing] = useState(false);
  const custom = settings.appUsernameFormat === 'custom';
  return (
    <>
      <SettingRow
        label="Application username format"
        app={app}
        setting="appUsernameFormat"
        control={
          <Select
            label="Application username format"
            value={settings.appUsernameFormat}
            choices={formats}
            disabled={app.saving === 'appUsernameFormat'}
            onValue={(format) =>
              format === 'custom' ? setEditing(true) : app.save('appUsernameFormat', format)
            }
          />
        }
      >
        The userName in the app. Okta asks for it before it creates a user.
        {custom && (
          <span className="block">
            <span className="mono break-all">{settings.appUsernameExpression}</span>{' '}
            <LinkButton onClick={() => setEditing(true)}>Edit expression</LinkButton>
          </span>
        )}
      </SettingRow>
      <ChoiceRow
        app={app}
        settings={settings}
        setting="appUsernameUpdate"
        label="Update application username on"
        choices={applyOnChoices}
      >
        With Create, a person whose username changes in Okta keeps the old one in the app.
      </ChoiceRow>
      <SwitchRow
        app={app}
        settings={settings}
        setting="excludeUsernameUpdates"
        label="Exclude Username Updates"
      >
        Profile pushes leave the username in the app alone, also after a link.
      </SwitchRow>
      {editing && <CustomUsername settings={settings} onClose={() => setEditing(false)} />}
    </>
  );
}

function CustomUsername(props: { readonly settings: AppSettings; readonly onClose: () => void }) {
  const { settings, onClose } = props;
  const { connectionId } = settings;
  const [text, setText] = useState(settings.appUsernameExpression);
  const [fault, setFault] = useState<Fault | null>(null);
  const error = fault?.fields?.['appUsernameExpression'];
  const draft = { appUsernameFormat: 'custom', appUsernameExpression: text } as const;
  const save = async () => {
    const answered = await callEngine('sim.configure', { connectionId, ...draft });
    if (answered.ok) onClose();
    else setFault(answered.fault);
  };
  return (
    <Dialog
      title="Custom application username"
      onClose={onClose}
      onSubmit={() => void save()}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit">
            Save format
          </Button>
        </>
      }
    >
      {error === undefined && <FaultNotice fault={fault} />}
      <ExpressionField
        value={text}
        error={error}
        onValue={(typed) => {
          setFault(null);
          setText(typed);
        }}
      />
      <ValuePreview
        draft={text.trim() === '' ? null : { connectionId, ...draft, mappings: [] }}
        read={(preview) => preview.username}
      />
    </Dialog>
  );
}
