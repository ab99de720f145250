/** Traffic. */
import { Page, PageHead } from '../../ui/page.tsx';

export function TrafficPage() {
  return (
    <Page>
      <PageHead title="Traffic" />
    </Page>
  );
}
