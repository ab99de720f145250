/** An empty workspace: one question, four ways to begin. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import { callEngine } from '../../state/engine-call.ts';
import { hrefOf, navigate } from '../../state/route-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { FaultNotice } from '../../ui/notices.tsx';

const sample = { users: 40, groups: 8 } as const;

export function FirstRun() {
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const load = async () => {
    setBusy(true);
    const answered = await callEngine('workspace.seed', sample);
    setBusy(false);
    setFault(answered.ok ? null : answered.fault);
    if (answered.ok) {
      showToast('Added 40 sample users and 8 groups.');
      navigate('/users');
    }
  };
  return (
    <div className="min-h-0 flex-1 overflow-y-auto border-t border-line-1 p-4">
      <h2 className="section-title pb-3">What do you want to do?</h2>
      <div className="first-run">
        <Card
          icon="plug"
          title="See what Okta sends"
          text="Start the local server, create a token, and watch every request arrive."
          onClick={() => navigate('/connections/local')}
        />
        <Card
          icon="sim"
          title="Test a SCIM server as Okta would"
          text="Add its address and secret, then run Test API Credentials against it."
          onClick={() => navigate('/connections', { new: 'connection' })}
        />
        <Card
          icon="transfer"
          title="Clean or convert a list of users"
          text="Import a CSV, see its problems, and export it as Okta or SCIM expects."
          onClick={() => navigate('/transfer', { tab: 'import' })}
        />
        <Card
          icon="users"
          title="Load sample data"
          text="40 invented users in 8 groups, to look around with."
          disabled={busy}
          onClick={() => void load()}
        />
      </div>
      <FaultNotice fault={fault} className="mt-4 max-w-3xl" />
      <p className="fg3 pt-4">
        Everything stays on this computer. No account. No telemetry.{' '}
        <a href={hrefOf('/settings')}>Where is my data?</a>
      </p>
    </div>
  );
}

function Card(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className="first-card" disabled={props.disabled} onClick={props.onClick}>
      <Icon name={props.icon} />
      <span>
        <span className="strong block">{props.title}</span>
        <span className="fg2 block">{props.text}</span>
      </span>
    </button>
  );
}
