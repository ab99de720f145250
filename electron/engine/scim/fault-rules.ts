/**
 * Fails on purpose, by the rules of the profile: "every 5th POST /Users answers 429 with Retry-After 3". Only requests
 * with a valid token count: a rule must not tell a stranger that a path exists.
 */
import type { FaultRule, ServerProfile } from '../../../shared/domain/server-profile.ts';
import type { Route } from './routes.ts';

export interface FaultRules {
  /** Counts the request against each rule that concerns it; the first rule that is due wins. */
  due(profile: ServerProfile, route: Route): FaultRule | null;
}

export function createFaultRules(): FaultRules {
  const counts = new Map<string, number>();
  return {
    due: (profile, route) => {
      let found: FaultRule | null = null;
      for (const rule of profile.faults) {
        if (!rule.on) counts.delete(rule.id);
        else if (concerns(rule, route)) {
          const count = (counts.get(rule.id) ?? 0) + 1;
          counts.set(rule.id, count);
          if (found === null && count % rule.every === 0) found = rule;
        }
      }
      return found;
    },
  };
}

function concerns(rule: FaultRule, route: Route): boolean {
  if (rule.method !== 'any' && rule.method !== route.method) return false;
  return rule.path === 'any' || rule.path === route.path.replace(':id', '{id}');
}
