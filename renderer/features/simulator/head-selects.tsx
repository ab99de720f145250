/** Which application, and in which dialect it talks. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { ConnectionRecord, Dialect } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { setParams } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { EnvironmentBadge } from '../../ui/connection-words.tsx';
import { Select } from '../../ui/select.tsx';

const dialects = [
  { value: 'catalog', label: 'Okta OIN template (PATCH)' },
  { value: 'wizard', label: 'Okta wizard app (PUT)' },
] as const;

export function HeadSelects(props: {
  readonly current: ConnectionRecord;
  readonly all: readonly ConnectionRecord[];
}) {
  const { current, all } = props;
  return (
    <>
      <Select
        label="Connection"
        value={current.id}
        choices={all.map((each) => ({ value: each.id, label: each.name }))}
        onValue={(connection) => setParams({ connection, view: '', q: '', status: '' })}
        aside={<EnvironmentBadge connection={current} />}
        strong
      />
      <DialectSelect key={current.id} connectionId={current.id} />
    </>
  );
}

function DialectSelect({ connectionId }: { readonly connectionId: string }) {
  const app = useAnswer('sim.app', { connectionId }, 'simulator');
  const [fault, setFault] = useState<Fault | null>(null);
  if (app.value === null) return null;
  const change = async (dialect: Dialect) => {
    const answered = await callEngine('sim.configure', { connectionId, dialect });
    setFault(answered.ok ? null : answered.fault);
  };
  return (
    <>
      <Select
        label="Profile"
        prefix="Profile:"
        value={app.value.dialect}
        choices={dialects}
        onValue={(dialect) => void change(dialect)}
        strong
      />
      {fault && (
        <span className="danger-text ellipsis" role="alert" title={fault.message}>
          {fault.message}
        </span>
      )}
    </>
  );
}
