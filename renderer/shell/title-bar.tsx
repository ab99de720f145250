/** The title bar: workspace, Back and Forward, environment in words, command field, server. */
import { currentHost } from '../host/current-host.ts';
import type { ShownEnvironment } from '../state/environment-store.ts';
import { goBack, goForward, navigate, useRoute } from '../state/route-store.ts';
import { showToast } from '../state/toast-store.ts';
import { useWorkspace } from '../state/workspace-store.ts';
import { IconButton, Kbd } from '../ui/button.tsx';
import { Icon, Mark } from '../ui/icon.tsx';
import { Menu, type MenuAction } from '../ui/menu.tsx';
import { Shape } from '../ui/status.tsx';
import { paletteKeys } from './global-keys.ts';
import { ServerPill } from './server-pill.tsx';
import { openPalette } from './shell-store.ts';

export function TitleBar({ environment }: { readonly environment: ShownEnvironment }) {
  const status = useWorkspace((state) => state.status);
  return (
    <header className="titlebar">
      <div>
        <Mark />
        <Menu
          actions={workspaceActions(status?.dataDir ?? null)}
          trigger={
            <button type="button" className="btn ghost min-w-0 shrink !text-fg-1">
              <span className="ellipsis">{status?.name ?? 'Rollcall'}</span>
              <Icon name="down" small />
            </button>
          }
        />
        <HistoryButtons />
        <EnvironmentTag environment={environment} />
      </div>
      <button type="button" className="omnibox" onClick={openPalette}>
        <Icon name="search" />
        <span className="grow ellipsis">Search or run a command…</span>
        <Kbd>{paletteKeys}</Kbd>
      </button>
      <div>{status && <ServerPill server={status.server} />}</div>
    </header>
  );
}

function workspaceActions(dataDir: string | null): MenuAction[] {
  const host = currentHost();
  const actions: MenuAction[] = [
    { label: 'Rename workspace…', icon: 'pencil', run: () => navigate('/settings', { focus: 'name' }) },
  ];
  if (dataDir === null) return actions;
  actions.push({
    label: 'Copy path of the data folder',
    icon: 'copy',
    run: () => void navigator.clipboard.writeText(dataDir).then(() => showToast('Path copied.')),
  });
  if (host.can('openFolder'))
    actions.push({ label: 'Open the data folder', icon: 'folder', run: () => void host.openFolder(dataDir) });
  return actions;
}

function HistoryButtons() {
  const { index, last } = useRoute();
  return (
    <span className="narrow-hide flex">
      <IconButton icon="left" label="Back" disabled={index === 0} onClick={goBack} />
      <IconButton icon="right" label="Forward" disabled={index >= last} onClick={goForward} />
    </span>
  );
}

function EnvironmentTag({ environment }: { readonly environment: ShownEnvironment }) {
  const words = { local: 'Local', remote: 'Remote', production: 'Production' }[environment.kind];
  const text = environment.name === null ? words : `${words}: ${environment.name}`;
  return (
    <span className="env-tag min-w-0" title={text}>
      {environment.kind === 'production' && <Shape name="tri" />}
      <span className="ellipsis">{text}</span>
    </span>
  );
}
