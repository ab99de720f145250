/** Where the page starts: theme, host, stores, then the shell. */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { createRoot } from 'react-dom/client';
import './app.css';
import { installHost } from './host/current-host.ts';
import { openHost } from './host/open-host.ts';
import { Shell } from './shell/shell.tsx';
import { startRouting } from './state/route-store.ts';
import { startListening } from './state/start-listening.ts';
import { startTheme } from './state/theme-store.ts';

startTheme();
// The host comes before routing: in a browser it takes the key out of the address.
installHost(openHost());
startRouting();
startListening();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <CSPProvider disableStyleElements>
    <Shell />
  </CSPProvider>,
);
