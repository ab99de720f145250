/** A fault rule with an id of its own, on: ids are never used again, the server counts requests by them. */
import type { FaultRule } from '../../../shared/domain/server-profile.ts';

export function newRule(body: Omit<FaultRule, 'id' | 'on'>): FaultRule {
  return { id: `flt_${crypto.randomUUID().slice(0, 8)}`, on: true, ...body };
}
