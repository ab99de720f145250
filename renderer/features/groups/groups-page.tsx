/** Groups of the local directory, and the open one's members at the right. */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { GroupRow } from '../../../shared/domain/directory.ts';
import { collectIds } from '../../state/collect-ids.ts';
import { navigate, setParams, useParam } from '../../state/route-store.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { type RowWindow, useRowWindow } from '../../state/use-row-window.ts';
import { type Selection, useSelection } from '../../state/use-selection.ts';
import { useShortcuts } from '../../state/use-shortcuts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { QueryField } from '../../ui/fields.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { shortId } from '../../ui/marks.tsx';
import { EmptyState, FaultNotice } from '../../ui/notices.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { Page, PageHead } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { deleteGroups, groupMenu } from './group-actions.ts';
import { GroupForm } from './group-form.tsx';
import { GroupInspector } from './group-inspector.tsx';

const columns: readonly GridColumn<GroupRow>[] = [
  {
    key: 'name',
    header: 'Name',
    width: 'minmax(146px, 1fr)',
    sortBy: 'displayName',
    cell: (group) => <span className="strong">{group.displayName}</span>,
  },
  {
    key: 'members',
    header: 'Members',
    width: '80px',
    align: 'right',
    sortBy: 'memberCount',
    cell: (group) => <span className="num">{formatCount(group.memberCount)}</span>,
  },
  {
    key: 'externalId',
    header: 'externalId',
    width: '128px',
    cell: (group) =>
      group.externalId === null ? (
        <span className="fg3">–</span>
      ) : (
        <span className="mono fg2" title={group.externalId}>
          {shortId(group.externalId)}
        </span>
      ),
  },
  {
    key: 'writer',
    header: 'Last written by',
    width: 'minmax(0, 180px)',
    wideOnly: true,
    cell: (group) => <span className="fg2">{group.lastWriter ?? '–'}</span>,
  },
  {
    key: 'lastModified',
    header: 'Last change',
    width: '96px',
    align: 'right',
    sortBy: 'lastModified',
    cell: (group) => (
      <span className="fg2">
        <Time at={group.lastModified} />
      </span>
    ),
  },
];

const sorts = ['displayName', 'memberCount', 'lastModified'] as const;

function useGroupsQuery() {
  const typed = useParam('q');
  const text = useDebounced(typed, typed === '' ? 0 : 150).trim();
  const wanted = useParam('sort');
  const sortBy = sorts.find((each) => each === wanted) ?? 'displayName';
  const descending = useParam('dir') === 'desc';
  const list = useMemo(
    () => ({ sortBy, descending, ...(text === '' ? {} : { text }) }),
    [sortBy, descending, text],
  );
  return { typed, list };
}

const close = () => setParams({ open: '', tab: '', dialog: '' });

export function GroupsPage() {
  const { typed, list } = useGroupsQuery();
  const rows = useRowWindow('groups.list', list, 'directory');
  const selection = useSelection(typed);
  const open = useParam('open');
  const creating = useParam('new') === 'group';
  const [failed, setFailed] = useState<Fault | null>(null);
  const [deleting, setDeleting] = useState<readonly string[] | null>(null);
  const filter = useRef<HTMLInputElement>(null);
  const deleteOpen = useCallback((id: string) => setDeleting([id]), []);
  useShortcuts({ n: () => setParams({ new: 'group' }), '/': () => filter.current?.focus(), Escape: close });
  const afterDelete = (ids: readonly string[], fault: Fault | null) => {
    setDeleting(null);
    setFailed(fault);
    if (fault !== null) return;
    if (ids.includes(open)) close();
    selection.clear();
  };
  return (
    <Page inspector={open !== '' && <GroupInspector key={open} id={open} onDelete={deleteOpen} />}>
      <GroupsHead all={rows.head?.all ?? null} />
      <div className="toolbar">
        <QueryField
          inputRef={filter}
          label="Filter groups"
          placeholder="Name, externalId or id"
          hint="/"
          value={typed}
          onValue={(q) => setParams({ q })}
        />
      </div>
      {(failed ?? rows.fault) && (
        <div className="px-4 pb-2">
          <FaultNotice fault={failed ?? rows.fault} asOf={rows.asOf} onRetry={rows.reload} />
        </div>
      )}
      <GroupsGrid
        rows={rows}
        list={list}
        typed={typed}
        selection={selection}
        open={open}
        onDelete={setDeleting}
      />
      <GroupsBar selection={selection} rows={rows} onDelete={() => setDeleting([...selection.ids])} />
      {creating && (
        <GroupForm
          group={null}
          onClose={() => setParams({ new: '' })}
          onSaved={(group) => setParams({ new: '', open: group.id })}
        />
      )}
      {deleting && <DeleteGroups ids={deleting} onDone={afterDelete} onClose={() => setDeleting(null)} />}
    </Page>
  );
}

