/** The screens that exist, in the sidebar's order, each loaded when first opened. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { IconName } from '../ui/icon.tsx';

export interface Screen {
  readonly path: string;
  readonly title: string;
  readonly icon: IconName;
  /** Second key after `g`. */
  readonly key: string | null;
  readonly section: 'top' | 'Directory' | 'Provisioning' | 'Observe' | 'bottom';
  readonly page: LazyExoticComponent<ComponentType>;
}

const home = lazy(async () => ({ default: (await import('../features/home/home-page.tsx')).HomePage }));
const users = lazy(async () => ({ default: (await import('../features/users/users-page.tsx')).UsersPage }));
const groups = lazy(async () => ({
  default: (await import('../features/groups/groups-page.tsx')).GroupsPage,
}));
const transfer = lazy(async () => ({
  default: (await import('../features/transfer/transfer-page.tsx')).TransferPage,
}));
const connections = lazy(async () => ({
  default: (await import('../features/connections/connections-page.tsx')).ConnectionsPage,
}));
const simulator = lazy(async () => ({
  default: (await import('../features/simulator/simulator-page.tsx')).SimulatorPage,
}));
const traffic = lazy(async () => ({
  default: (await import('../features/traffic/traffic-page.tsx')).TrafficPage,
}));
const history = lazy(async () => ({
  default: (await import('../features/history/history-page.tsx')).HistoryPage,
}));
const settings = lazy(async () => ({
  default: (await import('../features/settings/settings-page.tsx')).SettingsPage,
}));

export const screens: readonly Screen[] = [
  { path: '/', title: 'Home', icon: 'home', key: 'h', section: 'top', page: home },
  { path: '/users', title: 'Users', icon: 'users', key: 'u', section: 'Directory', page: users },
  { path: '/groups', title: 'Groups', icon: 'group', key: 'g', section: 'Directory', page: groups },
  {
    path: '/transfer',
    title: 'Import/Export',
    icon: 'transfer',
    key: 'i',
    section: 'Directory',
    page: transfer,
  },
  {
    path: '/connections',
    title: 'Connections',
    icon: 'plug',
    key: 'c',
    section: 'Provisioning',
    page: connections,
  },
  { path: '/simulator', title: 'Simulator', icon: 'sim', key: 's', section: 'Provisioning', page: simulator },
  { path: '/traffic', title: 'Traffic', icon: 'traffic', key: 't', section: 'Observe', page: traffic },
  { path: '/history', title: 'History', icon: 'history', key: 'y', section: 'Observe', page: history },
  { path: '/settings', title: 'Settings', icon: 'gear', key: null, section: 'bottom', page: settings },
];

/** `/connections/local` belongs to Connections; what is unknown belongs to nobody. */
export function screenOf(path: string): Screen | null {
  const known = screens
    .filter((each) => each.path !== '/')
    .find((each) => path === each.path || path.startsWith(`${each.path}/`));
  return known ?? (path === '/' ? (screens[0] ?? null) : null);
}
