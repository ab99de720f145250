/** The settings of the application, and saving one of them at once; a fault stays with the setting it belongs to. */
import { useCallback, useState } from 'react';
import type { InputOf } from '../../../shared/contract/commands.ts';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { AppSettings } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { useAnswer } from '../../state/use-answer.ts';

export type Setting = Exclude<keyof InputOf<'sim.configure'>, 'connectionId'>;

export interface App {
  readonly settings: AppSettings | null;
  readonly fault: Fault | null;
  readonly reload: () => void;
  /** The setting being saved. */
  readonly saving: Setting | null;
  readonly failed: { readonly setting: Setting; readonly fault: Fault } | null;
  readonly save: <S extends Setting>(setting: S, value: AppSettings[S]) => void;
}

export function useApp(connectionId: string): App {
  const app = useAnswer('sim.app', { connectionId }, 'simulator');
  const [saving, setSaving] = useState<Setting | null>(null);
  const [failed, setFailed] = useState<App['failed']>(null);
  const save = useCallback<App['save']>(
    (setting, value) => {
      setSaving(setting);
      void callEngine('sim.configure', { connectionId, [setting]: value }).then((answered) => {
        setSaving(null);
        setFailed(answered.ok ? null : { setting, fault: answered.fault });
      });
    },
    [connectionId],
  );
  return { settings: app.value, fault: app.fault, reload: app.reload, saving, failed, save };
}
