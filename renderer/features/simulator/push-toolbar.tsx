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
import type { PushVerbs } from './push-verbs.ts';
import type { Action } from './use-action.ts';
import { useApp } from './use-app.ts';

export interface PushToolbarProps {
  readonly connectionId: string;
  readonly action: Action;
  readonly errors: readonly PushMappingRecord[];
  readonly checked: readonly PushMappingRecord[];
  readonly verbs: PushVerbs;
  readonly onAdd: (way: 'name' | 'rule') => void;
}

export function PushToolbar(props: PushToolbarProps) {
  const { connectionId, action, errors, verbs } = props;
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
        actions={[
          { label: 'Find groups by name', icon: 'search', run: () => props.onAdd('name') },
          { label: 'Find groups by rule', icon: 'group', run: () => props.onAdd('rule') },
        ]}
      />
      <Button disabled={busy} onClick={refresh}>
        Refresh App Groups
      </Button>
      {errors.length > 0 && (
        <Button disabled={busy} onClick={() => verbs.pushNow(idsOf(errors), 'Retry All Groups')}>
          Retry All Groups
        </Button>
      )}
      <BulkEdit checked={props.checked} busy={busy} verbs={verbs} />
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

function idsOf(mappings: readonly PushMappingRecord[]): string[] {
  return mappings.map((mapping) => mapping.id);
}

/** Okta's Bulk Edit; what it acts on is checked in the grid. */
function BulkEdit(props: {
  readonly checked: readonly PushMappingRecord[];
  readonly busy: boolean;
  readonly verbs: PushVerbs;
}) {
  const { checked, busy, verbs } = props;
  const ids = idsOf(checked);
  return (
    <Menu
      trigger={
        <Button disabled={busy} blocked={ids.length === 0 ? 'Check the groups first.' : null}>
          Bulk Edit
          <Icon name="down" small />
        </Button>
      }
      actions={[
        { label: 'Deactivate', icon: 'pause', run: () => verbs.setActive(ids, false) },
        { label: 'Activate', icon: 'play', run: () => verbs.setActive(ids, true) },
        { label: 'Delete…', icon: 'unlink', apart: true, run: () => verbs.unlink(checked) },
      ]}
    />
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
