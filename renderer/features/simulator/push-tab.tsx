/** Push Groups: the pushed groups with their state, and everything Okta's tab of that name can do. */
import { useState } from 'react';
import type {
  ConnectionRecord,
  PushMappingRecord,
  PushRuleRecord,
} from '../../../shared/domain/simulator.ts';
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
import { PushRuleDialog } from './push-rule-dialog.tsx';
import { RuleBar, RulesInRail } from './push-rules.tsx';
import { PushToolbar } from './push-toolbar.tsx';
import type { PushVerbs } from './push-verbs.ts';
import { Rail } from './rail.tsx';
import { UnlinkDialog } from './unlink-dialog.tsx';
import { type Action, useAction } from './use-action.ts';

type View = 'all' | 'name' | 'rule' | 'errors';

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

/** The pushed groups and rules of the app, and which of them the rail and the filter show. */
function usePushLists(connectionId: string) {
  const mappings = useAnswer('sim.pushMappings', { connectionId }, 'simulator');
  const rules = useAnswer('sim.pushRules', { connectionId }, 'simulator');
  const all = mappings.value ?? [];
  const allRules = rules.value ?? [];
  const view = useView();
  const ruleId = useParam('rule');
  const rule = (view === 'rule' && allRules.find((each) => each.id === ruleId)) || null;
  const shown = useShown(all.filter((mapping) => isIn(mapping, view, rule)));
  const selection = useSelection(`${view} ${rule?.id ?? ''}`);
  const checked = all.filter((mapping) => selection.has(mapping.id));
  return { mappings, rules, all, allRules, view, rule, shown, selection, checked };
}

export function PushTab({ connection }: { readonly connection: ConnectionRecord }) {
  const lists = usePushLists(connection.id);
  const { mappings, rules, all, allRules, view, rule, shown, selection, checked } = lists;
  const action = useAction();
  const [unlinking, setUnlinking] = useState<readonly PushMappingRecord[] | null>(null);
  const [adding, setAdding] = useState<'name' | 'rule' | null>(null);
  const { verbs, pushing } = usePushVerbs(action, selection, setUnlinking);
  const close = () => {
    setAdding(null);
    setUnlinking(null);
  };
  return (
    <div className="railed">
      <PushRail mappings={mappings.value} rules={allRules} view={view} rule={rule} />
      <div className="rail-body">
        <PushToolbar
          connectionId={connection.id}
          action={action}
          errors={all.filter((mapping) => mapping.status === 'ERROR')}
          checked={checked}
          verbs={verbs}
          onAdd={setAdding}
        />
        {rule && <RuleBar key={rule.id} rule={rule} appName={connection.name} action={action} />}
        <OutcomePanel action={action} />
        <FaultNotice
          fault={mappings.fault ?? rules.fault}
          asOf={mappings.asOf}
          onRetry={mappings.reload}
          className="m-4"
        />
        <PushGrid
          connection={connection}
          mappings={shown}
          loading={mappings.loading}
          selection={selection}
          pushing={pushing}
          verbs={verbs}
          empty={<NoGroups all={all.length} view={view} rule={rule} onAdd={setAdding} />}
        />
        <PushBar count={shown.length} checked={checked} selection={selection} verbs={verbs} />
      </div>
      <PushDialogs
        {...{ connection, action, adding, unlinking }}
        mappings={all}
        rules={allRules}
        onClose={close}
        onUnlinked={selection.clear}
      />
    </div>
  );
}

function PushRail(props: {
  readonly mappings: readonly PushMappingRecord[] | null;
  readonly rules: readonly PushRuleRecord[];
  readonly view: View;
  readonly rule: PushRuleRecord | null;
}) {
  const { mappings, rules, view, rule } = props;
  return (
    <Rail
      label="Pushed Groups"
      value={rule ? null : view}
      items={railItems(mappings)}
      onValue={(next) => setParams({ view: next === 'all' ? '' : next, rule: '' })}
    >
      <RulesInRail rules={rules} current={rule?.id ?? ''} />
    </Rail>
  );
}

function PushDialogs(props: {
  readonly connection: ConnectionRecord;
  readonly mappings: readonly PushMappingRecord[];
  readonly rules: readonly PushRuleRecord[];
  readonly action: Action;
  readonly adding: 'name' | 'rule' | null;
  readonly unlinking: readonly PushMappingRecord[] | null;
  readonly onClose: () => void;
  readonly onUnlinked: () => void;
}) {
  const { connection, mappings, rules, action, adding, unlinking, onClose, onUnlinked } = props;
  const common = { connection, action, onClose };
  return (
    <>
      {adding === 'name' && <PushByName {...common} mappings={mappings} />}
      {adding === 'rule' && <PushRuleDialog {...common} rules={rules} />}
      {unlinking && (
        <UnlinkDialog
          mappings={unlinking}
          appName={connection.name}
          action={action}
          onClose={onClose}
          onDone={onUnlinked}
        />
      )}
    </>
  );
}

function isIn(mapping: PushMappingRecord, view: View, rule: PushRuleRecord | null): boolean {
  switch (view) {
    case 'all':
      return true;
    case 'name':
      return mapping.ruleId === null;
    case 'rule':
      return rule === null ? mapping.ruleId !== null : mapping.ruleId === rule.id;
    case 'errors':
      return mapping.status === 'ERROR';
    default:
      return view satisfies never;
  }
}

const labels: Record<View, string> = { all: 'All', name: 'By name', rule: 'By rule', errors: 'Errors' };

function railItems(all: readonly PushMappingRecord[] | null) {
  return (['all', 'name', 'rule', 'errors'] as const).map((value) => ({
    value,
    label: labels[value],
    count: all?.filter((mapping) => isIn(mapping, value, null)).length,
  }));
}

function useView(): View {
  const wanted = useParam('view');
  return wanted === 'name' || wanted === 'rule' || wanted === 'errors' ? wanted : 'all';
}

function useShown(mappings: readonly PushMappingRecord[]): readonly PushMappingRecord[] {
  const wanted = useParam('q').trim().toLocaleLowerCase();
  if (wanted === '') return mappings;
  return mappings.filter((mapping) =>
    `${mapping.groupName}\n${mapping.appGroupName}`.toLocaleLowerCase().includes(wanted),
  );
}

function NoGroups(props: {
  readonly all: number;
  readonly view: View;
  readonly rule: PushRuleRecord | null;
  readonly onAdd: (way: 'name' | 'rule') => void;
}) {
  const { all, view, rule, onAdd } = props;
  if (rule && rule.groups === 0)
    return (
      <EmptyState
        text={
          rule.status === 'ACTIVE'
            ? 'No group matches this rule yet. Groups that are created or renamed to match are pushed.'
            : 'This rule pushed no group, and it is inactive.'
        }
      />
    );
  if (all > 0 && view !== 'rule')
    return (
      <EmptyState text="No pushed group is in this view.">
        <Button onClick={() => setParams({ view: '', rule: '', q: '' })}>Show all pushed groups</Button>
      </EmptyState>
    );
  return (
    <EmptyState text={all > 0 ? 'No group here is pushed by a rule.' : 'No group is pushed to this app yet.'}>
      {view !== 'rule' && <Button onClick={() => onAdd('name')}>Find groups by name</Button>}
      <Button onClick={() => onAdd('rule')}>Find groups by rule</Button>
    </EmptyState>
  );
}
