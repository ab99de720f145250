/** The frame around every screen (design: band 3, title bar 44, sidebar 200 or 48), and what floats over it. */
import { Suspense, useEffect } from 'react';
import { useLink } from '../state/connection-store.ts';
import { useShownEnvironment } from '../state/environment-store.ts';
import { useRoute } from '../state/route-store.ts';
import { dismissToast, useToast } from '../state/toast-store.ts';
import { clock } from '../ui/clock.ts';
import { EmptyState } from '../ui/notices.tsx';
import { Page, PageHead } from '../ui/page.tsx';
import { Shape } from '../ui/status.tsx';
import { ToastRegion } from '../ui/toast.tsx';
import { FaultBar } from './fault-bar.tsx';
import { useGlobalKeys } from './global-keys.ts';
import { HelpDialog } from './help-dialog.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { Palette } from './palette.tsx';
import { screenOf } from './screens.ts';
import { closeFloating, useFloating } from './shell-store.ts';
import { Sidebar } from './sidebar.tsx';
import { SignedOut } from './signed-out.tsx';
import { StorageBar } from './storage-bar.tsx';
import { TitleBar } from './title-bar.tsx';

export function Shell() {
  const link = useLink();
  if (link.state === 'signed-out') return <SignedOut />;
  return <Frame />;
}

function Frame() {
  const path = useRoute((route) => route.path);
  const { shown } = useShownEnvironment();
  const floating = useFloating((state) => state.open);
  const toast = useToast((state) => state.current);
  useGlobalKeys();
  const screen = screenOf(path);
  useEffect(() => {
    document.title = screen === null ? 'Rollcall' : `${screen.title} · Rollcall`;
  }, [screen]);
  return (
    <>
      <div className="shell" data-env={shown.kind}>
        <div className="env-band" />
        <TitleBar environment={shown} />
        <Sidebar current={screen} />
        <div className="flex min-h-0 min-w-0 flex-col">
          <LinkBar />
          <StorageBar />
          <FaultBar />
          <PageBoundary key={screen?.path ?? path}>
            <Suspense fallback={null}>
              {screen === null ? <UnknownPage path={path} /> : <screen.page />}
            </Suspense>
          </PageBoundary>
        </div>
      </div>
      {floating === 'palette' && <Palette onClose={closeFloating} />}
      {floating === 'help' && <HelpDialog onClose={closeFloating} />}
      <ToastRegion message={toast} onDismiss={dismissToast} />
    </>
  );
}

function LinkBar() {
  const { state, since } = useLink();
  if (state !== 'lost') return null;
  return (
    <div className="linkbar s-warning" role="status">
      <Shape name="tri" />
      <span>
        Rollcall has not answered since {clock(since)}. Trying again; what is shown may be out of date.
      </span>
    </div>
  );
}

function UnknownPage({ path }: { readonly path: string }) {
  return (
    <Page>
      <PageHead title="No such page" />
      <EmptyState text={`There is no page at ${path}.`}>
        <a href="#/">Go to Home</a>
      </EmptyState>
    </Page>
  );
}
