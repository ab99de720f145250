/** Which host this page runs in: decided by the marker in index.html, which the console server rewrites. */
import type { Host } from '../../shared/contract/host.ts';
import { createBrowserHost } from './browser-host.ts';
import { createDesktopHost } from './desktop-host.ts';

export function openHost(): Host {
  const marker = document.querySelector<HTMLMetaElement>('meta[name="rollcall-host"]')?.content;
  return marker === 'browser' ? createBrowserHost() : createDesktopHost();
}
