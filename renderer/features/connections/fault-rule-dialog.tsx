/** A fault rule, new or changed: which requests, how many of them, and what happens to those; read back as a sentence. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import {
  type FaultEffect,
  type FaultMethod,
  type FaultRule,
  faultPaths,
  ruleSentence,
} from '../../../shared/domain/server-profile.ts';
import { changeProfile } from '../../state/profile-change.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { type Choice, SelectField } from '../../ui/select.tsx';
import { draftOf, errorsOf, type FieldErrors, type RuleDraft, readDraft } from './fault-rule-draft.ts';
import { newRule } from './new-rule.ts';

const methods: readonly Choice<FaultMethod>[] = [
  { value: 'any', label: 'Any' },
  ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map((value) => ({ value, label: value })),
];
const paths = faultPaths.map((value) => ({ value, label: value === 'any' ? 'Any' : value }));
const effects: readonly Choice<FaultEffect['kind']>[] = [
  { value: 'status', label: 'An error status' },
  { value: 'not-json', label: 'An HTML page with status 200' },
  { value: 'drop', label: 'No answer: the connection ends' },
  { value: 'lose', label: 'Carried out, but the answer is lost' },
  { value: 'delay', label: 'The right answer, late' },
];

interface RuleForm {
  readonly draft: RuleDraft;
  readonly errors: FieldErrors;
  readonly fault: Fault | null;
  readonly busy: boolean;
  readonly change: (patch: Partial<RuleDraft>) => void;
  readonly save: () => Promise<void>;
}

function useRuleForm(rule: FaultRule | null, onClose: () => void): RuleForm {
  const [draft, setDraft] = useState(draftOf(rule));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const read = readDraft(draft);
    if ('errors' in read) return setErrors(read.errors);
    setBusy(true);
    const answered = await changeProfile((now) => ({
      ...now,
      faults:
        rule === null
          ? [...now.faults, newRule(read.body)]
          : now.faults.map((each) => (each.id === rule.id ? { ...each, ...read.body } : each)),
    }));
    setBusy(false);
    if (answered.ok) return onClose();
    const own = errorsOf(answered.fault);
    setErrors(own ?? {});
    setFault(own === null ? answered.fault : null);
  };
  const change = (patch: Partial<RuleDraft>) => {
    setDraft({ ...draft, ...patch });
    setErrors({});
  };
  return { draft, errors, fault, busy, save, change };
}

/** `rule` null: a new one, on at once. */
export function FaultRuleDialog(props: { readonly rule: FaultRule | null; readonly onClose: () => void }) {
  const form = useRuleForm(props.rule, props.onClose);
  return (
    <Dialog
      title={props.rule === null ? 'New fault rule' : 'Edit fault rule'}
      onClose={props.onClose}
      onSubmit={() => void form.save()}
      foot={
        <>
          <Button variant="ghost" onClick={props.onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" disabled={form.busy}>
            {props.rule === null ? 'Add rule' : 'Save rule'}
          </Button>
        </>
      }
    >
      <FaultNotice fault={form.fault} />
      <RuleFields form={form} />
      <Sentence form={form} />
    </Dialog>
  );
}

function RuleFields({ form }: { readonly form: RuleForm }) {
  const { draft, errors, change } = form;
  return (
    <>
      <div className="form-grid">
        <SelectField
          label="Method"
          value={draft.method}
          choices={methods}
          onValue={(method) => change({ method })}
        />
        <SelectField label="Path" value={draft.path} choices={paths} onValue={(path) => change({ path })} />
        <TextField
          label="Every n-th request"
          inputMode="numeric"
          value={draft.every}
          onValue={(every) => change({ every })}
          error={errors.every}
          hint="1: each one"
        />
        <SelectField label="Gets" value={draft.kind} choices={effects} onValue={(kind) => change({ kind })} />
      </div>
      {draft.kind === 'status' && (
        <div className="form-grid">
          <TextField
            label="Status"
            inputMode="numeric"
            value={draft.status}
            onValue={(status) => change({ status })}
            error={errors.status}
            hint="400 to 599"
          />
          <TextField
            label="Retry-After"
            inputMode="numeric"
            value={draft.retryAfter}
            onValue={(retryAfter) => change({ retryAfter })}
            error={errors.retryAfter}
            hint="Seconds. Empty: not sent."
          />
        </div>
      )}
      {draft.kind === 'delay' && (
        <div className="form-grid">
          <TextField
            label="Late by, in ms"
            inputMode="numeric"
            value={draft.ms}
            onValue={(ms) => change({ ms })}
            error={errors.ms}
            hint="Okta gives up after 60,000."
          />
        </div>
      )}
    </>
  );
}

/** What the rule will say; an empty line while something is wrong with it. */
function Sentence({ form }: { readonly form: RuleForm }) {
  const read = readDraft(form.draft);
  const whole = 'body' in read && Object.keys(form.errors).length === 0;
  return <p className="strong min-h-5">{whole && ruleSentence({ id: '', on: true, ...read.body })}</p>;
}
