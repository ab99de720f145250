/** Integration: where the application is, whether Okta talks to it, and Test API Credentials. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { ConnectionRecord, TestResult } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { hrefOf } from '../../state/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { authWords, connectionPath } from '../../ui/connection-words.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { Facts } from '../../ui/page.tsx';
import { TestSteps } from '../../ui/test-steps.tsx';
import type { PartProps } from './provisioning-part.ts';
import { SwitchRow } from './setting-rows.tsx';

export function Integration({ connection, app, settings }: PartProps) {
  return (
    <>
      <section>
        <h2 className="section-title pb-2">Integration</h2>
        <Facts
          wide
          facts={[
            { name: 'Base URL', value: <span className="mono min-w-0 break-all">{connection.baseUrl}</span> },
            { name: 'Authentication Mode', value: authWords[connection.authMode] },
            {
              name: connection.kind === 'local' ? 'Token' : 'Secret',
              value:
                connection.kind === 'local'
                  ? 'Rollcall uses its own; no token of yours is needed.'
                  : connection.hasSecret
                    ? 'Stored, encrypted'
                    : 'Missing',
            },
          ]}
        />
        <p className="pt-2">
          <a href={hrefOf(connectionPath(connection))}>
            {connection.kind === 'local' ? 'Show the local server' : 'Edit this connection'}
          </a>
        </p>
      </section>
      <ul className="border-t border-line-1">
        <SwitchRow app={app} settings={settings} setting="provisioningEnabled" label="Enable API integration">
          Okta sends what To App says. While it is off, nothing is sent and nobody is provisioned.
        </SwitchRow>
        <SwitchRow app={app} settings={settings} setting="importGroups" label="Import Groups">
          Test and import read the groups of the app too. Okta selects it by default.
        </SwitchRow>
      </ul>
      <Credentials connection={connection} lastTest={settings.lastTest} />
    </>
  );
}

function Credentials(props: { readonly connection: ConnectionRecord; readonly lastTest: TestResult | null }) {
  const { connection, lastTest } = props;
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const test = async () => {
    setBusy(true);
    const answered = await callEngine('sim.test', { connectionId: connection.id });
    setBusy(false);
    setFault(answered.ok ? null : answered.fault);
  };
  return (
    <section className="grid gap-3" aria-label="Test API Credentials">
      <div className="flex items-center gap-3">
        <Button variant="primary" disabled={busy} onClick={() => void test()}>
          Test API Credentials
        </Button>
        <span className="fg3">
          {busy ? 'Testing…' : 'Reads a page of users, and of groups where Import Groups is on.'}
        </span>
      </div>
      <FaultNotice fault={fault} />
      {lastTest && <TestSteps result={lastTest} />}
    </section>
  );
}
