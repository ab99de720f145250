/** Home. */
import { Page, PageHead } from '../../ui/page.tsx';

export function HomePage() {
  return (
    <Page>
      <PageHead title="Home" />
    </Page>
  );
}
