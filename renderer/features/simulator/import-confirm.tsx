/** Confirm Assignments: counts first, then Auto-activate; nothing is sent to the application. */
import { useEffect, useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { ConnectionRecord, ImportRow } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { LabeledCheckbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { selectedRows } from './import-rows.ts';

interface Foreseen {
  readonly created: number;
  readonly assigned: number;
  readonly ignored: number;
  readonly open: number;
  readonly conflicts: number;
}

function foreseen(rows: readonly ImportRow[]): Foreseen {
  const free = rows.filter((row) => row.conflict === null || row.decision === 'IGNORE');
  const of = (decision: ImportRow['decision']) => free.filter((row) => row.decision === decision).length;
  return {
    created: of('NEW'),
    assigned: of('EXISTING'),
    ignored: of('IGNORE'),
    open: of('UNDECIDED'),
    conflicts: rows.length - free.length,
  };
}

export function ConfirmAssignments(props: {
  readonly connection: ConnectionRecord;
  readonly onClose: () => void;
}) {
  const { connection, onClose } = props;
  const [counts, setCounts] = useState<Foreseen | null>(null);
  const [autoActivate, setAutoActivate] = useState(true);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let current = true;
    void selectedRows(connection.id).then((rows) => {
      if (current) setCounts(foreseen(rows));
    });
    return () => {
      current = false;
    };
  }, [connection.id]);
  const confirm = async () => {
    setBusy(true);
    const answered = await callEngine('sim.confirm', { connectionId: connection.id, autoActivate });
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    showToast(doneWords(answered.value, connection.name));
    onClose();
  };
  return (
    <Dialog
      title="Confirm Assignments"
      onClose={onClose}
      foot={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" disabled={busy || counts === null} onClick={() => void confirm()}>
            Confirm
          </Button>
        </>
      }
    >
      <FaultNotice fault={fault} />
      {counts === null ? (
        <p className="fg3">Counting…</p>
      ) : (
        <Counted counts={counts} name={connection.name} />
      )}
      <LabeledCheckbox
        label="Auto-activate users after confirmation"
        checked={autoActivate}
        onChange={setAutoActivate}
      />
      <p className="fg2">
        Nothing is sent to {connection.name}: Okta keeps the id of each user as its link. Without
        auto-activation new people are Staged.
      </p>
    </Dialog>
  );
}

function Counted({ counts, name }: { readonly counts: Foreseen; readonly name: string }) {
  return (
    <ul className="num">
      <li>{plural(counts.created, 'Okta user')} created</li>
      <li>{plural(counts.assigned, 'existing user')} assigned</li>
      <li>{plural(counts.ignored, `${name} user`)} ignored</li>
      {counts.open > 0 && (
        <li className="text-warning">
          {plural(counts.open, 'user')} without a decision {counts.open === 1 ? 'stays' : 'stay'} in the queue
        </li>
      )}
      {counts.conflicts > 0 && (
        <li className="text-danger">
          {plural(counts.conflicts, 'user')} in conflict {counts.conflicts === 1 ? 'stays' : 'stay'} in the
          queue
        </li>
      )}
    </ul>
  );
}

function doneWords(
  done: {
    readonly created: number;
    readonly assigned: number;
    readonly ignored: number;
    readonly conflicts: number;
  },
  name: string,
): string {
  const parts = [
    `${plural(done.created, 'Okta user')} created`,
    `${plural(done.assigned, 'existing user')} assigned`,
    ...(done.ignored > 0 ? [`${plural(done.ignored, `${name} user`)} ignored`] : []),
    ...(done.conflicts > 0 ? [`${plural(done.conflicts, 'conflict')} left`] : []),
  ];
  return `${parts.join(', ')}.`;
}
