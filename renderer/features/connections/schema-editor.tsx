/** One extension schema: its name and attributes in a grid, or the same as JSON. Saved whole, and checked whole. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { SchemaRecord } from '../../../shared/domain/schema-record.ts';
import { readSchemaResource } from '../../../shared/domain/schema-resource.ts';
import { callEngine } from '../../state/engine-call.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { SelectField } from '../../ui/select.tsx';
import { Segmented } from '../../ui/tabs.tsx';
import { SchemaAttributes } from './schema-attributes.tsx';
import { draftOf, newSchema, parseResource, resourceOf, type SchemaDraft } from './schema-draft.ts';

const ways = [
  { value: 'grid', label: 'Grid' },
  { value: 'json', label: 'JSON' },
] as const;
type Way = (typeof ways)[number]['value'];

const resourceTypes = [
  { value: 'User', label: 'Users' },
  { value: 'Group', label: 'Groups' },
] as const;

export interface SchemaEditorProps {
  /** null: a new one. */
  readonly schema: SchemaRecord | null;
  /** JSON that was read from a file, for a new one. */
  readonly imported: string | null;
  readonly onClose: () => void;
}

/** The draft, the JSON where that is shown, and saving. */
function useEditing({ schema, imported, onClose }: SchemaEditorProps) {
  const [draft, setDraft] = useState<SchemaDraft>(() => (schema === null ? newSchema() : draftOf(schema)));
  const [text, setText] = useState<string | null>(imported);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    let resource: JsonObject;
    try {
      resource = text === null ? resourceOf(draft) : parseResource(text);
      if (schema !== null && resource['id'] !== schema.urn)
        throw new Error(`The id stays ${schema.urn}: values are kept under it.`);
    } catch (error) {
      return setFault(badInput(error));
    }
    setBusy(true);
    const { resourceType } = draft;
    const answered = await callEngine('schemas.save', { resource, resourceType, replace: schema !== null });
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    showToast(`${answered.value.name} is in force.`);
    onClose();
  };
  const show = (wanted: Way) => {
    if (wanted === 'json') return setText(JSON.stringify(resourceOf(draft), null, 2));
    try {
      setDraft(draftFrom(parseResource(text ?? '{}'), draft));
      setText(null);
      setFault(null);
    } catch (error) {
      setFault(badInput(error));
    }
  };
  return { draft, setDraft, text, setText, fault, busy, save, show };
}

function badInput(error: unknown): Fault {
  return { code: 'invalid-input', message: error instanceof Error ? error.message : String(error) };
}

export function SchemaEditor(props: SchemaEditorProps) {
  const { schema, onClose } = props;
  const { draft, setDraft, text, setText, fault, busy, save, show } = useEditing(props);
  return (
    <form
      className="flex min-h-0 flex-col"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="toolbar">
        <h2 className="grow ellipsis">{schema === null ? 'New extension' : schema.name}</h2>
        <Segmented label="Shown as" value={text === null ? 'grid' : 'json'} items={ways} onValue={show} />
        <Button small variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button small variant="primary" type="submit" disabled={busy}>
          Save extension
        </Button>
      </div>
      <div className="px-4 pt-3">
        <FaultNotice fault={fault} />
      </div>
      <SchemaHead
        draft={draft}
        fixed={schema !== null}
        grid={text === null}
        fault={fault}
        onChange={setDraft}
      />
      {text === null ? (
        <SchemaAttributes
          attributes={draft.attributes}
          fields={fault?.fields}
          onChange={(attributes) => setDraft({ ...draft, attributes })}
        />
      ) : (
        <div className="p-4">
          <textarea
            className="input mono"
            rows={24}
            spellCheck={false}
            aria-label="SCIM Schema resource"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
      )}
    </form>
  );
}

/** Back to the grid with what the JSON says. @throws Error where it says nothing that a grid could show */
function draftFrom(resource: JsonObject, draft: SchemaDraft): SchemaDraft {
  const { schema, problems } = readSchemaResource(resource, draft.resourceType);
  const [first] = Object.entries(problems);
  if (first !== undefined) throw new Error(`${first[0]}: ${first[1]}`);
  const { id, ...rest } = schema;
  return draftOf({ ...rest, urn: id, custom: true, resources: 0, resource });
}

function SchemaHead(props: {
  readonly draft: SchemaDraft;
  /** Its URN and what it is for stay: values are kept under them. */
  readonly fixed: boolean;
  readonly grid: boolean;
  readonly fault: Fault | null;
  readonly onChange: (draft: SchemaDraft) => void;
}) {
  const { draft, fixed, fault, onChange } = props;
  return (
    <div className="flex flex-wrap items-start gap-3 px-4 py-3">
      <SelectField
        label="For"
        value={draft.resourceType}
        choices={resourceTypes}
        disabled={fixed}
        onValue={(resourceType) => onChange({ ...draft, resourceType })}
      />
      {props.grid && (
        <>
          <TextField
            label="Name"
            className="w-56"
            value={draft.name}
            error={fault?.fields?.['name']}
            onValue={(name) => onChange({ ...draft, name })}
          />
          <TextField
            label="URN"
            mono
            className="min-w-80 flex-1"
            disabled={fixed}
            placeholder="urn:acme:params:scim:schemas:extension:badge:2.0:User"
            value={draft.id}
            error={fault?.fields?.['id']}
            hint={fixed ? 'Values are kept under it, so it stays.' : null}
            onValue={(id) => onChange({ ...draft, id })}
          />
        </>
      )}
    </div>
  );
}
