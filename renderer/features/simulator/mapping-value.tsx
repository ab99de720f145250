/** The value of a mapping row: an attribute of the Okta profile, a constant, or an expression. */
import { useId } from 'react';
import { type MappingValue, oktaAttributes } from '../../../shared/domain/attribute-mapping.ts';
import { FieldNote, TextField } from '../../ui/fields.tsx';
import { SelectField } from '../../ui/select.tsx';

const kinds = [
  { value: 'attribute', label: 'Okta attribute' },
  { value: 'constant', label: 'Constant' },
  { value: 'expression', label: 'Expression' },
] as const;

export interface ValueFieldProps {
  readonly value: MappingValue;
  readonly error: string | undefined;
  readonly onValue: (value: MappingValue) => void;
}

export function KindField({ value, onValue }: Pick<ValueFieldProps, 'value' | 'onValue'>) {
  return (
    <SelectField
      label="Value is"
      value={value.kind}
      choices={kinds}
      onValue={(kind) => onValue(changedKind(value, kind))}
    />
  );
}

export function ValueField({ value, error, onValue }: ValueFieldProps) {
  switch (value.kind) {
    case 'attribute': {
      const names = [...new Set([value.name, ...oktaAttributes])].filter((name) => name !== '');
      return (
        <SelectField
          label="Okta attribute"
          value={value.name}
          choices={names.map((name) => ({ value: name, label: `user.${name}` }))}
          error={error}
          onValue={(name) => onValue({ kind: 'attribute', name })}
        />
      );
    }
    case 'constant':
      return (
        <TextField
          label="Constant"
          value={value.text}
          maxLength={1024}
          error={error}
          onValue={(text) => onValue({ kind: 'constant', text })}
        />
      );
    case 'expression':
      return (
        <ExpressionField
          value={value.text}
          error={error}
          onValue={(text) => onValue({ kind: 'expression', text })}
        />
      );
    default:
      return value satisfies never;
  }
}

/** What was chosen before is where the next kind starts, as far as it can be said in it. */
function changedKind(value: MappingValue, kind: MappingValue['kind']): MappingValue {
  if (kind === value.kind) return value;
  if (kind === 'attribute') return { kind, name: 'login' };
  const text = value.kind === 'attribute' ? `user.${value.name}` : value.text;
  if (kind === 'expression') return { kind, text: value.kind === 'constant' ? quoted(text) : text };
  return { kind, text: '' };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function ExpressionField(props: {
  readonly value: string;
  readonly error: string | undefined;
  readonly onValue: (text: string) => void;
}) {
  const { value, error, onValue } = props;
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className="form-field">
      <label htmlFor={id}>Expression</label>
      <textarea
        id={id}
        className="input mono"
        rows={3}
        spellCheck={false}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={noteId}
        onChange={(event) => onValue(event.target.value)}
      />
      <FieldNote
        id={noteId}
        error={error}
        hint="Okta’s expression language: user.firstName + ' ' + user.lastName. What is absent is null, and joined by + the word null (inferred)."
      />
    </div>
  );
}
