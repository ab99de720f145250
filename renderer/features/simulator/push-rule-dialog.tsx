/** Find groups by rule: conditions on name and description, with the groups they match now; then Create Rule. */
import { useState } from 'react';
import {
  type ConnectionRecord,
  mostGroupsPerRule,
  type PushRuleConditions,
  type PushRuleOperator,
  type PushRulePreview,
  type PushRuleRecord,
} from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { Callout, EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { Select } from '../../ui/select.tsx';
import { operatorChoices } from './push-rule-words.ts';
import type { Action } from './use-action.ts';
import { UsedTwice } from './used-twice.tsx';

export interface PushRuleDialogProps {
  readonly connection: ConnectionRecord;
  readonly rules: readonly PushRuleRecord[];
  readonly action: Action;
  readonly onClose: () => void;
}

interface Draft {
  readonly operator: PushRuleOperator;
  readonly value: string;
}

const blank: Draft = { operator: 'starts', value: '' };

function conditionsOf(name: Draft, description: Draft): PushRuleConditions | null {
  const given = (draft: Draft) => (draft.value.trim() === '' ? null : draft);
  const conditions = { name: given(name), description: given(description) };
  return conditions.name === null && conditions.description === null ? null : conditions;
}

function usePushRule({ connection, rules, action, onClose }: PushRuleDialogProps) {
  const connectionId = connection.id;
  const [ruleName, setRuleName] = useState('');
  const [name, setName] = useState(blank);
  const [description, setDescription] = useState(blank);
  const conditions = conditionsOf(name, description);
  const asked = useDebounced(conditions && JSON.stringify(conditions));
  const preview = useAnswer(
    'sim.previewPushRule',
    asked === null ? null : { connectionId, conditions: JSON.parse(asked) as PushRuleConditions },
    'simulator',
  );
  const typed = ruleName.trim();
  const taken = rules.some((rule) => rule.name.toLocaleLowerCase() === typed.toLocaleLowerCase());
  const settled = conditions !== null && JSON.stringify(conditions) === asked && preview.value !== null;
  const blocked =
    typed === ''
      ? 'Name the rule first.'
      : taken
        ? 'Another rule has this name.'
        : conditions === null
          ? 'Give a condition first.'
          : !settled
            ? 'Wait for the preview.'
            : (preview.value?.refused ?? null);
  const create = () => {
    if (blocked !== null || conditions === null) return;
    onClose();
    void action.run(`Create Rule ${typed}`, () =>
      callEngine('sim.createPushRule', { connectionId, name: typed, conditions }),
    );
  };
  const shown = conditions === null ? null : preview.value;
  return {
    ruleName,
    setRuleName,
    name,
    setName,
    description,
    setDescription,
    taken,
    preview,
    shown,
    blocked,
    create,
  };
}

export function PushRuleDialog(props: PushRuleDialogProps) {
  const form = usePushRule(props);
  return (
    <Dialog
      title="Find groups by rule"
      wide
      onClose={props.onClose}
      onSubmit={form.create}
      foot={
        <>
          <Button variant="ghost" onClick={props.onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" blocked={form.blocked}>
            Create Rule
          </Button>
        </>
      }
    >
      <TextField
        label="Rule name"
        value={form.ruleName}
        onValue={form.setRuleName}
        error={form.taken ? 'Another rule of this app has this name.' : null}
        maxLength={100}
        required
      />
      <ConditionFields what="Group name" draft={form.name} onDraft={form.setName} />
      <ConditionFields what="Group description" draft={form.description} onDraft={form.setDescription} />
      <p className="fg3 text-[12px] leading-4">
        Where both are given, both must hold. That letter case does not count is inferred.
      </p>
      <FaultNotice fault={form.preview.fault} />
      <Matches preview={form.shown} appName={props.connection.name} />
    </Dialog>
  );
}

function ConditionFields(props: {
  readonly what: string;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}) {
  const { what, draft, onDraft } = props;
  return (
    <div className="flex items-end gap-2">
      <Select
        label={`${what} condition`}
        prefix={`${what}:`}
        value={draft.operator}
        choices={operatorChoices}
        onValue={(operator) => onDraft({ ...draft, operator })}
      />
      <input
        className="input grow"
        aria-label={what}
        autoComplete="off"
        spellCheck={false}
        maxLength={255}
        value={draft.value}
        onChange={(event) => onDraft({ ...draft, value: event.target.value })}
      />
    </div>
  );
}

type Match = PushRulePreview['groups'][number];

const columns: readonly GridColumn<Match>[] = [
  {
    key: 'name',
    header: 'Group in Okta',
    width: 'minmax(0, 1fr)',
    cell: (group) => (
      <>
        <b className="strong">{group.name}</b>
        <span className="fg3">
          {group.pushed ? '\u2002pushed already' : ''}
          {group.alsoAssigned ? '\u2002assigns this app' : ''}
        </span>
      </>
    ),
  },
  {
    key: 'description',
    header: 'Description',
    width: 'minmax(0, 1fr)',
    cell: (group) => <span className="fg2">{group.description}</span>,
  },
  {
    key: 'members',
    header: 'Members',
    width: '72px',
    align: 'right',
    cell: (group) => <span className="num">{formatCount(group.memberCount)}</span>,
  },
];

function Matches(props: { readonly preview: PushRulePreview | null; readonly appName: string }) {
  const { preview, appName } = props;
  const groups = preview?.groups ?? [];
  const twice = groups.filter((group) => group.alsoAssigned && !group.pushed).map((group) => group.name);
  return (
    <>
      {preview?.refused && <Callout tone="danger" title={preview.refused} />}
      <UsedTwice names={twice} appName={appName} />
      <p aria-live="polite">{sentence(preview)}</p>
      <div className="-mx-4 -mb-4 flex h-48 flex-col">
        <Grid
          label="Groups that match"
          rowHeight={36}
          columns={columns}
          total={groups.length}
          rowAt={(index) => groups[index]}
          rowKey={(group) => group.id}
          rowName={(group) => group.name}
          loading={false}
          empty={
            <EmptyState
              text={
                preview === null
                  ? 'The groups that match are shown here.'
                  : 'No group matches yet. Groups that are created or renamed to match will be pushed.'
              }
            />
          }
        />
      </div>
    </>
  );
}

function sentence(preview: PushRulePreview | null): string {
  if (preview === null) return `Okta pushes at most ${mostGroupsPerRule} groups per rule.`;
  const pushed = preview.groups.filter((group) => group.pushed).length;
  const rest = pushed === 0 ? '' : `, ${formatCount(pushed)} of them pushed already`;
  const first = preview.total > preview.groups.length ? `; the first ${preview.groups.length} are shown` : '';
  return `${plural(preview.total, 'group')} ${preview.total === 1 ? 'matches' : 'match'}${rest}${first}.`;
}
