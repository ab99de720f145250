/** The open group: members, overview, history, JSON. */
import type { GroupRecord } from '../../../shared/domain/directory.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { type Answered, useAnswer } from '../../state/use-answer.ts';
import { useShortcuts } from '../../state/use-shortcuts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ChangeList } from '../../ui/change-list.tsx';
import { CodeView } from '../../ui/code-view.tsx';
import { Id } from '../../ui/marks.tsx';
import { Menu } from '../../ui/menu.tsx';
import { FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { Facts, Inspector } from '../../ui/page.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { Time } from '../../ui/time.tsx';
import { AddMembers } from './add-members.tsx';
import { groupMenu } from './group-actions.ts';
import { GroupForm } from './group-form.tsx';
import { GroupMembers } from './group-members.tsx';

const tabs = ['members', 'overview', 'history', 'json'] as const;

export function GroupInspector({
  id,
  onDelete,
}: {
  readonly id: string;
  readonly onDelete: (id: string) => void;
}) {
  const group = useAnswer('groups.get', { id }, 'directory');
  const wanted = useParam('tab', 'members');
  const dialog = useParam('dialog');
  const tab = tabs.find((each) => each === wanted) ?? 'members';
  const record = group.value;
  const closeDialog = () => setParams({ dialog: '' });
  const addMembers = () => setParams({ dialog: 'members' });
  const rename = () => setParams({ dialog: 'rename' });
  useShortcuts({ m: addMembers });
  const name = record?.displayName ?? (group.fault?.code === 'not-found' ? 'Deleted group' : 'Group');
  const verbs = { open: () => undefined, rename, addMembers, remove: () => onDelete(id) };
  return (
    <Inspector
      title={name}
      onClose={() => setParams({ open: '', tab: '' })}
      actions={
        record && (
          <>
            <Button variant="ghost" small onClick={rename}>
              Rename…
            </Button>
            <Menu
              align="end"
              trigger={<IconButton icon="dots" label={`Actions for ${name}`} small />}
              actions={groupMenu(record, verbs).slice(1)}
            />
          </>
        )
      }
    >
      <Tabs
        label="Parts of the group"
        className="flex-1"
        value={tab}
        onValue={(value) => setParams({ tab: value === 'members' ? '' : value })}
        items={[
          { value: 'members', label: 'Members', count: record?.memberCount },
          { value: 'overview', label: 'Overview' },
          { value: 'history', label: 'History' },
          { value: 'json', label: 'JSON' },
        ]}
      >
        <GroupTab tab={tab} id={id} group={group} onAdd={addMembers} />
      </Tabs>
      {record && dialog === 'members' && <AddMembers group={record} onClose={closeDialog} />}
      {record && dialog === 'rename' && (
        <GroupForm group={record} onClose={closeDialog} onSaved={closeDialog} />
      )}
    </Inspector>
  );
}

function GroupTab(props: {
  readonly tab: (typeof tabs)[number];
  readonly id: string;
  readonly group: Answered<GroupRecord>;
  readonly onAdd: () => void;
}) {
  const { tab, id, group } = props;
  if (tab === 'members' && group.fault === null)
    return (
      <TabPanel value={tab} className="flex flex-col">
        <GroupMembers id={id} onAdd={props.onAdd} />
      </TabPanel>
    );
  return (
    <TabPanel value={tab} className="insp-body">
      <FaultNotice fault={group.fault} asOf={group.asOf} />
      {group.loading && <Skeleton rows={5} rowHeight={28} />}
      {tab === 'overview' && group.value && <Overview group={group.value} />}
      {tab === 'history' && <GroupHistory id={id} />}
      {tab === 'json' && <GroupJson id={id} />}
    </TabPanel>
  );
}

function Overview({ group }: { readonly group: GroupRecord }) {
  return (
    <Facts
      facts={[
        { name: 'Members', value: <span className="num">{formatCount(group.memberCount)}</span> },
        { name: 'externalId', value: group.externalId === null ? null : <Id id={group.externalId} /> },
        { name: 'id', value: <Id id={group.id} /> },
        { name: 'Created', value: <Time at={group.created} /> },
        { name: 'Last change', value: <Time at={group.lastModified} /> },
      ]}
    />
  );
}

function GroupHistory({ id }: { readonly id: string }) {
  const history = useAnswer('history.list', { resourceId: id, limit: 100 }, 'directory');
  if (history.loading) return <Skeleton rows={3} rowHeight={28} />;
  return (
    <>
      <FaultNotice fault={history.fault} asOf={history.asOf} />
      {history.value?.rows.length === 0 && <p className="fg3">No changes are on record.</p>}
      <ChangeList changes={history.value?.rows ?? []} />
    </>
  );
}

function GroupJson({ id }: { readonly id: string }) {
  const scim = useAnswer('groups.scim', { id }, 'directory');
  if (scim.loading) return <Skeleton rows={8} rowHeight={18} />;
  return (
    <>
      <FaultNotice fault={scim.fault} asOf={scim.asOf} />
      {scim.value && <CodeView label="SCIM JSON" text={JSON.stringify(scim.value)} />}
    </>
  );
}
