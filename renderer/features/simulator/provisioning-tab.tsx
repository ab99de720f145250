/** Provisioning: Integration, To App, To Okta, as the side list of Okta's console has them. */
import type { ReactNode } from 'react';
import type { AppSettings, ConnectionRecord } from '../../../shared/domain/simulator.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Callout, FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { Integration } from './provisioning-integration.tsx';
import type { PartProps } from './provisioning-part.ts';
import { ToApp } from './provisioning-to-app.tsx';
import { ToOkta } from './provisioning-to-okta.tsx';
import { Rail } from './rail.tsx';
import { useApp } from './use-app.ts';

const parts = [
  { value: 'integration', label: 'Integration' },
  { value: 'to-app', label: 'To App' },
  { value: 'to-okta', label: 'To Okta' },
] as const;
type Part = (typeof parts)[number]['value'];

export function ProvisioningTab({ connection }: { readonly connection: ConnectionRecord }) {
  const wanted = useParam('view', 'integration');
  const part: Part = parts.find((each) => each.value === wanted)?.value ?? 'integration';
  const app = useApp(connection.id);
  return (
    <div className="railed">
      <Rail
        label="Settings"
        value={part}
        items={parts}
        onValue={(view) => setParams({ view: view === 'integration' ? '' : view })}
      />
      <div className="rail-body overflow-y-auto">
        <div className="grid max-w-3xl content-start gap-4 px-4 py-4">
          <FaultNotice fault={app.fault} onRetry={app.reload} />
          {app.settings === null && app.fault === null && <Skeleton rows={5} />}
          {app.settings && <PartBody part={part} connection={connection} app={app} settings={app.settings} />}
        </div>
      </div>
    </div>
  );
}

function PartBody(props: PartProps & { readonly part: Part }): ReactNode {
  const { part, ...rest } = props;
  switch (part) {
    case 'integration':
      return <Integration {...rest} />;
    case 'to-app':
      return (
        <>
          <NotEnabled settings={rest.settings} />
          <ToApp {...rest} />
        </>
      );
    case 'to-okta':
      return <ToOkta {...rest} />;
    default:
      return part satisfies never;
  }
}

function NotEnabled({ settings }: { readonly settings: AppSettings }) {
  if (settings.provisioningEnabled) return null;
  return (
    <Callout
      tone="warning"
      title="Provisioning is not enabled"
      action={<LinkButton onClick={() => setParams({ view: '' })}>Open Integration</LinkButton>}
    >
      Nothing is sent until Enable API integration is on, whatever these switches say.
    </Callout>
  );
}
