/** "Verify database": reads everything, changes nothing, and says line by line what it found. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { CheckLine, CheckState, WorkspaceCheck } from '../../../shared/domain/upkeep.ts';
import { callEngine } from '../../state/engine-call.ts';
import { Button } from '../../ui/button.tsx';
import { clock } from '../../ui/clock.ts';
import { FaultNotice } from '../../ui/notices.tsx';
import { type ShapeName, Status, type Tone } from '../../ui/status.tsx';

const looks: Readonly<Record<CheckState, readonly [Tone, ShapeName]>> = {
  ok: ['success', 'ok'],
  warning: ['warning', 'tri'],
  problem: ['danger', 'cross'],
};

export function VerifyRow() {
  const [found, setFound] = useState<WorkspaceCheck | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const [all, setAll] = useState(false);
  const verify = async () => {
    setBusy(true);
    const answered = await callEngine('workspace.check', { deep: true });
    setBusy(false);
    setFault(answered.ok ? null : answered.fault);
    if (answered.ok) setFound(answered.value);
  };
  return (
    <>
      <div className="settings-row">
        <span className="lab">Check</span>
        <span className="flex flex-wrap items-center gap-3 py-2" aria-live="polite">
          <Button disabled={busy} onClick={() => void verify()}>
            {busy ? 'Verifying…' : 'Verify database'}
          </Button>
          {found === null ? (
            <span className="fg3">Compares every user and group with what was written. Changes nothing.</span>
          ) : (
            <>
              <Verdict found={found} />
              <Button variant="ghost" small aria-expanded={all} onClick={() => setAll(!all)}>
                {all ? 'Show less' : 'Show all checks'}
              </Button>
            </>
          )}
        </span>
      </div>
      <FaultNotice fault={fault} className="my-2" />
      {found?.lines
        .filter((line) => all || line.state !== 'ok')
        .map((line) => (
          <LineRow key={line.name} line={line} />
        ))}
    </>
  );
}

function Verdict({ found }: { readonly found: WorkspaceCheck }) {
  const [tone, shape] = looks[found.state];
  return (
    <Status tone={tone} shape={shape}>
      {verdictWords[found.state]} Verified at {clock(found.at)}.
    </Status>
  );
}

const verdictWords: Readonly<Record<CheckState, string>> = {
  ok: 'Everything is in order.',
  warning: 'The data is in order; see the notes.',
  problem: 'The file is damaged. Restore a backup from below.',
};

function LineRow({ line }: { readonly line: CheckLine }) {
  const [tone, shape] = looks[line.state];
  return (
    <div className="settings-row">
      <span className="lab pl-4">
        <Status tone={tone} shape={shape} loud={line.state !== 'ok'}>
          {line.name}
        </Status>
      </span>
      <span className="py-2">{line.says}</span>
    </div>
  );
}
