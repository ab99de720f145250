/** The push rules: their list in the rail, and the bar of the one that is chosen, with what can be done to it. */
import { useState } from 'react';
import type { PushRuleRecord } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { setParams } from '../../state/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { Status } from '../../ui/status.tsx';
import { conditionsInWords } from './push-rule-words.ts';
import { RadioList } from './radio-list.tsx';
import { RailButton } from './rail.tsx';
import type { Action } from './use-action.ts';

export function RulesInRail(props: { readonly rules: readonly PushRuleRecord[]; readonly current: string }) {
  if (props.rules.length === 0) return null;
  return (
    <>
      <p className="fg3 pt-3 pb-1 pl-2 text-[12px]">Rules</p>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {props.rules.map((rule) => (
          <RailButton
            key={rule.id}
            label={rule.status === 'ACTIVE' ? rule.name : `${rule.name} (inactive)`}
            count={rule.groups}
            current={rule.id === props.current}
            onClick={() => setParams({ view: 'rule', rule: rule.id })}
          />
        ))}
      </div>
    </>
  );
}

export function RuleBar(props: {
  readonly rule: PushRuleRecord;
  readonly appName: string;
  readonly action: Action;
}) {
  const { rule, appName, action } = props;
  const [deleting, setDeleting] = useState(false);
  const active = rule.status === 'ACTIVE';
  const busy = action.doing !== null;
  const words = conditionsInWords(rule.conditions);
  const toggle = () =>
    void action.run(`${active ? 'Deactivate' : 'Activate'} Rule ${rule.name}`, () =>
      callEngine('sim.setPushRuleActive', { ruleId: rule.id, active: !active }),
    );
  return (
    <section
      className="flex min-h-10 flex-none items-center gap-3 border-t border-line-1 px-4"
      aria-label={`Rule ${rule.name}`}
    >
      <h2 className="section-title ellipsis" title={rule.name}>
        {rule.name}
      </h2>
      <Status tone={active ? 'success' : 'neutral'} shape={active ? 'dot' : 'ring'}>
        {active ? 'Active' : 'Inactive'}
      </Status>
      <span className="fg2 ellipsis" title={words}>
        {words}
      </span>
      <span className="grow" />
      <Button small disabled={busy} onClick={toggle}>
        {active ? 'Deactivate Rule' : 'Activate Rule'}
      </Button>
      <Button variant="ghost" tone="danger" small disabled={busy} onClick={() => setDeleting(true)}>
        Delete Rule…
      </Button>
      {deleting && (
        <DeleteRule rule={rule} appName={appName} action={action} onClose={() => setDeleting(false)} />
      )}
    </section>
  );
}

const ways = [
  { value: 'leave', label: 'Leave the groups in the target app' },
  { value: 'delete', label: 'Delete the groups in the target app' },
] as const;

function DeleteRule(props: {
  readonly rule: PushRuleRecord;
  readonly appName: string;
  readonly action: Action;
  readonly onClose: () => void;
}) {
  const { rule, appName, action, onClose } = props;
  const [way, setWay] = useState<'leave' | 'delete'>('leave');
  const pushed =
    rule.groups === 1
      ? 'The group that the rule pushed is'
      : `The ${formatCount(rule.groups)} groups that the rule pushed are`;
  const remove = () => {
    onClose();
    void action.run(`Delete Rule ${rule.name}`, () =>
      callEngine('sim.deletePushRule', { ruleId: rule.id, deleteInApp: way === 'delete' }),
    );
  };
  return (
    <ConfirmDialog
      title={`Delete Rule ${rule.name}`}
      verb={way === 'delete' ? 'Delete rule and groups in the app' : 'Delete rule'}
      danger={way === 'delete'}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>
        {rule.groups === 0
          ? 'The rule pushed no group.'
          : `${pushed} no longer pushed to ${appName}, also where the name no longer matches.`}
      </p>
      <RadioList label="The groups in the target app" value={way} choices={ways} onValue={setWay} />
      <p className="fg2">
        {way === 'leave' || rule.groups === 0
          ? 'Nothing is sent.'
          : 'Okta sends DELETE for each group; this cannot be undone from here.'}
      </p>
    </ConfirmDialog>
  );
}
