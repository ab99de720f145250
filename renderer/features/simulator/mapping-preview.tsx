/** What a mapping, a username or all of it gives for one person of the org; nothing is sent for it. */
import { type ReactNode, useState } from 'react';
import type { InputOf } from '../../../shared/contract/commands.ts';
import type { MappingPreview } from '../../../shared/domain/simulator.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { Button } from '../../ui/button.tsx';
import { CodeView } from '../../ui/code-view.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FaultNotice, InlineNote } from '../../ui/notices.tsx';
import { SelectField } from '../../ui/select.tsx';
import { Chooser, type Option, OptionList } from './chooser.tsx';

type Draft = Omit<InputOf<'sim.previewMapping'>, 'personId'>;

/** @param draft null: there is nothing to work out yet */
function usePreview(draft: Draft | null) {
  const [chosen, setChosen] = useState<Option | null>(null);
  const first = useAnswer('sim.people', { limit: 1 }, 'simulator').value?.rows[0];
  const person = chosen ?? (first && { id: first.id, name: first.name, detail: '' });
  const settled = useDebounced(JSON.stringify(draft));
  const asked = JSON.parse(settled) as Draft | null;
  const input = asked === null || person === undefined ? null : { ...asked, personId: person.id };
  const answered = useAnswer('sim.previewMapping', input, 'simulator');
  return { person, setChosen, answered };
}

/** A line under the fields of a dialog: the person, and the one value of the draft. */
export function ValuePreview(props: {
  readonly draft: Draft | null;
  readonly read: (preview: MappingPreview) => {
    readonly value: string | null;
    readonly error: string | null;
  };
}) {
  const { person, setChosen, answered } = usePreview(props.draft);
  const result = answered.value && props.read(answered.value);
  if (person === undefined) {
    return <p className="fg3">There is nobody in the simulated org to try it on.</p>;
  }
  return (
    <section className="grid gap-2 border-t border-line-1 pt-3" aria-label="Preview">
      <PersonField person={person} onChoose={setChosen} />
      <div className="form-field" aria-live="polite">
        <span className="label">Value that is sent</span>
        <Result result={result} />
      </div>
    </section>
  );
}

function Result(props: {
  readonly result: { readonly value: string | null; readonly error: string | null } | null;
}): ReactNode {
  const { result } = props;
  if (result === null) return <span className="fg3">Nothing to work out yet.</span>;
  if (result.error !== null) return <span className="error">{result.error}</span>;
  if (result.value === null) return <span className="fg2">No value, so the attribute is not sent.</span>;
  return <span className="mono break-all">{result.value}</span>;
}

function PersonField(props: { readonly person: Option; readonly onChoose: (person: Option) => void }) {
  return (
    <div className="form-field">
      <span className="label">Person</span>
      <Chooser
        label="Person to try it on"
        search="Search people"
        shown={props.person.name}
        options={(text, choose) => <People text={text} choose={choose} />}
        onChoose={props.onChoose}
      />
    </div>
  );
}

function People(props: { readonly text: string; readonly choose: (option: Option) => void }) {
  const { text, choose } = props;
  const people = useAnswer('sim.people', text === '' ? { limit: 20 } : { text, limit: 20 }, 'simulator');
  const options = (people.value?.rows ?? []).map((each) => ({
    id: each.id,
    name: each.name,
    detail: each.profile['login'] ?? '',
  }));
  return (
    <>
      <FaultNotice fault={people.fault} />
      <OptionList options={options} choose={choose} {...(people.value ? { empty: 'Nobody matches.' } : {})} />
    </>
  );
}

/** The whole user as the server would be sent it, by what is saved. */
export function PreviewDialog(props: { readonly connectionId: string; readonly onClose: () => void }) {
  const [applyOn, setApplyOn] = useState<'create' | 'always'>('create');
  const { person, setChosen, answered } = usePreview({ connectionId: props.connectionId, applyOn });
  const preview = answered.value;
  return (
    <Dialog
      title="Preview of what is sent"
      wide
      onClose={props.onClose}
      foot={
        <Button variant="primary" onClick={props.onClose}>
          Close
        </Button>
      }
    >
      {person === undefined && <p className="fg3">There is nobody in the simulated org to try it on.</p>}
      <div className="form-grid">
        {person && <PersonField person={person} onChoose={setChosen} />}
        <SelectField
          label="On"
          value={applyOn}
          choices={[
            { value: 'create', label: 'Create' },
            { value: 'always', label: 'Update' },
          ]}
          onValue={setApplyOn}
        />
      </div>
      <FaultNotice fault={answered.fault} />
      {preview && <Problems preview={preview} />}
      {preview && <CodeView label="Mapped attributes" text={JSON.stringify(preview.attributes)} />}
    </Dialog>
  );
}

function Problems({ preview }: { readonly preview: MappingPreview }) {
  const rows = [{ target: 'userName', error: preview.username.error }, ...preview.rows];
  return rows.map(({ target, error }) =>
    error === null ? null : (
      <InlineNote key={target} tone="danger">
        {target}: {error}
      </InlineNote>
    ),
  );
}
