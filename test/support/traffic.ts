/** Exchanges to put into a traffic log, and the log's file as it is. */
import type { CapturedExchange } from '../../electron/engine/base/exchange-capture.ts';
import { openReadOnly } from '../../electron/engine/storage/database.ts';

export const trafficStart = Date.UTC(2026, 10, 22, 12);

export function exchange(more: Partial<CapturedExchange> = {}): CapturedExchange {
  return {
    at: trafficStart,
    direction: 'in',
    method: 'GET',
    target: '/scim/v2/Users?startIndex=1&count=2',
    origin: 'http://127.0.0.1',
    status: 200,
    durationMs: 1.5,
    requestHeaders: ['authorization', 'Bearer canary-token-value'],
    responseHeaders: [],
    requestBody: null,
    responseBody: '{"Resources":[]}',
    actor: 'OIN push',
    actorId: 'tok_1',
    notes: [],
    remoteAddress: '127.0.0.1',
    error: null,
    ...more,
  };
}

/** What the totals of the file say, and what its rows add up to. */
export function totalsOf(path: string) {
  const db = openReadOnly(path);
  try {
    return {
      said: db.one<{ count: number; bytes: number }>('select count, bytes from exchange_totals'),
      real: db.one<{ count: number; bytes: number }>(
        'select count(*) as count, coalesce(sum(stored_bytes), 0) as bytes from exchanges',
      ),
    };
  } finally {
    db.close();
  }
}
