/** The filter of Users: free text, or a SCIM filter with its fault shown in place. */
import type { RefObject } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { QueryField } from '../../ui/fields.tsx';
import { FilterChip } from '../../ui/marks.tsx';
import { Segmented } from '../../ui/tabs.tsx';
import type { UsersQuery } from './users-query.ts';

export interface UsersToolbarProps {
  readonly query: UsersQuery;
  readonly fault: Fault | null;
  readonly inputRef: RefObject<HTMLInputElement | null>;
}

const modes = [
  { value: 'text', label: 'Text' },
  { value: 'scim', label: 'SCIM filter' },
] as const;

export function UsersToolbar({ query, fault, inputRef }: UsersToolbarProps) {
  const group = useParam('group');
  const groupName = useParam('groupName', group);
  const refused = query.mode === 'scim' && fault?.code === 'invalid-input' ? fault : null;
  return (
    <>
      <div className="toolbar">
        {group !== '' && (
          <FilterChip
            name="Group"
            value={groupName}
            onRemove={() => setParams({ group: '', groupName: '' })}
          />
        )}
        <QueryField
          inputRef={inputRef}
          label="Filter users"
          placeholder={
            query.mode === 'scim' ? 'userName sw "a" and active eq true' : 'Name, userName, email or id'
          }
          mono={query.mode === 'scim'}
          invalid={refused !== null}
          hint="/"
          value={query.typed}
          onValue={(q) => setParams({ q })}
        />
        <Segmented
          label="Kind of filter"
          value={query.mode}
          items={modes}
          onValue={(mode) => setParams({ mode: mode === 'text' ? '' : mode, q: '' })}
        />
      </div>
      {refused && (
        <p className="danger-text px-4 pb-2" role="alert">
          {Object.values(refused.fields ?? {})[0] ?? refused.message}
        </p>
      )}
    </>
  );
}
