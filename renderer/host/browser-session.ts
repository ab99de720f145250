/**
 * Who this tab is to the console server. The app link carries a one-time key after `#k=`; it is exchanged for a
 * session, which lives in this tab only, and taken out of the address at once so that it is not shared by accident.
 */
const storedAt = 'rollcall-session';
export const sessionHeader = 'X-Rollcall-Session';

export function keyInAddress(): string | null {
  const found = /[#&]k=([^&]+)/.exec(location.hash);
  return found?.[1] === undefined ? null : decodeURIComponent(found[1]);
}

function takeKey(): string | null {
  const key = keyInAddress();
  if (key !== null) history.replaceState(null, '', `${location.pathname}${location.search}`);
  return key;
}

export async function openSession(): Promise<string | null> {
  const key = takeKey();
  if (key !== null) {
    const session = await exchangeKey(key);
    if (session !== null) {
      sessionStorage.setItem(storedAt, session);
      return session;
    }
  }
  return sessionStorage.getItem(storedAt);
}

export function forgetSession(): void {
  sessionStorage.removeItem(storedAt);
}

async function exchangeKey(key: string): Promise<string | null> {
  try {
    const response = await fetch('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ key }),
    });
    if (!response.ok) return null;
    const body: unknown = await response.json();
    if (typeof body !== 'object' || body === null || !('session' in body)) return null;
    return typeof body.session === 'string' ? body.session : null;
  } catch {
    return null;
  }
}
