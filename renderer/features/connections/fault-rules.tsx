/** The fault rules of the local server: each a sentence with a switch; presets for whoever has none yet. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import { type FaultRule, ruleSentence } from '../../../shared/domain/server-profile.ts';
import { changeProfile, changeWithUndo } from '../../state/profile-change.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { Switch } from '../../ui/switch.tsx';
import { type FaultPreset, faultPresets } from './fault-presets.ts';
import { FaultRuleDialog } from './fault-rule-dialog.tsx';
import { newRule } from './new-rule.ts';

/** `new`, a rule to edit, or no dialog. */
type Editing = FaultRule | 'new' | null;

export function FaultRules({ rules }: { readonly rules: readonly FaultRule[] }) {
  const [editing, setEditing] = useState<Editing>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const change = async (next: (rules: readonly FaultRule[]) => readonly FaultRule[]) => {
    const answered = await changeProfile((now) => ({ ...now, faults: next(now.faults) }));
    setFault(answered.ok ? null : answered.fault);
  };
  const add = (preset: FaultPreset) => void change((now) => [...now, newRule(preset.rule)]);
  const turn = (id: string, on: boolean) =>
    void change((now) => now.map((each) => (each.id === id ? { ...each, on } : each)));
  const remove = async (id: string) =>
    setFault(
      await changeWithUndo('Removed the fault rule.', (now) => ({
        ...now,
        faults: now.faults.filter((each) => each.id !== id),
      })),
    );
  return (
    <section aria-label="Fault rules">
      <RulesHead bare={rules.length === 0} onAdd={add} onNew={() => setEditing('new')} />
      <FaultNotice fault={fault} className="mb-3" />
      {rules.length === 0 ? (
        <Presets onAdd={add} />
      ) : (
        <ul className="border-t border-line-1" aria-label="Fault rules">
          {rules.map((rule) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              onTurn={(on) => turn(rule.id, on)}
              onEdit={() => setEditing(rule)}
              onRemove={() => void remove(rule.id)}
            />
          ))}
        </ul>
      )}
      <p className="fg3 pt-2">
        Only requests with a valid token count. Where two rules are due, the first in the list wins. Traffic
        names the rule on each exchange.
      </p>
      {editing !== null && (
        <FaultRuleDialog rule={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </section>
  );
}

interface AddProps {
  readonly onAdd: (preset: FaultPreset) => void;
}

function RulesHead(props: AddProps & { readonly bare: boolean; readonly onNew: () => void }) {
  return (
    <div className="flex items-center gap-2 pb-3">
      <h2 className="section-title grow">Fault rules</h2>
      {!props.bare && (
        <Menu
          align="end"
          trigger={
            <Button small>
              Presets
              <Icon name="down" small />
            </Button>
          }
          actions={faultPresets.map((preset) => ({ label: preset.title, run: () => props.onAdd(preset) }))}
        />
      )}
      <Button small icon="plus" onClick={props.onNew}>
        New rule…
      </Button>
    </div>
  );
}

function Presets({ onAdd }: AddProps) {
  return (
    <>
      <p className="fg2 pb-3">
        No rules: nothing fails on purpose. A rule lets a share of the requests fail, to see how a client
        takes it. Begin with one of these.
      </p>
      <ul className="border-t border-line-1" aria-label="Presets">
        {faultPresets.map((preset) => (
          <li key={preset.title} className="flex items-center gap-3 border-b border-line-1 py-2">
            <div className="min-w-0 grow">
              <p className="strong">{preset.title}</p>
              <p className="fg2">{ruleSentence({ id: '', on: true, ...preset.rule })}</p>
            </div>
            <Button small aria-label={`Add ${preset.title}`} onClick={() => onAdd(preset)}>
              Add
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function RuleRow(props: {
  readonly rule: FaultRule;
  readonly onTurn: (on: boolean) => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}) {
  const { rule } = props;
  const sentence = ruleSentence(rule);
  return (
    <li className="flex min-h-11 items-center gap-3 border-b border-line-1 py-2">
      <Switch label={sentence} checked={rule.on} onChange={props.onTurn} />
      <span className={rule.on ? 'min-w-0 grow' : 'fg3 min-w-0 grow'}>{sentence}</span>
      <Menu
        align="end"
        trigger={<IconButton icon="dots" label={`Actions for: ${sentence}`} small />}
        actions={[
          { label: 'Edit…', icon: 'pencil', run: props.onEdit },
          { label: 'Remove', icon: 'trash', danger: true, apart: true, run: props.onRemove },
        ]}
      />
    </li>
  );
}
