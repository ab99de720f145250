/** Fault rules worth having, each for one habit of a client that is seldom tested. */
import type { FaultRule } from '../../../shared/domain/server-profile.ts';

export interface FaultPreset {
  readonly title: string;
  readonly rule: Omit<FaultRule, 'id' | 'on'>;
}

export const faultPresets: readonly FaultPreset[] = [
  {
    title: '429 storm',
    rule: {
      method: 'POST',
      path: '/Users',
      every: 5,
      effect: { kind: 'status', status: 429, retryAfter: 3 },
    },
  },
  {
    title: 'Lose every 10th answer',
    rule: { method: 'any', path: 'any', every: 10, effect: { kind: 'lose' } },
  },
  {
    title: 'Proxy page on every 7th import page',
    rule: { method: 'GET', path: '/Users', every: 7, effect: { kind: 'not-json' } },
  },
  {
    title: 'Okta’s 60 s time-out',
    rule: { method: 'GET', path: '/Users', every: 5, effect: { kind: 'delay', ms: 61_000 } },
  },
];
