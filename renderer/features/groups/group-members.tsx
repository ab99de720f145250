/** The members of the open group: filter, check, remove, add. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { MemberRef } from '../../../shared/domain/directory.ts';
import { collectIds } from '../../state/collect-ids.ts';
import { navigate, setParams } from '../../state/route-store.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { useRowWindow } from '../../state/use-row-window.ts';
import { type Selection, useSelection } from '../../state/use-selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { QueryField } from '../../ui/fields.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { TwoLines } from '../../ui/page.tsx';
import { ActiveStatus, Status } from '../../ui/status.tsx';
import { changeMembers } from './group-actions.ts';

const columns: readonly GridColumn<MemberRef>[] = [
  {
    key: 'name',
    header: 'Member',
    width: 'minmax(0, 1fr)',
    cell: (member) => <TwoLines first={member.name} second={member.userName ?? 'Group'} />,
  },
  {
    key: 'status',
    header: 'Status',
    width: '76px',
    cell: (member) =>
      member.type === 'Group' ? (
        <Status tone="neutral" shape="dot">
          Group
        </Status>
      ) : (
        <ActiveStatus active={member.active} />
      ),
  },
];

export function GroupMembers({ id, onAdd }: { readonly id: string; readonly onAdd: () => void }) {
  const [typed, setTyped] = useState('');
  const text = useDebounced(typed).trim();
  const list = { id, ...(text === '' ? {} : { text }) };
  const members = useRowWindow('groups.members', list, 'directory');
  const selection = useSelection(id);
  const [fault, setFault] = useState<Fault | null>(null);
  const remove = async (ids: readonly string[]) => {
    setFault(await changeMembers('remove', id, ids));
    selection.clear();
  };
  const open = (member: MemberRef) =>
    member.type === 'User' ? navigate('/users', { open: member.id }) : setParams({ open: member.id });
  const checkAll = () => void collectIds('groups.members', list, (member) => member.id).then(selection.set);
  return (
    <>
      <div className="toolbar">
        <QueryField label="Filter members" placeholder="Name or userName" value={typed} onValue={setTyped} />
        <Button small icon="plus" hint="m" onClick={onAdd}>
          Add
        </Button>
      </div>
      {(fault ?? members.fault) && (
        <div className="px-4 pb-2">
          <FaultNotice fault={fault ?? members.fault} asOf={members.asOf} />
        </div>
      )}
      <Grid
        label="Members"
        columns={columns}
        total={members.total}
        rowAt={members.rowAt}
        rowKey={(member) => member.id}
        rowName={(member) => member.name}
        onShow={members.show}
        onOpen={open}
        selection={{ ...selection, onAll: checkAll }}
        actions={(member) => [
          { label: member.type === 'User' ? 'Open user' : 'Open group', run: () => open(member) },
          { label: 'Remove from group', icon: 'x', apart: true, run: () => void remove([member.id]) },
        ]}
        loading={members.loading || members.stale}
        empty={
          <EmptyState
            text={text === '' ? 'This group is empty. Okta pushes empty groups too.' : 'No member matches.'}
          />
        }
      />
      <MembersBar
        total={members.total}
        selection={selection}
        onRemove={() => void remove([...selection.ids])}
      />
    </>
  );
}

function MembersBar(props: {
  readonly total: number;
  readonly selection: Selection;
  readonly onRemove: () => void;
}) {
  const { total, selection } = props;
  if (selection.size === 0)
    return (
      <div className="statusbar quiet">
        <span className="num">{plural(total, 'member')}</span>
      </div>
    );
  return (
    <div className="statusbar">
      <span className="num strong text-fg-1">{formatCount(selection.size)} selected</span>
      <IconButton icon="x" label="Clear selection" small onClick={selection.clear} />
      <span className="grow" />
      <Button small onClick={props.onRemove}>
        Remove from group
      </Button>
    </div>
  );
}
