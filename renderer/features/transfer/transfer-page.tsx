/** Lists in and out: import a file after reading what it would do, export what the directory holds. */
import { setParams, useParam } from '../../state/route-store.ts';
import { Page, PageHead } from '../../ui/page.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { ExportTab } from './export-tab.tsx';
import { ImportTab } from './import-tab.tsx';

export function TransferPage() {
  const tab = useParam('tab') === 'export' ? 'export' : 'import';
  return (
    <Page>
      <PageHead title="Import/Export" />
      <Tabs
        label="Direction"
        className="flex-1"
        value={tab}
        onValue={(value) => setParams({ tab: value, kind: '', filter: '' })}
        items={[
          { value: 'import', label: 'Import a file' },
          { value: 'export', label: 'Export a list' },
        ]}
      >
        <TabPanel value={tab} className="flex flex-col overflow-y-auto">
          {tab === 'export' ? <ExportTab /> : <ImportTab />}
        </TabPanel>
      </Tabs>
    </Page>
  );
}
