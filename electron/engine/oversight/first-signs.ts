/**
 * What was seen for the first time: the checklist of Connect and Home. Kept as settings, so that it survives the
 * traffic log's retention. The simulator's own calls do not count: the list is about a real client.
 */
import type { HomeSummary } from '../../../shared/domain/workspace.ts';
import type { CapturedExchange } from '../base/exchange-capture.ts';
import type { OpenDb } from '../storage/database.ts';
import { readSetting, writeSetting } from '../storage/setting-rows.ts';

type Sign = 'client' | 'credentials' | 'push' | 'import';

interface Seen {
  at: number;
  seq: number;
  name: string;
}

export interface FirstSigns {
  observe(exchange: CapturedExchange, seq: number): void;
  read(): Pick<
    HomeSummary['checklist'],
    'clientSeen' | 'credentialsTestSeen' | 'firstPushSeen' | 'firstImportSeen'
  >;
}

/** Okta's own calls, by their shape (okta.md 1.3, 1.4, 1.9). */
function signsOf(e: CapturedExchange): Sign[] {
  if (e.direction !== 'in' || e.status < 200 || e.status > 299) return [];
  const [path = '', query = ''] = e.target.split('?');
  const signs: Sign[] = ['client'];
  const resource = path.replace(/\/+$/, '').split('/').pop();
  const asked = new URLSearchParams(query);
  if (e.method === 'GET' && resource === 'Users' && !asked.has('filter')) {
    if (asked.get('count') === '2') signs.push('credentials');
    else if (asked.get('startIndex') === '1') signs.push('import');
  }
  if (e.method === 'POST' && resource === 'Users' && e.status === 201) signs.push('push');
  return signs;
}

/** Most of what a client sends: looking for one user, reading one, changing one. */
function saysNothingNew({ method, target }: CapturedExchange): boolean {
  return method === 'GET' ? !target.includes('startIndex=') && !target.includes('count=') : method !== 'POST';
}

export function createFirstSigns(db: OpenDb): FirstSigns {
  const seen = new Map<Sign, Seen>();
  for (const sign of ['client', 'credentials', 'push', 'import'] as const) {
    const kept = readSetting(db, `first.${sign}`);
    if (kept !== null) seen.set(sign, JSON.parse(kept) as Seen);
  }
  const plain = (sign: Sign) => {
    const s = seen.get(sign);
    return s === undefined ? null : { at: s.at, seq: s.seq };
  };
  return {
    observe: (exchange, seq) => {
      if (seen.size === 4 || (seen.has('client') && saysNothingNew(exchange))) return;
      for (const sign of signsOf(exchange)) {
        if (seen.has(sign)) continue;
        const entry = { at: exchange.at, seq, name: (exchange.label ?? '').replace(/^\/Users\//, '') };
        db.transaction((tx) => writeSetting(tx, `first.${sign}`, JSON.stringify(entry)));
        seen.set(sign, entry);
      }
    },
    read: () => ({
      clientSeen: seen.has('client'),
      credentialsTestSeen: plain('credentials'),
      firstPushSeen: seen.get('push') ?? null,
      firstImportSeen: plain('import'),
    }),
  };
}
