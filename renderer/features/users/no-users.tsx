/** In place of rows: nobody yet, or nobody matches. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import { callEngine } from '../../state/engine-call.ts';
import { navigate, setParams } from '../../state/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { formatCount } from '../../ui/numbers.ts';
import type { UsersQuery } from './users-query.ts';

export function NoUsers({ query, all }: { readonly query: UsersQuery; readonly all: number }) {
  const [fault, setFault] = useState<Fault | null>(null);
  const narrowed = query.view !== 'all' || query.list.groupId !== undefined;
  if (all > 0)
    return (
      <EmptyState text={query.typed === '' ? 'No users in this view.' : `No users match “${query.typed}”.`}>
        {query.typed !== '' && <Button onClick={() => setParams({ q: '' })}>Clear filter</Button>}
        {narrowed && (
          <Button onClick={() => setParams({ view: '', group: '', groupName: '' })}>
            {query.typed === '' ? 'Show' : 'Search'}{' '}
            {all === 1 ? 'the one user' : `all ${formatCount(all)} users`}
          </Button>
        )}
      </EmptyState>
    );
  const seed = async () => {
    const answered = await callEngine('workspace.seed', { users: 40, groups: 8 });
    setFault(answered.ok ? null : answered.fault);
  };
  return (
    <>
      <EmptyState text="No users yet.">
        <Button onClick={() => setParams({ new: 'user' })}>New user</Button>
        <Button onClick={() => navigate('/transfer', { tab: 'import' })}>Import a list</Button>
        <Button onClick={() => navigate('/connections/local')}>Let Okta push users</Button>
        <Button onClick={() => void seed()}>Add 40 sample users</Button>
      </EmptyState>
      <div className="px-4">
        <FaultNotice fault={fault} />
      </div>
    </>
  );
}
