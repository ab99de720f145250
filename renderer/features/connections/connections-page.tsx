/** Connections. */
import { Page, PageHead } from '../../ui/page.tsx';

export function ConnectionsPage() {
  return (
    <Page>
      <PageHead title="Connections" />
    </Page>
  );
}
