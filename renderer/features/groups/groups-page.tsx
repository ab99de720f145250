/** Groups. */
import { Page, PageHead } from '../../ui/page.tsx';

export function GroupsPage() {
  return (
    <Page>
      <PageHead title="Groups" />
    </Page>
  );
}
