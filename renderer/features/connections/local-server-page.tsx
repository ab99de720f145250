/** The workspace's own SCIM server: how to connect Okta to it, the tokens it accepts, how it behaves. */
import { setParams, useParam } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useServer } from '../../state/use-server.ts';
import { useWorkspace } from '../../state/workspace-store.ts';
import { Button } from '../../ui/button.tsx';
import { clock } from '../../ui/clock.ts';
import { FaultNotice } from '../../ui/notices.tsx';
import { Page, PageHead } from '../../ui/page.tsx';
import { ServerStatusWord } from '../../ui/server-status.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { BehaviourTab } from './behaviour-tab.tsx';
import { ConnectTab } from './connect-tab.tsx';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { UpToConnections } from './remote-connection-page.tsx';
import { SchemasTab } from './schemas-tab.tsx';
import { TokensTab } from './tokens-tab.tsx';

const tabs = ['connect', 'tokens', 'behaviour', 'schemas'] as const;

export function LocalServerPage() {
  const status = useWorkspace((state) => state.status);
  const control = useServer();
  const tokens = useAnswer('tokens.list', {}, 'tokens', 'traffic');
  const wanted = useParam('tab');
  const tab = tabs.find((each) => each === wanted) ?? 'connect';
  const creating = useParam('new') === 'token';
  const server = status?.server ?? null;
  return (
    <Page>
      <PageHead
        title="Local server"
        above={<UpToConnections />}
        beside={
          server && (
            <>
              <ServerStatusWord state={server.state} />
              {server.since !== null && <span className="fg3 num">since {clock(server.since)}</span>}
            </>
          )
        }
      >
        {server?.state === 'listening' ? (
          <Button disabled={control.busy} onClick={control.stop}>
            Stop server
          </Button>
        ) : (
          <Button variant="primary" disabled={control.busy || server === null} onClick={control.start}>
            {control.freePort === null ? 'Start server' : `Start on port ${control.freePort}`}
          </Button>
        )}
      </PageHead>
      <Tabs
        label="Parts of the local server"
        className="flex-1"
        value={tab}
        onValue={(value) => setParams({ tab: value === 'connect' ? '' : value, schema: '' })}
        items={[
          { value: 'connect', label: 'Connect' },
          { value: 'tokens', label: 'Tokens', count: tokens.value?.length },
          { value: 'behaviour', label: 'Behaviour', count: status?.faultsOn || null },
          { value: 'schemas', label: 'Schemas' },
        ]}
      >
        <TabPanel value={tab} className="flex flex-col overflow-y-auto">
          {(control.fault ?? (server?.problem ? server : null)) && (
            <div className="px-4 pt-4">
              <FaultNotice fault={control.fault ?? { code: 'port-busy', message: server?.problem ?? '' }} />
            </div>
          )}
          {tab === 'connect' && <ConnectTab server={server} tokens={tokens.value} />}
          {tab === 'tokens' && <TokensTab tokens={tokens} />}
          {tab === 'behaviour' && <BehaviourTab />}
          {tab === 'schemas' && <SchemasTab />}
        </TabPanel>
      </Tabs>
      {creating && <NewTokenDialog onClose={() => setParams({ new: '' })} />}
    </Page>
  );
}
