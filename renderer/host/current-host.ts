/** The one host this page has, installed by main.tsx before anything renders. */
import type { Host } from '../../shared/contract/host.ts';

let installed: Host | null = null;

export function installHost(host: Host): void {
  installed = host;
}

export function currentHost(): Host {
  if (installed === null) throw new Error('The page has no host yet.');
  return installed;
}
