/** The attributes of an extension as a grid; the parts of a complex one are rows below it. */
import { Fragment } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { InlineNote } from '../../ui/notices.tsx';
import { Select } from '../../ui/select.tsx';
import { type AttributeDraft, attributeTypes, faultWithin, newAttribute } from './schema-draft.ts';

const types = attributeTypes.map((value) => ({ value, label: value }));
const mutabilities = (['readWrite', 'immutable', 'readOnly', 'writeOnly'] as const).map((value) => ({
  value,
  label: value,
}));
const returns = (['default', 'always', 'request', 'never'] as const).map((value) => ({
  value,
  label: value,
}));

export interface SchemaAttributesProps {
  readonly attributes: readonly AttributeDraft[];
  readonly fields: Readonly<Record<string, string>> | undefined;
  readonly onChange: (attributes: readonly AttributeDraft[]) => void;
}

export function SchemaAttributes({ attributes, fields, onChange }: SchemaAttributesProps) {
  const put = (index: number, draft: AttributeDraft | null) =>
    onChange(attributes.flatMap((each, i) => (i === index ? (draft ?? []) : each)));
  return (
    <>
      <table className="dense-table" aria-label="Attributes">
        <AttributeHead />
        <tbody>
          {attributes.map((draft, i) => (
            <Fragment key={draft.key}>
              <AttributeLine
                draft={draft}
                part={false}
                fault={faultWithin(fields, `attributes.${i}`)}
                onChange={(changed) => put(i, changed)}
              />
              {draft.type === 'complex' && (
                <PartLines
                  draft={draft}
                  at={`attributes.${i}`}
                  fields={fields}
                  onChange={(changed) => put(i, changed)}
                />
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      <div className="px-4 py-2">
        <Button small icon="plus" onClick={() => onChange([...attributes, newAttribute()])}>
          Add attribute
        </Button>
      </div>
    </>
  );
}

function AttributeHead() {
  return (
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Type</th>
        <th scope="col" title="Holds a list of values">
          Many
        </th>
        <th scope="col">Required</th>
        <th scope="col" title="Upper and lower case are different values">
          Exact case
        </th>
        <th scope="col">Written</th>
        <th scope="col">Returned</th>
        <th scope="col" className="medium-hide">
          Usual values
        </th>
        <th scope="col">
          <span className="sr-only">Actions</span>
        </th>
      </tr>
    </thead>
  );
}

function PartLines(props: {
  readonly draft: AttributeDraft;
  readonly at: string;
  readonly fields: Readonly<Record<string, string>> | undefined;
  readonly onChange: (draft: AttributeDraft) => void;
}) {
  const { draft, at, fields, onChange } = props;
  const setParts = (parts: readonly AttributeDraft[]) => onChange({ ...draft, parts });
  return (
    <>
      {draft.parts.map((part, i) => (
        <AttributeLine
          key={part.key}
          draft={part}
          part
          fault={faultWithin(fields, `${at}.subAttributes.${i}`)}
          onChange={(changed) =>
            setParts(draft.parts.flatMap((each, n) => (n === i ? (changed ?? []) : each)))
          }
        />
      ))}
      <tr>
        <td colSpan={9}>
          <span className="pl-5">
            <Button
              small
              variant="ghost"
              icon="plus"
              onClick={() => setParts([...draft.parts, newAttribute()])}
            >
              Add part of {draft.name === '' ? 'this attribute' : draft.name}
            </Button>
          </span>
        </td>
      </tr>
    </>
  );
}

interface AttributeLineProps {
  readonly draft: AttributeDraft;
  /** A sub-attribute: one value, simple. */
  readonly part: boolean;
  readonly fault: string | null;
  /** null: taken away. */
  readonly onChange: (draft: AttributeDraft | null) => void;
}

function AttributeLine({ draft, part, fault, onChange }: AttributeLineProps) {
  const set = (change: Partial<AttributeDraft>) => onChange({ ...draft, ...change });
  const of = draft.name === '' ? 'the new attribute' : draft.name;
  return (
    <>
      <tr>
        <td className={part ? 'pl-9!' : undefined}>
          <input
            className="input mono min-w-32"
            autoComplete="off"
            spellCheck={false}
            aria-label={part ? 'Name of the part' : 'Name of the attribute'}
            aria-invalid={fault ? true : undefined}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        </td>
        <td>
          <Select
            small
            label={`Type of ${of}`}
            value={draft.type}
            choices={part ? types.filter((t) => t.value !== 'complex') : types}
            onValue={(type) => set({ type })}
          />
        </td>
        <FlagCells draft={draft} part={part} of={of} set={set} />
        <RuleCells draft={draft} part={part} of={of} set={set} />
        <td className="w-8">
          <IconButton icon="trash" small label={`Remove ${of}`} onClick={() => onChange(null)} />
        </td>
      </tr>
      {fault && (
        <tr>
          <td colSpan={9}>
            <InlineNote tone="danger">{fault}</InlineNote>
          </td>
        </tr>
      )}
    </>
  );
}

interface CellsProps {
  readonly draft: AttributeDraft;
  readonly part: boolean;
  readonly of: string;
  readonly set: (change: Partial<AttributeDraft>) => void;
}

function FlagCells({ draft, part, of, set }: CellsProps) {
  return (
    <>
      <td>
        {!part && (
          <Checkbox
            label={`${of} holds a list`}
            checked={draft.multiValued}
            onChange={(multiValued) => set({ multiValued })}
          />
        )}
      </td>
      <td>
        <Checkbox
          label={`${of} is required`}
          checked={draft.required}
          onChange={(required) => set({ required })}
        />
      </td>
      <td>
        <Checkbox
          label={`Case counts in ${of}`}
          checked={draft.caseExact}
          onChange={(caseExact) => set({ caseExact })}
        />
      </td>
    </>
  );
}

function RuleCells({ draft, part, of, set }: CellsProps) {
  return (
    <>
      <td>
        {!part && (
          <Select
            small
            label={`How ${of} is written`}
            value={draft.mutability}
            choices={mutabilities}
            // what is writeOnly is never returned: one choice brings the other
            onValue={(mutability) =>
              set(mutability === 'writeOnly' ? { mutability, returned: 'never' } : { mutability })
            }
          />
        )}
      </td>
      <td>
        <Select
          small
          label={`When ${of} is returned`}
          value={draft.returned}
          choices={part ? returns.filter((r) => r.value !== 'always') : returns}
          onValue={(returned) => set({ returned })}
        />
      </td>
      <td className="medium-hide">
        <input
          className="input min-w-28"
          autoComplete="off"
          aria-label={`Usual values of ${of}`}
          placeholder="red, blue"
          value={draft.hints}
          onChange={(event) => set({ hints: event.target.value })}
        />
      </td>
    </>
  );
}
