/** Import/Export. */
import { Page, PageHead } from '../../ui/page.tsx';

export function TransferPage() {
  return (
    <Page>
      <PageHead title="Import/Export" />
    </Page>
  );
}
