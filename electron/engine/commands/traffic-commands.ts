/** Handlers of the traffic log. */

import type { trafficCommands } from '../../../shared/contract/commands/traffic.ts';
import type { HandlersOf } from '../../../shared/contract/commands.ts';
import type { TrafficLog } from '../oversight/traffic-log.ts';

export function trafficHandlers(log: TrafficLog): HandlersOf<typeof trafficCommands> {
  return {
    'traffic.list': (input) => log.list(input),
    'traffic.get': ({ seq }) => log.get(seq),
    'traffic.clear': async () => ({ removed: await log.clear() }),
  };
}
