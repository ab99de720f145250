/** Under the review list: how many wait and are selected, what to do with those, and Confirm Assignments. */
import { useState } from 'react';
import type { Envelope, Fault } from '../../../shared/contract/faults.ts';
import type { ConnectionRecord, ImportCounts } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { ConfirmAssignments } from './import-confirm.tsx';
import { selectedRows } from './import-rows.ts';

export interface ImportBarProps {
  readonly connection: ConnectionRecord;
  readonly counts: ImportCounts;
  readonly running: boolean;
  readonly onFault: (fault: Fault | null) => void;
}

const mostAtOnce = 10_000;

function useQueueVerbs(connectionId: string, onFault: ImportBarProps['onFault']) {
  const [busy, setBusy] = useState(false);
  const during = async (call: () => Promise<Envelope<unknown>>) => {
    setBusy(true);
    const answered = await call();
    setBusy(false);
    onFault(answered.ok ? null : answered.fault);
  };
  const ids = async () => (await selectedRows(connectionId)).slice(0, mostAtOnce).map((row) => row.id);
  return {
    busy,
    selectExact: () =>
      void during(() => callEngine('sim.decide', { connectionId, match: 'EXACT', selected: true })),
    unselect: () => void during(() => callEngine('sim.decide', { connectionId, selected: false })),
    ignore: () =>
      void during(async () =>
        callEngine('sim.decide', {
          connectionId,
          rowIds: await ids(),
          decision: 'IGNORE',
          selected: false,
        }),
      ),
    remove: () =>
      void during(async () => {
        const answered = await callEngine('sim.clearQueue', { connectionId, rowIds: await ids() });
        if (answered.ok)
          showToast(
            `Removed ${plural(answered.value.removed, 'user')} from the queue; the next import brings back those who are still in the app.`,
          );
        return answered;
      }),
  };
}

export function ImportBar({ connection, counts, running, onFault }: ImportBarProps) {
  const verbs = useQueueVerbs(connection.id, onFault);
  const [dialog, setDialog] = useState<'confirm' | 'clear' | null>(null);
  if (counts.all === 0) return null;
  const none = counts.selected === 0 ? 'Nothing is selected.' : null;
  const busy = verbs.busy;
  return (
    <section className="statusbar h-11 pr-4" aria-label="Review">
      <span className="num narrow-hide">{plural(counts.all, 'user')} to review</span>
      <span className="sep narrow-hide" />
      <span className="num strong text-fg-1" aria-live="polite">
        {formatCount(counts.selected)} selected
      </span>
      {counts.selected > 0 && (
        <IconButton icon="x" label="Clear selection" small disabled={busy} onClick={verbs.unselect} />
      )}
      <QueueButtons counts={counts} verbs={verbs} running={running} onClear={() => setDialog('clear')} />
      <span className="grow" />
      <Button variant="primary" disabled={busy} blocked={none} onClick={() => setDialog('confirm')}>
        Confirm Assignments {counts.selected > 0 && <span className="n">{formatCount(counts.selected)}</span>}
      </Button>
      {dialog === 'confirm' && <ConfirmAssignments connection={connection} onClose={() => setDialog(null)} />}
      {dialog === 'clear' && (
        <ClearQueue
          connectionId={connection.id}
          counts={counts}
          onFault={onFault}
          onClose={() => setDialog(null)}
        />
      )}
    </section>
  );
}

function QueueButtons(props: {
  readonly counts: ImportCounts;
  readonly verbs: ReturnType<typeof useQueueVerbs>;
  readonly running: boolean;
  readonly onClear: () => void;
}) {
  const { counts, verbs, running, onClear } = props;
  const { busy } = verbs;
  const none = counts.selected === 0 ? 'Nothing is selected.' : null;
  const whileRunning = running ? 'An import is running.' : null;
  return (
    <span className="ml-3 flex gap-1.5">
      {counts.exact > 0 && (
        <Button small disabled={busy} onClick={verbs.selectExact}>
          Confirm {plural(counts.exact, 'exact match', 'exact matches')}
        </Button>
      )}
      <Button small className="narrow-hide" disabled={busy} blocked={none} onClick={verbs.ignore}>
        Ignore
      </Button>
      <Button
        small
        className="narrow-hide"
        disabled={busy}
        blocked={none ?? whileRunning}
        onClick={verbs.remove}
      >
        Remove from queue
      </Button>
      <Menu
        trigger={<IconButton icon="dots" label="More for the queue" small />}
        actions={[
          { label: 'Ignore selected', blocked: none, run: verbs.ignore },
          { label: 'Remove selected from queue', blocked: none ?? whileRunning, run: verbs.remove },
          {
            label: 'Clear Unconfirmed Users…',
            icon: 'trash',
            apart: true,
            blocked: whileRunning,
            run: onClear,
          },
        ]}
      />
    </span>
  );
}

function ClearQueue(props: {
  readonly connectionId: string;
  readonly counts: ImportCounts;
  readonly onFault: ImportBarProps['onFault'];
  readonly onClose: () => void;
}) {
  const { connectionId, counts, onFault, onClose } = props;
  const clear = () => {
    onClose();
    void callEngine('sim.clearQueue', { connectionId }).then((answered) => {
      onFault(answered.ok ? null : answered.fault);
      if (answered.ok) showToast(`Cleared ${plural(answered.value.removed, 'unconfirmed user')}.`);
    });
  };
  return (
    <ConfirmDialog
      title="Clear unconfirmed users"
      verb="Clear import results"
      onConfirm={clear}
      onClose={onClose}
    >
      <p>
        All {plural(counts.all, 'user')} leave the review list, with the decisions about them. Nobody in Okta
        or in the app changes, and a full import fills the list again.
      </p>
    </ConfirmDialog>
  );
}
