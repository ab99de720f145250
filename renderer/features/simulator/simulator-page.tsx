/** Simulator. */
import { Page, PageHead } from '../../ui/page.tsx';

export function SimulatorPage() {
  return (
    <Page>
      <PageHead title="Simulator" />
    </Page>
  );
}
