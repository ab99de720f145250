/** Users of the local directory: views, filter, grid, inspector, form. Every view state is in the route. */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { UserRecord, UserRow } from '../../../shared/domain/directory.ts';
import { collectIds } from '../../state/collect-ids.ts';
import { navigate, setParams, useParam } from '../../state/route-store.ts';
import { type RowWindow, useRowWindow } from '../../state/use-row-window.ts';
import { type Selection, useSelection } from '../../state/use-selection.ts';
import { useShortcuts } from '../../state/use-shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Grid } from '../../ui/grid.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { Page, PageHead } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { NoUsers } from './no-users.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { deleteUsers, userMenu } from './user-actions.ts';
import { userColumns } from './user-columns.tsx';
import { UserFormLoader } from './user-form-loader.tsx';
import { UserInspector } from './user-inspector.tsx';
import { type UsersQuery, useUsersQuery } from './users-query.ts';
import { UsersToolbar } from './users-toolbar.tsx';

export function UsersPage() {
  const query = useUsersQuery();
  const rows = useRowWindow('users.list', query.list, 'directory');
  const selection = useSelection(JSON.stringify([query.list.view, query.typed, query.mode]));
  const open = useParam('open');
  const [failed, setFailed] = useState<Fault | null>(null);
  const [deleting, setDeleting] = useState<readonly string[] | null>(null);
  const filter = useRef<HTMLInputElement>(null);
  useShortcuts({
    n: () => setParams({ new: 'user' }),
    '/': () => filter.current?.focus(),
    Escape: closeUser,
  });
  const afterDelete = (ids: readonly string[]) => {
    if (ids.includes(open)) closeUser();
    selection.clear();
  };
  const deleteOpen = useCallback((id: string) => setDeleting([id]), []);
  return (
    <Page inspector={open !== '' && <UserInspector key={open} id={open} onDelete={deleteOpen} />}>
      <UsersHead all={rows.head?.all ?? null} filter={query.list.filter ?? ''} />
      <ViewTabs query={query} head={rows.head} />
      <UsersToolbar query={query} fault={rows.fault} inputRef={filter} />
      <ListFault query={query} rows={rows} failed={failed} />
      <UsersGrid
        rows={rows}
        query={query}
        selection={selection}
        open={open}
        onDelete={setDeleting}
        onFault={setFailed}
      />
      <SelectionBar
        selection={selection}
        shown={rows.total}
        all={rows.head?.all ?? null}
        onFault={setFailed}
        onDelete={() => setDeleting([...selection.ids])}
      />
      <UserFormLoader onCreated={(user: UserRecord) => setParams({ new: '', open: user.id })} />
      {deleting && (
        <DeleteUsers
          ids={deleting}
          onFault={setFailed}
          onClose={() => setDeleting(null)}
          onDeleted={() => afterDelete(deleting)}
        />
      )}
    </Page>
  );
}

function closeUser(): void {
  setParams({ open: '', tab: '' });
}

function UsersHead({ all, filter }: { readonly all: number | null; readonly filter: string }) {
  return (
    <PageHead title="Users" count={all}>
      <Button onClick={() => navigate('/transfer', { tab: 'import' })}>Import…</Button>
      <Button onClick={() => navigate('/transfer', { tab: 'export', filter })}>Export…</Button>
      <Button variant="primary" icon="plus" hint="n" onClick={() => setParams({ new: 'user' })}>
        New user
      </Button>
    </PageHead>
  );
}

/** The fault of an action, or of the list; a refused filter is shown at the filter instead. */
function ListFault(props: {
  readonly query: UsersQuery;
  readonly rows: RowWindow<'users.list'>;
  readonly failed: Fault | null;
}) {
  const { query, rows, failed } = props;
  const atFilter = query.mode === 'scim' && rows.fault?.code === 'invalid-input';
  const fault = failed ?? (atFilter ? null : rows.fault);
  if (fault === null) return null;
  return (
    <div className="px-4 pb-2">
      <FaultNotice fault={fault} asOf={rows.asOf} onRetry={rows.reload} />
    </div>
  );
}

function ViewTabs({
  query,
  head,
}: {
  readonly query: UsersQuery;
  readonly head: RowWindow<'users.list'>['head'];
}) {
  return (
    <Tabs
      label="Views"
      value={query.view}
      onValue={(view) => setParams({ view: view === 'all' ? '' : view })}
      items={[
        { value: 'all', label: 'All', count: head?.all },
        { value: 'active', label: 'Active', count: head?.active },
        { value: 'inactive', label: 'Inactive', count: head?.inactive },
        { value: 'changed-today', label: 'Changed today', count: head?.changedToday },
      ]}
    />
  );
}

function UsersGrid(props: {
  readonly rows: RowWindow<'users.list'>;
  readonly query: UsersQuery;
  readonly selection: Selection;
  readonly open: string;
  readonly onDelete: (ids: readonly string[]) => void;
  readonly onFault: (fault: Fault | null) => void;
}) {
  const { rows, query, selection, onDelete, onFault } = props;
  const { sortBy, descending } = query.list;
  const openUser = (user: UserRow) => setParams({ open: user.id });
  const checks = useMemo(
    () => ({
      ...selection,
      onAll: () => void collectIds('users.list', query.list, (user) => user.id).then(selection.set),
    }),
    [selection, query.list],
  );
  return (
    <Grid
      label="Users"
      columns={userColumns}
      total={rows.total}
      rowAt={rows.rowAt}
      rowKey={(user) => user.id}
      rowName={(user) => user.name}
      onShow={rows.show}
      sort={{
        by: sortBy,
        descending,
        onSort: (sort, down) => setParams({ sort: sort === 'name' ? '' : sort, dir: down ? 'desc' : '' }),
      }}
      selection={checks}
      openKey={props.open}
      onOpen={openUser}
      actions={(user) =>
        userMenu(user, {
          open: () => openUser(user),
          edit: () => setParams({ open: user.id, edit: user.id }),
          remove: () => onDelete([user.id]),
          failed: onFault,
        })
      }
      loading={rows.loading || (rows.stale && rows.total === 0)}
      empty={rows.fault === null && <NoUsers query={query} all={rows.head?.all ?? 0} />}
    />
  );
}

function DeleteUsers(props: {
  readonly ids: readonly string[];
  readonly onFault: (fault: Fault | null) => void;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}) {
  const { ids, onClose } = props;
  const [busy, setBusy] = useState(false);
  const what = plural(ids.length, 'user');
  const run = async () => {
    setBusy(true);
    const fault = await deleteUsers(ids);
    props.onFault(fault);
    onClose();
    if (fault === null) props.onDeleted();
  };
  return (
    <ConfirmDialog
      title={`Delete ${what}?`}
      verb={`Delete ${what}`}
      danger
      busy={busy}
      onConfirm={() => void run()}
      onClose={onClose}
    >
      <p>
        They leave every group, and a client that asks for them gets 404. To keep the account and only close
        it, deactivate instead. You can undo this here and in History.
      </p>
    </ConfirmDialog>
  );
}
