/** The filters of Traffic, each one a chip that says what it leaves out. */
import type { RefObject } from 'react';
import { setParams, useRoute } from '../../state/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { QueryField } from '../../ui/fields.tsx';
import { FilterChip } from '../../ui/marks.tsx';
import { Menu } from '../../ui/menu.tsx';
import { methods, statuses } from './traffic-query.ts';

const directions = { in: 'Received', out: 'Sent' } as const;
const statusWords = {
  '2xx': '2xx done',
  '3xx': '3xx redirected',
  '4xx': '4xx refused',
  '5xx': '5xx failed',
  none: 'No answer',
} as const;

const filterActions = [
  ...(['in', 'out'] as const).map((value) => ({
    label: `Direction: ${directions[value]}`,
    run: () => setParams({ direction: value }),
  })),
  ...statuses.map((value, index) => ({
    label: `Status: ${statusWords[value]}`,
    apart: index === 0,
    run: () => setParams({ status: value }),
  })),
  ...methods.map((value, index) => ({
    label: `Method: ${value}`,
    apart: index === 0,
    run: () => setParams({ method: value }),
  })),
];

export function TrafficToolbar({ inputRef }: { readonly inputRef: RefObject<HTMLInputElement | null> }) {
  const params = useRoute((route) => route.params);
  const { direction, status, method, operation, resource } = params;
  return (
    <div className="toolbar traffic-bar">
      {(direction === 'in' || direction === 'out') && (
        <FilterChip
          name="Direction"
          value={directions[direction]}
          onRemove={() => setParams({ direction: '' })}
        />
      )}
      {status && (
        <FilterChip
          name="Status"
          value={status === 'none' ? statusWords.none : status}
          onRemove={() => setParams({ status: '' })}
        />
      )}
      {method && <FilterChip name="Method" value={method} onRemove={() => setParams({ method: '' })} />}
      {operation && (
        <FilterChip
          name="Operation"
          value={params.operationName || operation}
          onRemove={() => setParams({ operation: '', operationName: '' })}
        />
      )}
      {resource && (
        <FilterChip
          name="About"
          value={params.name || resource}
          onRemove={() => setParams({ resource: '', name: '' })}
        />
      )}
      <Menu
        actions={filterActions}
        trigger={
          <Button variant="ghost" small icon="plus" className="first:-ml-2">
            Filter
          </Button>
        }
      />
      <QueryField
        inputRef={inputRef}
        label="Filter exchanges"
        placeholder="Path, name, body or token"
        hint="/"
        value={params.q ?? ''}
        onValue={(q) => setParams({ q })}
      />
    </div>
  );
}
