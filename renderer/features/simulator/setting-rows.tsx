/** One setting in a row: its name as Okta spells it, what it means, and the control; saved at once. */
import type { ReactNode } from 'react';
import type { AppSettings } from '../../../shared/domain/simulator.ts';
import { FaultNotice } from '../../ui/notices.tsx';
import { type Choice, Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { App, Setting } from './use-app.ts';

export interface SettingProps {
  readonly label: string;
  readonly children?: ReactNode;
  readonly control: ReactNode;
  readonly app?: App;
  readonly setting?: Setting;
}

export function SettingRow({ label, children, control, app, setting }: SettingProps) {
  const failed = app?.failed && app.failed.setting === setting ? app.failed.fault : null;
  return (
    <li className="border-b border-line-1 py-3">
      <div className="flex items-start gap-6">
        <div className="min-w-0 grow">
          <p className="strong">{label}</p>
          <div className="fg2">{children}</div>
        </div>
        <div className="flex-none pt-0.5">{control}</div>
      </div>
      <FaultNotice fault={failed} className="mt-2" />
    </li>
  );
}

type Keys<V> = { [K in Setting]: AppSettings[K] extends V ? K : never }[Setting];

export function SwitchRow(props: {
  readonly app: App;
  readonly settings: AppSettings;
  readonly setting: Keys<boolean>;
  readonly label: string;
  readonly children?: ReactNode;
}) {
  const { app, settings, setting, label, children } = props;
  return (
    <SettingRow
      label={label}
      app={app}
      setting={setting}
      control={
        <Switch
          label={label}
          checked={settings[setting]}
          disabled={app.saving === setting}
          onChange={(on) => app.save(setting, on)}
        />
      }
    >
      {children}
    </SettingRow>
  );
}

export function ChoiceRow<S extends 'matchRule' | 'usernameFormat'>(props: {
  readonly app: App;
  readonly settings: AppSettings;
  readonly setting: S;
  readonly label: string;
  readonly choices: readonly Choice<AppSettings[S]>[];
  readonly children?: ReactNode;
}) {
  const { app, settings, setting, label, choices, children } = props;
  return (
    <SettingRow
      label={label}
      app={app}
      setting={setting}
      control={
        <Select
          label={label}
          value={settings[setting]}
          choices={choices}
          disabled={app.saving === setting}
          onValue={(value) => app.save(setting, value)}
        />
      }
    >
      {children}
    </SettingRow>
  );
}
