/** The question the Traffic screen asks, as its route spells it. */
import { useMemo } from 'react';
import { useRoute } from '../../state/route-store.ts';
import { useDebounced } from '../../state/use-debounced.ts';

export const statuses = ['2xx', '3xx', '4xx', '5xx', 'none'] as const;
export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export interface TrafficFilter {
  readonly text?: string;
  readonly direction?: 'in' | 'out';
  readonly status?: (typeof statuses)[number];
  readonly method?: (typeof methods)[number];
  readonly operationId?: string;
  readonly resourceId?: string;
}

export function useTrafficFilter(): TrafficFilter {
  const params = useRoute((route) => route.params);
  const typed = params.q ?? '';
  const text = useDebounced(typed, typed === '' ? 0 : 150).trim();
  const direction = (['in', 'out'] as const).find((each) => each === params.direction);
  const status = statuses.find((each) => each === params.status);
  const method = methods.find((each) => each === params.method);
  const { operation: operationId, resource: resourceId } = params;
  return useMemo(
    () => ({
      ...(text === '' ? {} : { text }),
      ...(direction === undefined ? {} : { direction }),
      ...(status === undefined ? {} : { status }),
      ...(method === undefined ? {} : { method }),
      ...(operationId ? { operationId } : {}),
      ...(resourceId ? { resourceId } : {}),
    }),
    [text, direction, status, method, operationId, resourceId],
  );
}
