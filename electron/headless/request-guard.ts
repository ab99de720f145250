/**
 * What every request to the console must be before anything else is looked at: for exactly this host and port, from
 * this page or none, and not through a tunnel (security.md 1.2, A1 to A3, A5, A7). Strings are compared, nothing is
 * matched.
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface Refusal {
  readonly status: 400 | 401 | 403 | 415;
  readonly code: string;
  readonly message: string;
}

const forwarding = ['forwarded', 'x-real-ip', 'x-original-host', 'via'];
const forwardingFamilies = ['x-forwarded-', 'cf-', 'ngrok-', 'tailscale-'];

function wentThroughTunnel(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some(
    (name) => forwarding.includes(name) || forwardingFamilies.some((family) => name.startsWith(family)),
  );
}

/** @param raw header names and values in turn, as Node gives them: duplicates are seen there only */
export function judgeRequest(
  headers: IncomingHttpHeaders,
  raw: readonly string[],
  port: number,
  path: string,
): Refusal | null {
  const hosts = raw.filter((_v, i) => i % 2 === 0 && raw[i]?.toLowerCase() === 'host').length;
  const allowed = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (hosts !== 1 || headers.host === undefined || !allowed.includes(headers.host)) {
    return { status: 403, code: 'host_not_allowed', message: 'The console answers to its own address only.' };
  }
  if (wentThroughTunnel(headers)) {
    return {
      status: 403,
      code: 'tunnel_not_allowed',
      message: 'The admin API cannot be used through a tunnel.',
    };
  }
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) {
    return { status: 403, code: 'origin_not_allowed', message: 'Only the console itself may call this.' };
  }
  const site = headers['sec-fetch-site'];
  const page = path.split('?')[0] === '/' || path === '/index.html';
  const typed = site === 'none' && !path.startsWith('/api');
  if (site !== undefined && site !== 'same-origin' && !typed) {
    // a link in another page may open the console's front page, and nothing else
    const opensPage =
      page && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
    if (!opensPage)
      return { status: 403, code: 'site_not_allowed', message: 'Only the console itself may call this.' };
  }
  return null;
}
