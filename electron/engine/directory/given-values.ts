/** What users hold in `roles` and `entitlements`, each value once: the only list of them there is (okta.md 3.10). */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { foldKey } from '../base/fold.ts';
import type { ReadDb } from '../storage/database.ts';
import { countDistinctValues, distinctValues, type ValueRow } from '../storage/value-rows.ts';

export type GivenPath = 'roles' | 'entitlements';

export interface GivenValue {
  readonly value: string;
  readonly display: string | null;
  readonly type: string | null;
}

export interface GivenQuery {
  /** 0-based. */
  readonly offset: number;
  readonly limit: number;
  /** Only this one; compared without case, as in filters. */
  readonly value?: string;
}

export function givenValues(
  db: ReadDb,
  path: GivenPath,
  { value, ...page }: GivenQuery,
): { total: number; rows: GivenValue[] } {
  const narrowed = value === undefined ? page : { ...page, key: foldKey(value) };
  const rows = page.limit === 0 ? [] : distinctValues(db, path, narrowed);
  const total = value === undefined ? countDistinctValues(db, path) : rows.length;
  return { total, rows: rows.map(givenOf) };
}

function givenOf(row: ValueRow): GivenValue {
  const element = JSON.parse(row.element) as JsonObject;
  const text = (name: string) => (typeof element[name] === 'string' ? element[name] : null);
  return { value: text('value') ?? row.key, display: text('display'), type: text('type') };
}