function GroupsHead({ all }: { readonly all: number | null }) {
  return (
    <PageHead title="Groups" count={all}>
      <Button onClick={() => navigate('/transfer', { tab: 'export', kind: 'groups' })}>Export…</Button>
      <Button variant="primary" icon="plus" hint="n" onClick={() => setParams({ new: 'group' })}>
        New group
      </Button>
    </PageHead>
  );
}

function GroupsGrid(props: {
  readonly rows: RowWindow<'groups.list'>;
  readonly list: ReturnType<typeof useGroupsQuery>['list'];
  readonly typed: string;
  readonly selection: Selection;
  readonly open: string;
  readonly onDelete: (ids: readonly string[]) => void;
}) {
  const { rows, list, typed, selection } = props;
  const checkAll = () => void collectIds('groups.list', list, (group) => group.id).then(selection.set);
  return (
    <Grid
      label="Groups"
      rowHeight={36}
      columns={columns}
      total={rows.total}
      rowAt={rows.rowAt}
      rowKey={(group) => group.id}
      rowName={(group) => group.displayName}
      onShow={rows.show}
      sort={{
        by: list.sortBy,
        descending: list.descending,
        onSort: (sort, down) => setParams({ sort, dir: down ? 'desc' : '' }),
      }}
      selection={{ ...selection, onAll: checkAll }}
      openKey={props.open}
      onOpen={(group) => setParams({ open: group.id, dialog: '' })}
      actions={(group) =>
        groupMenu(group, {
          open: () => setParams({ open: group.id, dialog: '' }),
          rename: () => setParams({ open: group.id, dialog: 'rename' }),
          addMembers: () => setParams({ open: group.id, dialog: 'members' }),
          remove: () => props.onDelete([group.id]),
        })
      }
      loading={rows.loading || (rows.stale && rows.total === 0)}
      empty={rows.fault === null && <NoGroups typed={typed} />}
    />
  );
}

function NoGroups({ typed }: { readonly typed: string }) {
  if (typed !== '')
    return (
      <EmptyState text={`No groups match ${typed}.`}>
        <Button onClick={() => setParams({ q: '' })}>Clear filter</Button>
      </EmptyState>
    );
  return (
    <EmptyState text="No groups yet.">
      <Button onClick={() => setParams({ new: 'group' })}>New group</Button>
      <Button onClick={() => navigate('/connections/local')}>Let Okta push groups</Button>
    </EmptyState>
  );
}

function GroupsBar(props: {
  readonly selection: Selection;
  readonly rows: RowWindow<'groups.list'>;
  readonly onDelete: () => void;
}) {
  const { selection, rows } = props;
  const all = rows.head?.all ?? 0;
  const count =
    rows.total === all ? plural(all, 'group') : `${formatCount(rows.total)} of ${plural(all, 'group')}`;
  if (selection.size === 0)
    return (
      <div className="statusbar quiet">
        <span className="num" aria-live="polite">
          {count}
        </span>
      </div>
    );
  return (
    <div className="statusbar">
      <span className="num">{count}</span>
      <span className="sep" />
      <span className="num strong text-fg-1">{formatCount(selection.size)} selected</span>
      <IconButton icon="x" label="Clear selection" small onClick={selection.clear} />
      <span className="grow" />
      <Button variant="ghost" tone="danger" small onClick={props.onDelete}>
        Delete…
      </Button>
    </div>
  );
}

function DeleteGroups(props: {
  readonly ids: readonly string[];
  readonly onDone: (ids: readonly string[], fault: Fault | null) => void;
  readonly onClose: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const what = plural(props.ids.length, 'group');
  const run = async () => {
    setBusy(true);
    props.onDone(props.ids, await deleteGroups(props.ids));
  };
  return (
    <ConfirmDialog
      title={`Delete ${what}?`}
      verb={`Delete ${what}`}
      danger
      busy={busy}
      onConfirm={() => void run()}
      onClose={props.onClose}
    >
      <p>
        Their members stay. A client that asks for a deleted group gets 404. You can undo this here and in
        History.
      </p>
    </ConfirmDialog>
  );
}
