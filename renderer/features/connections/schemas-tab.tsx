/** The schemas that the local server enforces: the standard ones, and extensions that can be added and changed. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { SchemaRecord } from '../../../shared/domain/schema-record.ts';
import { callEngine } from '../../state/engine-call.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CodeView } from '../../ui/code-view.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { CopyButton } from '../../ui/marks.tsx';
import { Menu, type MenuAction } from '../../ui/menu.tsx';
import { FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { TwoLines } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import { SchemaEditor } from './schema-editor.tsx';

const largestFile = 4 * 1024 * 1024;

export function SchemasTab() {
  const schemas = useAnswer('schemas.list', {}, 'schemas');
  const [imported, setImported] = useState<string | null>(null);
  const [shown, setShown] = useState<SchemaRecord | null>(null);
  const [removing, setRemoving] = useState<SchemaRecord | null>(null);
  const open = useParam('schema');
  const edited = schemas.value?.find((s) => s.custom && s.urn === open) ?? null;
  const close = () => {
    setImported(null);
    setParams({ schema: '' });
  };
  if (open === 'new' || edited !== null)
    return <SchemaEditor key={open} schema={edited} imported={imported} onClose={close} />;
  return (
    <>
      <SchemasToolbar
        onImport={(text) => {
          setImported(text);
          setParams({ schema: 'new' });
        }}
      />
      <div className="px-4">
        <FaultNotice fault={schemas.fault} asOf={schemas.asOf} onRetry={schemas.reload} />
      </div>
      {schemas.loading && <Skeleton rows={3} rowHeight={44} />}
      {schemas.value !== null && (
        <SchemaTable rows={schemas.value} onShow={setShown} onRemove={setRemoving} />
      )}
      {shown && <SchemaJson schema={shown} onClose={() => setShown(null)} />}
      {removing && (
        <RemoveSchema
          // as it is now: who holds values may have been read since the menu was opened
          schema={schemas.value?.find((s) => s.urn === removing.urn) ?? removing}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  );
}

function SchemasToolbar({ onImport }: { readonly onImport: (text: string) => void }) {
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > largestFile) return showToast('This file is too large for a schema.');
    onImport(await file.text());
  };
  return (
    <div className="toolbar">
      <span className="fg3 grow ellipsis">Attributes that clients may send, and how each is checked.</span>
      <label className="btn sm relative overflow-hidden">
        Import JSON…
        <input
          type="file"
          className="absolute inset-0 opacity-0"
          accept=".json,application/json,application/scim+json"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            void read(file);
          }}
        />
      </label>
      <Button small icon="plus" onClick={() => setParams({ schema: 'new' })}>
        New extension…
      </Button>
    </div>
  );
}

function SchemaTable(props: {
  readonly rows: readonly SchemaRecord[];
  readonly onShow: (schema: SchemaRecord) => void;
  readonly onRemove: (schema: SchemaRecord) => void;
}) {
  return (
    <table className="dense-table" aria-label="Schemas">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">For</th>
          <th scope="col" className="right">
            Attributes
          </th>
          <th scope="col" className="right narrow-hide">
            Have values
          </th>
          <th scope="col">Kind</th>
          <th scope="col">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((schema) => (
          <tr key={schema.urn}>
            <td className="max-w-96">
              <TwoLines first={schema.name} second={<span title={schema.urn}>{schema.urn}</span>} />
            </td>
            <td>{schema.resourceType === 'User' ? 'Users' : 'Groups'}</td>
            <td className="right num">{formatCount(schema.attributes.length)}</td>
            <td className="right num narrow-hide">{schema.custom ? formatCount(schema.resources) : ''}</td>
            <td>
              <Status tone={schema.custom ? 'success' : 'neutral'} shape={schema.custom ? 'dot' : 'ring'}>
                {schema.custom ? 'Extension' : 'Standard'}
              </Status>
            </td>
            <td className="w-8">
              <Menu
                align="end"
                trigger={<IconButton icon="dots" label={`Actions for ${schema.name}`} small />}
                actions={actionsOn(schema, props.onShow, props.onRemove)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function actionsOn(
  schema: SchemaRecord,
  onShow: (schema: SchemaRecord) => void,
  onRemove: (schema: SchemaRecord) => void,
): MenuAction[] {
  const view: MenuAction = { label: 'View JSON', icon: 'doc', run: () => onShow(schema) };
  if (!schema.custom) return [view];
  return [
    { label: 'Edit…', icon: 'pencil', run: () => setParams({ schema: schema.urn }) },
    view,
    { label: 'Remove…', icon: 'trash', danger: true, apart: true, run: () => onRemove(schema) },
  ];
}

function SchemaJson({ schema, onClose }: { readonly schema: SchemaRecord; readonly onClose: () => void }) {
  const text = JSON.stringify(schema.resource, null, 2);
  return (
    <Dialog title={schema.name} wide onClose={onClose} foot={<CopyButton text={text} what="the schema" />}>
      <CodeView text={text} label={`${schema.name} as JSON`} />
    </Dialog>
  );
}

function RemoveSchema({ schema, onClose }: { readonly schema: SchemaRecord; readonly onClose: () => void }) {
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const answered = await callEngine('schemas.remove', { urn: schema.urn });
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    showToast(`Removed ${schema.name}.`);
    onClose();
  };
  const what = schema.resourceType === 'User' ? 'user' : 'group';
  return (
    <ConfirmDialog
      title={`Remove ${schema.name}?`}
      verb="Remove extension"
      danger
      busy={busy}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <p>
        Its attributes are no longer checked, and filters cannot ask for them.
        {schema.resources > 0 &&
          ` The values of ${plural(schema.resources, what)} are kept and still returned.`}
      </p>
      <FaultNotice fault={fault} />
    </ConfirmDialog>
  );
}
