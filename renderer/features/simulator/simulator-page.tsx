/** The simulated Okta org, tab for tab as Okta's console has it. Tab, connection and filters are in the route. */
import { type ReactNode, useEffect } from 'react';
import type { ConnectionRecord } from '../../../shared/domain/simulator.ts';
import { useEnvironment } from '../../state/environment-store.ts';
import { useConnectionJob } from '../../state/jobs-store.ts';
import { navigate, setParams, useParam } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { Page, PageHead } from '../../ui/page.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { AssignmentsTab } from './assignments-tab.tsx';
import { HeadSelects } from './head-selects.tsx';
import { ImportTab } from './import-tab.tsx';
import { JobLine } from './job-line.tsx';
import { LogTab } from './log-tab.tsx';
import { PeopleTab } from './people-tab.tsx';
import { ProvisioningTab } from './provisioning-tab.tsx';
import { PushTab } from './push-tab.tsx';

const tabs = [
  { value: 'provisioning', label: 'Provisioning' },
  { value: 'people', label: 'People' },
  { value: 'assignments', label: 'Assignments' },
  { value: 'push', label: 'Push Groups' },
  { value: 'import', label: 'Import' },
  { value: 'log', label: 'System Log' },
] as const;
type Tab = (typeof tabs)[number]['value'];

const ofOneTab = { view: '', q: '', status: '', group: '', rule: '' };

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
            <>
              <span className="divider" />
              <HeadSelects current={current} all={all} />
            </>
          )
        }
      />
      {connections.fault && (
        <div className="px-4 pb-2">
          <FaultNotice fault={connections.fault} asOf={connections.asOf} onRetry={connections.reload} />
        </div>
      )}
      {connections.loading && <Skeleton rows={6} />}
      {connections.value && current === null && <NoConnection />}
      {current && <SimulatorTabs key={current.id} connection={current} />}
    </Page>
  );
}

function NoConnection() {
  return (
    <EmptyState text="There is no connection to act against yet.">
      <Button onClick={() => navigate('/connections')}>Add a connection</Button>
    </EmptyState>
  );
}

function SimulatorTabs({ connection }: { readonly connection: ConnectionRecord }) {
  const wanted = useParam('tab', 'provisioning');
  const tab: Tab = tabs.find((each) => each.value === wanted)?.value ?? 'provisioning';
  useEffect(() => {
    if (wanted !== tab) setParams({ tab });
  }, [wanted, tab]);
  return (
    <Tabs
      label="Simulator"
      value={tab}
      items={tabs}
      onValue={(next) => setParams({ ...ofOneTab, tab: next })}
      className="flex-1"
      aside={<OrgCounts />}
    >
      <TabPanel value={tab} className="flex flex-col">
        {tab !== 'import' && <RunningJob connectionId={connection.id} />}
        <TabBody tab={tab} connection={connection} />
      </TabPanel>
    </Tabs>
  );
}

function TabBody(props: { readonly tab: Tab; readonly connection: ConnectionRecord }): ReactNode {
  const { tab, connection } = props;
  switch (tab) {
    case 'provisioning':
      return <ProvisioningTab connection={connection} />;
    case 'people':
      return <PeopleTab />;
    case 'assignments':
      return <AssignmentsTab connection={connection} />;
    case 'push':
      return <PushTab connection={connection} />;
    case 'import':
      return <ImportTab connection={connection} />;
    case 'log':
      return <LogTab connection={connection} />;
    default:
      return tab satisfies never;
  }
}

function OrgCounts() {
  const people = useAnswer('sim.people', { limit: 0 }, 'simulator');
  const groups = useAnswer('sim.groups', { limit: 0 }, 'simulator');
  if (people.value === null || groups.value === null) return null;
  const { all } = people.value;
  return (
    <span className="fg3 narrow-hide num">
      Okta org (simulated): {all === 1 ? '1 person' : `${formatCount(all)} people`},{' '}
      {plural(groups.value.all, 'group')}
    </span>
  );
}

function RunningJob({ connectionId }: { readonly connectionId: string }) {
  const job = useConnectionJob(connectionId);
  return job?.state === 'running' ? <JobLine job={job} /> : null;
}
