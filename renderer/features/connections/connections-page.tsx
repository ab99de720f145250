/** Connections: the list, the local server's page, and one page per remote server. Which one is in the path. */
import { useRoute } from '../../state/route-store.ts';
import { ConnectionList } from './connection-list.tsx';
import { LocalServerPage } from './local-server-page.tsx';
import { RemoteConnectionPage } from './remote-connection-page.tsx';

export function ConnectionsPage() {
  const path = useRoute((route) => route.path);
  const id = decodeURIComponent(path.replace(/^\/connections\/?/, ''));
  if (id === '') return <ConnectionList />;
  if (id === 'local') return <LocalServerPage />;
  return <RemoteConnectionPage key={id} id={id} />;
}
