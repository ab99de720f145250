/** Attribute mappings of To App, as the table of Okta's console (okta.md 3.3): a row is edited, removed or added. */
import { useState } from 'react';
import type { MappingRow, MappingValue } from '../../../shared/domain/attribute-mapping.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { TwoLines } from '../../ui/page.tsx';
import { MappingDialog } from './mapping-dialog.tsx';
import { PreviewDialog } from './mapping-preview.tsx';
import { applyOnWords, labelOf, rowsOf, targetOf, unmappedTargets } from './mapping-words.ts';
import type { PartProps } from './provisioning-part.ts';

type Wish =
  | { readonly kind: 'edit'; readonly row: MappingRow }
  | { readonly kind: 'add' | 'reset' | 'preview' };

export function MappingTable({ app, settings }: PartProps) {
  const [wish, setWish] = useState<Wish | null>(null);
  const rows = rowsOf(settings);
  const remove = (row: MappingRow) =>
    app.save(
      'mappings',
      rows.filter((each) => each !== row),
    );
  return (
    <section>
      <MappingHead settings={settings} rows={rows} onWish={setWish} />
      <FaultNotice fault={app.failed?.setting === 'mappings' ? app.failed.fault : null} className="mb-2" />
      {/* what is for screen readers only stays inside the scrolled part */}
      <div className="relative -mx-4">
        <table className="dense-table" aria-label="Attribute mappings">
          <thead>
            <tr>
              <th scope="col">Attribute</th>
              <th scope="col" className="narrow-hide">
                Attribute Type
              </th>
              <th scope="col">Value</th>
              <th scope="col">Apply on</th>
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <UsernameLine />
            {rows.map((row) => (
              <MappingLine
                key={row.target}
                row={row}
                busy={app.saving === 'mappings'}
                onEdit={() => setWish({ kind: 'edit', row })}
                onRemove={() => remove(row)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {wish && <WishDialog wish={wish} app={app} settings={settings} onClose={() => setWish(null)} />}
    </section>
  );
}

function MappingHead(props: {
  readonly settings: PartProps['settings'];
  readonly rows: readonly MappingRow[];
  readonly onWish: (wish: Wish) => void;
}) {
  const { settings, rows, onWish } = props;
  const full = unmappedTargets(rows).length === 0 ? 'Every attribute is mapped.' : null;
  const untouched = settings.mappings === null ? 'These are Okta’s defaults.' : null;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 pb-1">
        <h2 className="section-title mr-auto">Attribute Mappings</h2>
        <Button small onClick={() => onWish({ kind: 'preview' })}>
          Preview
        </Button>
        <Button small blocked={untouched} onClick={() => onWish({ kind: 'reset' })}>
          Okta’s defaults…
        </Button>
        <Button small icon="plus" blocked={full} onClick={() => onWish({ kind: 'add' })}>
          Add mapping
        </Button>
      </div>
      <p className="fg2 pb-2">
        What of an Okta profile becomes which attribute of the app. A change here reaches people who are
        provisioned already with the next update of theirs, or with Force Sync.
        <span className="fg3"> Which attributes are Personal and which Group is inferred.</span>
      </p>
    </>
  );
}

function UsernameLine() {
  return (
    <tr>
      <td>
        <TwoLines first="Username" second={<span className="mono">userName</span>} />
      </td>
      <td className="narrow-hide fg2">Personal</td>
      <td className="fg2">Configured in Application username format</td>
      <td />
      <td />
    </tr>
  );
}

function MappingLine(props: {
  readonly row: MappingRow;
  readonly busy: boolean;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}) {
  const { row, busy, onEdit, onRemove } = props;
  const label = labelOf(row);
  return (
    <tr>
      <td className="whitespace-nowrap">
        <TwoLines first={label} second={<span className="mono">{row.target}</span>} />
      </td>
      <td className="narrow-hide fg2">{targetOf(row)?.type}</td>
      <td>
        <ValueWords value={row.value} />
      </td>
      <td className="fg2 whitespace-nowrap">{applyOnWords(row.applyOn)}</td>
      <td className="w-16 whitespace-nowrap">
        <IconButton icon="pencil" small label={`Edit ${label}`} onClick={onEdit} />
        <IconButton icon="x" small label={`Remove ${label}`} disabled={busy} onClick={onRemove} />
      </td>
    </tr>
  );
}

function ValueWords({ value }: { readonly value: MappingValue }) {
  switch (value.kind) {
    case 'attribute':
      return <span className="mono break-all">user.{value.name}</span>;
    case 'constant':
      return (
        <>
          <span className="break-all">{value.text}</span> <span className="fg3">constant</span>
        </>
      );
    case 'expression':
      return <span className="mono break-words">{value.text}</span>;
    default:
      return value satisfies never;
  }
}

function WishDialog(
  props: Pick<PartProps, 'app' | 'settings'> & { readonly wish: Wish; readonly onClose: () => void },
) {
  const { wish, app, settings, onClose } = props;
  switch (wish.kind) {
    case 'edit':
      return <MappingDialog settings={settings} row={wish.row} onClose={onClose} />;
    case 'add':
      return <MappingDialog settings={settings} row={null} onClose={onClose} />;
    case 'preview':
      return <PreviewDialog connectionId={settings.connectionId} onClose={onClose} />;
    case 'reset':
      return (
        <ConfirmDialog
          title="Go back to Okta’s default mappings?"
          verb="Use Okta’s defaults"
          onClose={onClose}
          onConfirm={() => {
            app.save('mappings', null);
            onClose();
          }}
        >
          <p>Every row that was edited, added or removed is as Okta has it again. Nothing is sent.</p>
        </ConfirmDialog>
      );
    default:
      return wish satisfies never;
  }
}
