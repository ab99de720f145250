/** Push Groups: the pushed groups with their state, and everything Okta's tab of that name can do. */
import { useState } from 'react';
import type { ConnectionRecord, PushMappingRecord } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { type Selection, useSelection } from '../../state/use-selection.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { PushBar } from './push-bar.tsx';
import { PushByName } from './push-by-name.tsx';
import { PushGrid } from './push-grid.tsx';
import { PushToolbar } from './push-toolbar.tsx';
import type { PushVerbs } from './push-verbs.ts';
import { Rail } from './rail.tsx';
import { UnlinkDialog } from './unlink-dialog.tsx';
import { type Action, useAction } from './use-action.ts';

type View = 'all' | 'name' | 'errors';

function usePushVerbs(
  action: Action,
  selection: Selection,
  unlink: PushVerbs['unlink'],
): { readonly verbs: PushVerbs; readonly pushing: ReadonlySet<string> } {
  const [pushing, setPushing] = useState<ReadonlySet<string>>(new Set());
  const during = async (ids: readonly string[], work: Promise<boolean>) => {
    setPushing(new Set(ids));
    const done = await work;
    setPushing(new Set());
    if (done) selection.clear();
  };
  const verbs: PushVerbs = {
    pushNow: (ids, title) =>
      void during(
        ids,
        action.run(title, () => callEngine('sim.pushNow', { mappingIds: [...ids] })),
      ),
    setActive: (ids, active) =>
      void during(
        active ? ids : [],
        action.run(active ? 'Activate group push' : 'Deactivate group push', () =>
          callEngine('sim.setPushActive', { mappingIds: [...ids], active }),
        ),
      ),
    unlink,
  };
  return { verbs, pushing };
}

export function PushTab({ connection }: { readonly connection: ConnectionRecord }) {
  const connectionId = connection.id;
  const mappings = useAnswer('sim.pushMappings', { connectionId }, 'simulator');
  const all = mappings.value ?? [];
  const errors = all.filter((mapping) => mapping.status === 'ERROR');
  const view = useView();
  const shown = useShown(view === 'errors' ? errors : all);
  const selection = useSelection(view);
  const action = useAction();
  const [unlinking, setUnlinking] = useState<readonly PushMappingRecord[] | null>(null);
  const [adding, setAdding] = useState(false);
  const { verbs, pushing } = usePushVerbs(action, selection, setUnlinking);
  const checked = all.filter((mapping) => selection.has(mapping.id));
  return (
    <div className="railed">
      <Rail
        label="Pushed Groups"
        value={view}
        items={railItems(mappings.value, errors.length)}
        onValue={(next) => setParams({ view: next === 'all' ? '' : next })}
      />
      <div className="rail-body">
        <PushToolbar
          connectionId={connectionId}
          action={action}
          errors={errors}
          onByName={() => setAdding(true)}
          onRetryAll={() => verbs.pushNow(idsOf(errors), 'Retry All Groups')}
        />
        <OutcomePanel action={action} />
        <FaultNotice fault={mappings.fault} asOf={mappings.asOf} onRetry={mappings.reload} className="m-4" />
        <PushGrid
          connection={connection}
          mappings={shown}
          loading={mappings.loading}
          selection={selection}
          pushing={pushing}
          verbs={verbs}
          empty={<NoGroups all={all.length} onAdd={() => setAdding(true)} />}
        />
        <PushBar count={shown.length} checked={checked} selection={selection} verbs={verbs} />
      </div>
      {adding && (
        <PushByName connection={connection} mappings={all} action={action} onClose={() => setAdding(false)} />
      )}
      {unlinking && (
        <UnlinkDialog
          mappings={unlinking}
          appName={connection.name}
          action={action}
          onClose={() => setUnlinking(null)}
          onDone={selection.clear}
        />
      )}
    </div>
  );
}

function railItems(all: readonly PushMappingRecord[] | null, errors: number) {
  return [
    { value: 'all', label: 'All', count: all?.length },
    { value: 'name', label: 'By name', count: all?.length },
    { value: 'errors', label: 'Errors', count: all && errors },
  ] as const;
}

function idsOf(mappings: readonly PushMappingRecord[]): string[] {
  return mappings.map((mapping) => mapping.id);
}

function useView(): View {
  const wanted = useParam('view');
  return wanted === 'name' || wanted === 'errors' ? wanted : 'all';
}

function useShown(mappings: readonly PushMappingRecord[]): readonly PushMappingRecord[] {
  const wanted = useParam('q').trim().toLocaleLowerCase();
  if (wanted === '') return mappings;
  return mappings.filter((mapping) =>
    `${mapping.groupName}\n${mapping.appGroupName}`.toLocaleLowerCase().includes(wanted),
  );
}

function NoGroups({ all, onAdd }: { readonly all: number; readonly onAdd: () => void }) {
  if (all > 0)
    return (
      <EmptyState text="No pushed group is in this view.">
        <Button onClick={() => setParams({ view: '', q: '' })}>Show all pushed groups</Button>
      </EmptyState>
    );
  return (
    <EmptyState text="No group is pushed to this app yet.">
      <Button onClick={onAdd}>Find groups by name</Button>
    </EmptyState>
  );
}
