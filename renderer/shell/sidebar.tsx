/** The screens at the left; icons only under 1,100 px. */
import { hrefOf } from '../state/route-store.ts';
import { useWorkspace } from '../state/workspace-store.ts';
import { Icon } from '../ui/icon.tsx';
import { formatCount } from '../ui/numbers.ts';
import { type Screen, screens } from './screens.ts';

const sections = ['Directory', 'Provisioning', 'Observe'] as const;

export function Sidebar({ current }: { readonly current: Screen | null }) {
  const counts = useCounts();
  const item = (screen: Screen) => (
    <NavItem key={screen.path} screen={screen} current={screen === current} count={counts[screen.path]} />
  );
  const of = (section: Screen['section']) => screens.filter((screen) => screen.section === section);
  return (
    <nav className="sidebar" aria-label="Screens">
      {of('top').map(item)}
      {sections.map((section) => (
        <div key={section} className="contents">
          <div className="nav-label">{section}</div>
          {of(section).map(item)}
        </div>
      ))}
      <div className="bottom">{of('bottom').map(item)}</div>
    </nav>
  );
}

function useCounts(): Readonly<Record<string, number | undefined>> {
  const status = useWorkspace((state) => state.status);
  if (status === null) return {};
  return { '/users': status.users.all, '/groups': status.groups, '/connections': status.connections };
}

function NavItem(props: {
  readonly screen: Screen;
  readonly current: boolean;
  readonly count: number | undefined;
}) {
  const { screen, current, count } = props;
  return (
    <a
      className="nav-item"
      href={hrefOf(screen.path)}
      aria-label={screen.title}
      aria-current={current ? 'page' : undefined}
      title={screen.key === null ? screen.title : `${screen.title} (g ${screen.key})`}
    >
      <Icon name={screen.icon} />
      <span>{screen.title}</span>
      {count !== undefined && <span className="count">{formatCount(count)}</span>}
    </a>
  );
}
