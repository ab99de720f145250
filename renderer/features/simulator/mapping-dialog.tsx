/** One mapping row: what it takes its value from, when it applies, and what it gives for a person. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { MappingRow } from '../../../shared/domain/attribute-mapping.ts';
import type { AppSettings } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { SelectField } from '../../ui/select.tsx';
import { ValuePreview } from './mapping-preview.tsx';
import { KindField, ValueField } from './mapping-value.tsx';
import {
  applyOnChoices,
  inOrder,
  isEmpty,
  labelOf,
  rowsOf,
  targetOf,
  unmappedTargets,
} from './mapping-words.ts';

export interface MappingDialogProps {
  readonly settings: AppSettings;
  /** null: a row for an attribute that is not mapped yet. */
  readonly row: MappingRow | null;
  readonly onClose: () => void;
}

function useMappingDraft({ settings, row, onClose }: MappingDialogProps) {
  const { connectionId } = settings;
  const rows = rowsOf(settings);
  const free = unmappedTargets(rows);
  const [draft, setDraft] = useState<MappingRow>(
    row ?? { target: free[0]?.variable ?? '', value: { kind: 'constant', text: '' }, applyOn: 'always' },
  );
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<MappingRow>) => {
    setFault(null);
    setDraft((before) => ({ ...before, ...change }));
  };
  const mappings = inOrder([...rows.filter((each) => each.target !== draft.target), draft]);
  const save = async () => {
    setBusy(true);
    const answered = await callEngine('sim.configure', { connectionId, mappings });
    setBusy(false);
    if (answered.ok) onClose();
    else setFault(answered.fault);
  };
  const at = `mappings.${mappings.indexOf(draft)}.value`;
  const fields = Object.entries(fault?.fields ?? {});
  const error = fields.find(([path]) => path === at || path.startsWith(`${at}.`))?.[1];
  return { draft, set, free, busy, save, error, fault: error === undefined ? fault : null };
}

export function MappingDialog(props: MappingDialogProps) {
  const { row, settings, onClose } = props;
  const { draft, set, free, busy, save, error, fault } = useMappingDraft(props);
  const { connectionId } = settings;
  return (
    <Dialog
      title={row === null ? 'Add an attribute mapping' : labelOf(row)}
      onClose={onClose}
      onSubmit={() => void save()}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" disabled={busy}>
            Save mapping
          </Button>
        </>
      }
    >
      <FaultNotice fault={fault} />
      {row === null && (
        <SelectField
          label="Attribute"
          value={draft.target}
          choices={free.map(({ variable, label }) => ({ value: variable, label }))}
          onValue={(target) => set({ target })}
        />
      )}
      <p className="fg2">
        Sent as <span className="mono break-all">{targetOf(draft)?.externalName}</span>
      </p>
      <div className="form-grid">
        <KindField value={draft.value} onValue={(value) => set({ value })} />
        <SelectField
          label="Apply on"
          value={draft.applyOn}
          choices={applyOnChoices}
          onValue={(applyOn) => set({ applyOn })}
        />
      </div>
      <ValueField value={draft.value} error={error} onValue={(value) => set({ value })} />
      <ValuePreview
        draft={isEmpty(draft.value) ? null : { connectionId, mappings: [draft], applyOn: 'create' }}
        read={(preview) => preview.rows[0] ?? { value: null, error: null }}
      />
    </Dialog>
  );
}
