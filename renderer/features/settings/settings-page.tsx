/** Settings. */
import { Page, PageHead } from '../../ui/page.tsx';

export function SettingsPage() {
  return (
    <Page>
      <PageHead title="Settings" />
    </Page>
  );
}
