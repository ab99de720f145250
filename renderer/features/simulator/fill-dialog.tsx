/** Fill with sample people: invented people and groups, the same ones for the same seed. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import { callEngine } from '../../state/engine-call.ts';
import { useConnectionJob } from '../../state/jobs-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { JobBar } from './job-line.tsx';
import { peopleCount } from './people-count.ts';

function useFill(onClose: () => void) {
  const [people, setPeople] = useState('300');
  const [groups, setGroups] = useState('12');
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const wrong = { people: numberError(people, 100_000), groups: numberError(groups, 1_000) };
  const fill = async () => {
    if (wrong.people ?? wrong.groups) return;
    setBusy(true);
    const answered = await callEngine('sim.fill', { people: Number(people), groups: Number(groups) });
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    const made = answered.value;
    const { done } = made.outcome;
    const pushed = done > 0 ? ` Push rules pushed ${plural(done, 'group')}.` : '';
    showToast(`Added ${peopleCount(made.people)} and ${plural(made.groups, 'group')}.${pushed}`);
    onClose();
  };
  return { people, setPeople, groups, setGroups, fault, busy, wrong, fill };
}

export function FillDialog({ onClose }: { readonly onClose: () => void }) {
  const form = useFill(onClose);
  const { busy, wrong } = form;
  const job = useConnectionJob(null);
  return (
    <Dialog
      title="Fill with sample people"
      onClose={onClose}
      onSubmit={() => void form.fill()}
      foot={
        <>
          {busy && job?.state === 'running' && (
            <span className="fg2 mr-auto flex items-center gap-2" role="status">
              <JobBar job={job} />
              <span className="num">{job.phase}</span>
            </span>
          )}
          <Button variant="ghost" onClick={onClose}>
            {busy ? 'Close' : 'Cancel'}
          </Button>
          <Button variant="primary" type="submit" disabled={busy}>
            Fill
          </Button>
        </>
      }
    >
      <p className="fg2">
        Invented people for the simulated org; nothing is sent. They are those of the local server’s samples,
        so that an import finds matches.
      </p>
      <FaultNotice fault={form.fault} />
      <div className="form-grid">
        <TextField
          label="People"
          inputMode="numeric"
          value={form.people}
          onValue={form.setPeople}
          error={wrong.people}
        />
        <TextField
          label="Groups"
          inputMode="numeric"
          value={form.groups}
          onValue={form.setGroups}
          error={wrong.groups}
        />
      </div>
    </Dialog>
  );
}

function numberError(typed: string, most: number): string | null {
  const value = Number(typed);
  return typed.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= most
    ? null
    : `A whole number from 0 to ${most.toLocaleString('en-US')}.`;
}
