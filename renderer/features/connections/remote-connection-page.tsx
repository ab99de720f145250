/** One remote server: its address, its health, and the test with its steps. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { ConnectionRecord, TestResult } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { hrefOf, navigate, setParams, useParam } from '../../state/route-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button } from '../../ui/button.tsx';
import { authWords, EnvironmentBadge, HealthStatus } from '../../ui/connection-words.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { CopyIcon } from '../../ui/marks.tsx';
import { EmptyState, FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { Facts, Page, PageHead } from '../../ui/page.tsx';
import { TestSteps } from '../../ui/test-steps.tsx';
import { Time } from '../../ui/time.tsx';
import { ConnectionForm } from './connection-form.tsx';

export function UpToConnections() {
  return (
    <span className="fg3 flex items-center gap-2">
      <a className="!text-inherit" href={hrefOf('/connections')}>
        Connections
      </a>
      <Icon name="right" small />
    </span>
  );
}

export function RemoteConnectionPage({ id }: { readonly id: string }) {
  const connections = useAnswer('connections.list', {}, 'connections');
  const connection = connections.value?.find((each) => each.id === id) ?? null;
  const dialog = useParam('dialog');
  useEnvironment(connection);
  const closeDialog = () => setParams({ dialog: '' });
  return (
    <Page>
      <PageHead
        title={connection?.name ?? 'Connection'}
        above={<UpToConnections />}
        beside={
          connection && (
            <>
              <EnvironmentBadge connection={connection} />
              <HealthStatus connection={connection} />
            </>
          )
        }
      >
        {connection && (
          <>
            <Button variant="ghost" tone="danger" onClick={() => setParams({ dialog: 'remove' })}>
              Remove…
            </Button>
            <Button onClick={() => setParams({ dialog: 'edit' })}>Edit…</Button>
            <Button onClick={() => navigate('/simulator', { connection: id })}>Open in Simulator</Button>
          </>
        )}
      </PageHead>
      <div className="flex-1 overflow-y-auto border-t border-line-1">
        {connections.loading && <Skeleton rows={5} />}
        <div className="px-4 pt-4">
          <FaultNotice fault={connections.fault} onRetry={connections.reload} />
        </div>
        {connections.value && connection === null && (
          <EmptyState text="This connection was removed.">
            <a href={hrefOf('/connections')}>All connections</a>
          </EmptyState>
        )}
        {connection && <Details connection={connection} />}
      </div>
      {connection && dialog === 'edit' && (
        <ConnectionForm connection={connection} onClose={closeDialog} onSaved={closeDialog} />
      )}
      {connection && dialog === 'remove' && (
        <RemoveConnection connection={connection} onClose={closeDialog} />
      )}
    </Page>
  );
}

function Details({ connection }: { readonly connection: ConnectionRecord }) {
  const [result, setResult] = useState<TestResult | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const app = useAnswer('sim.app', { connectionId: connection.id }, 'simulator');
  const test = async () => {
    setBusy(true);
    const answered = await callEngine('sim.test', { connectionId: connection.id });
    setBusy(false);
    setFault(answered.ok ? null : answered.fault);
    if (answered.ok) setResult(answered.value);
  };
  const shown = result ?? app.value?.lastTest ?? null;
  return (
    <div className="grid max-w-3xl gap-6 px-4 pb-6">
      <Facts
        wide
        facts={[
          {
            name: 'Base URL',
            value: (
              <>
                <span className="mono break-all">{connection.baseUrl}</span>
                <CopyIcon text={connection.baseUrl} label="Copy base URL" />
              </>
            ),
          },
          { name: 'Authentication', value: authWords[connection.authMode] },
          { name: 'User name', value: connection.username },
          { name: 'Secret', value: connection.hasSecret ? 'Stored, encrypted' : 'Not stored' },
          {
            name: 'Last contact',
            value: connection.lastContactAt === null ? 'Never' : <Time at={connection.lastContactAt} />,
          },
          { name: 'Last problem', value: connection.lastError },
        ]}
      />
      <section className="grid gap-3">
        <div className="flex items-center gap-3">
          <Button variant="primary" disabled={busy} onClick={() => void test()}>
            Test connection
          </Button>
          <span className="fg3">Sends what Okta sends for Test API Credentials.</span>
        </div>
        <FaultNotice fault={fault} />
        {shown && <TestSteps result={shown} />}
      </section>
    </div>
  );
}

function RemoveConnection(props: { readonly connection: ConnectionRecord; readonly onClose: () => void }) {
  const { connection, onClose } = props;
  const [fault, setFault] = useState<Fault | null>(null);
  const remove = async () => {
    const answered = await callEngine('connections.remove', { id: connection.id });
    if (!answered.ok) return setFault(answered.fault);
    showToast(`Removed ${connection.name}.`);
    navigate('/connections');
  };
  return (
    <ConfirmDialog
      title={`Remove ${connection.name}?`}
      verb="Remove connection"
      danger
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <p>
        Its secret, its assignments and push mappings in the simulated org go with it. Nothing is sent to the
        server. This cannot be undone.
      </p>
      <FaultNotice fault={fault} />
    </ConfirmDialog>
  );
}
