/** Add members to a group: search, check, add. Users and groups alike; who is a member already is only counted once. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { GroupRecord, UserRow } from '../../../shared/domain/directory.ts';
import { collectIds } from '../../state/collect-ids.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { useRowWindow } from '../../state/use-row-window.ts';
import { type Selection, useSelection } from '../../state/use-selection.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { QueryField } from '../../ui/fields.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { TwoLines } from '../../ui/page.tsx';
import { ActiveStatus } from '../../ui/status.tsx';
import { changeMembers } from './group-actions.ts';

const columns: readonly GridColumn<UserRow>[] = [
  {
    key: 'name',
    header: 'Name',
    width: 'minmax(0, 1fr)',
    cell: (user) => <TwoLines first={user.name} second={user.userName} />,
  },
  { key: 'active', header: 'Status', width: '80px', cell: (user) => <ActiveStatus active={user.active} /> },
];

export function AddMembers({
  group,
  onClose,
}: {
  readonly group: GroupRecord;
  readonly onClose: () => void;
}) {
  const selection = useSelection(group.id);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    const failed = await changeMembers('add', group.id, [...selection.ids]);
    setBusy(false);
    setFault(failed);
    if (failed === null) onClose();
  };
  return (
    <Dialog
      title={`Add members to ${group.displayName}`}
      wide
      onClose={onClose}
      foot={
        <>
          <span className="fg2 mr-auto" aria-live="polite">
            {plural(selection.size, 'user')} checked
          </span>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" disabled={busy || selection.size === 0} onClick={() => void add()}>
            {selection.size === 0 ? 'Add members' : `Add ${plural(selection.size, 'member')}`}
          </Button>
        </>
      }
    >
      <FaultNotice fault={fault} />
      <UserChoice selection={selection} />
    </Dialog>
  );
}

function UserChoice({ selection }: { readonly selection: Selection }) {
  const [typed, setTyped] = useState('');
  const text = useDebounced(typed).trim();
  const list = text === '' ? {} : { text };
  const users = useRowWindow('users.list', list, 'directory');
  const checkAll = () => void collectIds('users.list', list, (user) => user.id).then(selection.set);
  return (
    <>
      <FaultNotice fault={users.fault} />
      <QueryField
        label="Search users"
        placeholder="Name, userName, email or id"
        value={typed}
        onValue={setTyped}
        className="!flex-none"
      />
      <div className="-mx-4 -mb-4 flex h-80 flex-col">
        <Grid
          label="Users"
          columns={columns}
          total={users.total}
          rowAt={users.rowAt}
          rowKey={(user) => user.id}
          rowName={(user) => user.name}
          onShow={users.show}
          onOpen={(user) => selection.toggle(user.id)}
          selection={{ ...selection, onAll: checkAll }}
          loading={users.loading}
          empty={<EmptyState text={text === '' ? 'There are no users yet.' : `No users match ${text}.`} />}
        />
      </div>
    </>
  );
}
