/** History. */
import { Page, PageHead } from '../../ui/page.tsx';

export function HistoryPage() {
  return (
    <Page>
      <PageHead title="History" />
    </Page>
  );
}
