/** One setting in a row: its name as Okta spells it, what it means, and the control; saved at once. */
import type { ReactNode } from 'react';
import type { AppSettings } from '../../../shared/domain/simulator.ts';
import { type Choice, Select } from '../../ui/select.tsx';
import { SettingRow as Row, type SettingRowProps } from '../../ui/setting-row.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { App, Setting } from './use-app.ts';

export interface SettingProps extends Omit<SettingRowProps, 'fault'> {
  readonly app?: App;
  readonly setting?: Setting;
}

export function SettingRow({ app, setting, ...row }: SettingProps) {
  const fault = app?.failed && app.failed.setting === setting ? app.failed.fault : null;
  return <Row {...row} fault={fault} />;
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

export function ChoiceRow<S extends 'matchRule' | 'usernameFormat' | 'appUsernameUpdate'>(props: {
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
