/** The simulated Okta application: choose a connection and run Test API Credentials. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { ConnectionRecord, TestResult } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { Page, PageHead } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { TestSteps } from '../../ui/test-steps.tsx';

export function SimulatorPage() {
  const connections = useAnswer('connections.list', {}, 'connections');
  const wanted = useParam('connection');
  const all = connections.value ?? [];
  const current = all.find((each) => each.id === wanted) ?? all[0] ?? null;
  useEnvironment(current);
  return (
    <Page>
      <PageHead
        title="Simulator"
        beside={
          current && (
            <Select
              label="Connection"
              value={current.id}
              choices={all.map((each) => ({ value: each.id, label: each.name }))}
              onValue={(connection) => setParams({ connection })}
            />
          )
        }
      />
      <div className="grid gap-4 border-t border-line-1 p-4">
        <FaultNotice fault={connections.fault} onRetry={connections.reload} />
        {connections.loading && <Skeleton rows={3} />}
        {current && <Credentials key={current.id} connection={current} />}
      </div>
    </Page>
  );
}

function Credentials({ connection }: { readonly connection: ConnectionRecord }) {
  const app = useAnswer('sim.app', { connectionId: connection.id }, 'simulator');
  const [result, setResult] = useState<TestResult | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const test = async () => {
    setBusy(true);
    const answered = await callEngine('sim.test', { connectionId: connection.id });
    setBusy(false);
    setFault(answered.ok ? null : answered.fault);
    if (answered.ok) setResult(answered.value);
  };
  const shown = result ?? app.value?.lastTest ?? null;
  return (
    <section className="grid max-w-3xl gap-3">
      <h2 className="section-title">Integration</h2>
      <p className="mono fg2">{connection.baseUrl}</p>
      <div>
        <Button variant="primary" disabled={busy} onClick={() => void test()}>
          Test API Credentials
        </Button>
      </div>
      <FaultNotice fault={fault ?? app.fault} />
      {shown && <TestSteps result={shown} />}
    </section>
  );
}
