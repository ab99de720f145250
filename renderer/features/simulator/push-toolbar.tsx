/** The toolbar of Push Groups, with Okta's words; the gear holds the Group Push Settings. */
import { useRef } from 'react';
import type { PushMappingRecord } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { useShortcuts } from '../../state/use-shortcuts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { LabeledCheckbox } from '../../ui/checkbox.tsx';
import { QueryField } from '../../ui/fields.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { Popover } from '../../ui/popover.tsx';
import type { Action } from './use-action.ts';
import { useApp } from './use-app.ts';

export interface PushToolbarProps {
  readonly connectionId: string;
  readonly action: Action;
  readonly errors: readonly PushMappingRecord[];
  readonly onByName: () => void;
  readonly onRetryAll: () => void;
}

export function PushToolbar(props: PushToolbarProps) {
  const { connectionId, action, errors } = props;
  const typed = useParam('q');
  const filter = useRef<HTMLInputElement>(null);
  const busy = action.doing !== null;
  useShortcuts({ '/': () => filter.current?.focus() });
  const refresh = () =>
    void action.run('Refresh App Groups', () => callEngine('sim.refreshAppGroups', { connectionId }));
  return (
    <div className="toolbar">
      <Menu
        trigger={
          <Button variant="primary">
            Push Groups
            <Icon name="down" small />
          </Button>
        }
        actions={[{ label: 'Find groups by name', icon: 'search', run: props.onByName }]}
      />
      <Button disabled={busy} onClick={refresh}>
        Refresh App Groups
      </Button>
      <Button
        disabled={busy}
        blocked={errors.length === 0 ? 'No pushed group is in error.' : null}
        onClick={props.onRetryAll}
      >
        Retry all groups
      </Button>
      <span className="grow" />
      <QueryField
        inputRef={filter}
        label="Filter pushed groups"
        placeholder="Group name"
        hint="/"
        value={typed}
        onValue={(q) => setParams({ q })}
        className="max-w-60"
      />
      <PushSettings connectionId={connectionId} />
    </div>
  );
}

function PushSettings({ connectionId }: { readonly connectionId: string }) {
  const app = useApp(connectionId);
  return (
    <Popover trigger={<IconButton icon="gear" label="Group Push Settings" />} title="Group Push Settings">
      <FaultNotice fault={app.fault ?? app.failed?.fault ?? null} />
      {app.settings && (
        <LabeledCheckbox
          label="Rename app groups to match group name in Okta"
          checked={app.settings.renameAppGroups}
          disabled={app.saving !== null}
          onChange={(on) => app.save('renameAppGroups', on)}
        />
      )}
      <p className="fg2 pt-2">While it is off, renaming a pushed group in Okta deactivates its push.</p>
    </Popover>
  );
}
