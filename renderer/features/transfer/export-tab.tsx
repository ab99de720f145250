/** Export: what, which format, which rows; the first lines of the file before it is saved. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { ListFormat, ListKind } from '../../../shared/domain/transfer.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { Button } from '../../ui/button.tsx';
import { LabeledCheckbox } from '../../ui/checkbox.tsx';
import { CodeView } from '../../ui/code-view.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Callout, FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { SectionTitle } from '../../ui/page.tsx';
import { SelectField } from '../../ui/select.tsx';
import { type ExportRequest, saveExport } from './save-export.ts';

const kinds: readonly { readonly value: ListKind; readonly label: string }[] = [
  { value: 'users', label: 'Users' },
  { value: 'groups', label: 'Groups' },
];

const formats: readonly { readonly value: ListFormat; readonly label: string }[] = [
  { value: 'okta-csv', label: 'Okta CSV' },
  { value: 'csv', label: 'CSV with SCIM paths' },
  { value: 'scim-json', label: 'SCIM JSON' },
  { value: 'ndjson', label: 'NDJSON, one resource a line' },
];

function useExportRequest(): ExportRequest {
  const kind: ListKind = useParam('kind') === 'groups' ? 'groups' : 'users';
  const wanted = useParam('format');
  const typed = useParam('filter');
  const filter = useDebounced(typed, typed === '' ? 0 : 300).trim();
  const includeInactive = useParam('inactive') === 'yes';
  const format = formats.find((each) => each.value === wanted)?.value ?? 'okta-csv';
  const raw = useParam('raw') === 'yes';
  return { kind, format, includeInactive, raw, ...(filter === '' ? {} : { filter }) };
}

export function ExportTab() {
  const request = useExportRequest();
  const typed = useParam('filter');
  const preview = useAnswer('export.preview', request, 'directory');
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const rows = preview.value?.rows ?? 0;
  const save = async () => {
    setBusy(true);
    const saved = await saveExport(request);
    setBusy(false);
    setFault(saved.fault);
    if (saved.name !== null) showToast(`Saved ${saved.name}.`);
  };
  const badFilter = preview.fault?.code === 'invalid-input' ? preview.fault : null;
  return (
    <div className="grid gap-6 p-4 lg:grid-cols-[320px_minmax(0,1fr)]">
      <div className="grid content-start gap-4">
        <SelectField
          label="What"
          value={request.kind}
          choices={kinds}
          onValue={(kind) => setParams({ kind })}
        />
        <SelectField
          label="Format"
          value={request.format}
          choices={formats}
          onValue={(format) => setParams({ format })}
        />
        <TextField
          label="Only those that match this SCIM filter"
          mono
          placeholder={request.kind === 'users' ? 'userName sw "a"' : 'displayName co "Finance"'}
          value={typed}
          onValue={(filter) => setParams({ filter })}
          error={badFilter === null ? null : (Object.values(badFilter.fields ?? {})[0] ?? badFilter.message)}
        />
        <ExportOptions request={request} />
        <div>
          <Button variant="primary" icon="download" disabled={busy || rows === 0} onClick={() => void save()}>
            {rows === 0 ? 'Nothing to save' : `Save ${plural(rows, 'row')}…`}
          </Button>
        </div>
        <FaultNotice fault={fault} />
      </div>
      <ExportPreviewPane preview={preview} kind={request.kind} hideFault={badFilter !== null} />
    </div>
  );
}

function ExportOptions({ request }: { readonly request: ExportRequest }) {
  const csv = request.format === 'okta-csv' || request.format === 'csv';
  return (
    <>
      {request.kind === 'users' && (
        <div>
          <LabeledCheckbox
            label="Include inactive users"
            checked={request.includeInactive}
            onChange={(checked) => setParams({ inactive: checked ? 'yes' : '' })}
          />
          <p className="fg3 text-[12px]">Okta skips inactive users when it imports a list.</p>
        </div>
      )}
      {csv && (
        <div>
          <LabeledCheckbox
            label="Cells as they are"
            checked={request.raw}
            onChange={(checked) => setParams({ raw: checked ? 'yes' : '' })}
          />
          <p className="fg3 text-[12px]">
            For a file that goes into Okta. Without it, cells that a spreadsheet would run as formulas get an
            apostrophe, which Okta would import.
          </p>
        </div>
      )}
    </>
  );
}

function ExportPreviewPane(props: {
  readonly preview: ReturnType<typeof useAnswer<'export.preview'>>;
  readonly kind: ListKind;
  readonly hideFault: boolean;
}) {
  const { preview, kind } = props;
  const { value } = preview;
  if (preview.loading) return <Skeleton rows={5} rowHeight={18} />;
  return (
    <div className="grid min-w-0 content-start gap-3">
      {!props.hideFault && <FaultNotice fault={preview.fault} onRetry={preview.reload} />}
      {value && (
        <>
          {kind === 'users' && value.rows > 0 && (
            <Callout
              tone="warning"
              title={`This list contains personal data of ${plural(value.rows, 'person', 'people')}.`}
            />
          )}
          {value.neutralised > 0 && (
            <Callout
              tone="info"
              title={`${value.lookedAt < value.rows ? `In the first ${plural(value.lookedAt, 'row')}, ` : ''}${plural(value.neutralised, 'cell')} got an apostrophe in front.`}
            >
              They begin with =, +, - or @, as phone numbers may, and a spreadsheet would have run them as
              formulas. Okta would import the apostrophe: choose “Cells as they are” for a file that goes
              there.
            </Callout>
          )}
          <section className="min-w-0">
            <SectionTitle level={2} aside={value.fileName}>
              First lines
            </SectionTitle>
            {value.sample === '' ? (
              <p className="fg3">No rows.</p>
            ) : (
              <CodeView text={value.sample} label="First lines of the file" />
            )}
          </section>
        </>
      )}
    </div>
  );
}
