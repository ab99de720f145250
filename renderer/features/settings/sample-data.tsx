/** Invented people for the local directory: the same numbers give the same people. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import { callEngine } from '../../state/engine-call.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { Select } from '../../ui/select.tsx';

const sizes = [
  { value: '40', label: '40 users, 8 groups', groups: 8 },
  { value: '2000', label: '2,000 users, 40 groups', groups: 40 },
  { value: '20000', label: '20,000 users, 200 groups', groups: 200 },
] as const;
type Size = (typeof sizes)[number]['value'];

export function SampleData() {
  const [size, setSize] = useState<Size>('40');
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    const groups = sizes.find((each) => each.value === size)?.groups ?? 0;
    const answered = await callEngine('workspace.seed', { users: Number(size), groups });
    setBusy(false);
    setFault(answered.ok ? null : answered.fault);
    if (answered.ok)
      showToast(
        `Added ${plural(answered.value.users, 'user')} and ${formatCount(answered.value.groups)} groups.`,
      );
  };
  return (
    <section className="pt-6">
      <h2 className="section-title pb-2">Sample data</h2>
      <div className="settings-row border-t border-line-1">
        <span className="lab">Add invented people</span>
        <span className="flex gap-2">
          <Select label="How many" value={size} choices={sizes} onValue={setSize} />
          <Button disabled={busy} onClick={() => void add()}>
            {busy ? 'Adding…' : 'Add sample data'}
          </Button>
        </span>
      </div>
      <FaultNotice fault={fault} className="mt-2" />
    </section>
  );
}
