/** The open user: overview, history, JSON. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { UserRecord } from '../../../shared/domain/directory.ts';
import { hrefOf, navigate, setParams, useParam } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button, IconButton, LinkButton } from '../../ui/button.tsx';
import { ChangeList } from '../../ui/change-list.tsx';
import { CodeView } from '../../ui/code-view.tsx';
import { Id } from '../../ui/marks.tsx';
import { Menu } from '../../ui/menu.tsx';
import { FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { Facts, Inspector, SectionTitle } from '../../ui/page.tsx';
import { ActiveStatus } from '../../ui/status.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { Time } from '../../ui/time.tsx';
import { userMenu } from './user-actions.ts';
import { draftOf, nameOfUser } from './user-draft.ts';

export interface UserInspectorProps {
  readonly id: string;
  readonly onDelete: (id: string) => void;
}

const tabs = [
  { value: 'overview', label: 'Overview' },
  { value: 'history', label: 'History' },
  { value: 'json', label: 'JSON' },
] as const;
type Tab = (typeof tabs)[number]['value'];

const close = () => setParams({ open: '', tab: '' });

export function UserInspector({ id, onDelete }: UserInspectorProps) {
  const user = useAnswer('users.get', { id }, 'directory');
  const [failed, setFailed] = useState<Fault | null>(null);
  const wanted = useParam('tab', 'overview');
  const tab: Tab = tabs.find((each) => each.value === wanted)?.value ?? 'overview';
  const record = user.value;
  const name = record === null ? 'User' : nameOfUser(record);
  const edit = () => setParams({ edit: id });
  return (
    <Inspector
      title={user.fault?.code === 'not-found' ? 'Deleted user' : name}
      onClose={close}
      actions={
        record && (
          <>
            <Button variant="ghost" small onClick={edit}>
              Edit
            </Button>
            <Menu
              align="end"
              trigger={<IconButton icon="dots" label={`Actions for ${name}`} small />}
              actions={userMenu(
                { id, name, active: record.active },
                { open: () => undefined, edit, remove: () => onDelete(id), failed: setFailed },
              ).slice(1)}
            />
          </>
        )
      }
    >
      <Tabs
        label="Parts of the user"
        value={tab}
        items={tabs}
        onValue={(value) => setParams({ tab: value })}
        className="flex-1"
      >
        <TabPanel value={tab} className="insp-body">
          <FaultNotice fault={failed ?? user.fault} />
          {user.loading && <Skeleton rows={6} rowHeight={28} />}
          {record && tab === 'overview' && <Overview user={record} onEdit={edit} />}
          {tab === 'history' && <UserHistory id={id} />}
          {tab === 'json' && <UserJson id={id} />}
        </TabPanel>
      </Tabs>
    </Inspector>
  );
}

function Overview({ user, onEdit }: { readonly user: UserRecord; readonly onEdit: () => void }) {
  const draft = draftOf(user);
  const given = [draft.givenName, draft.familyName].filter(Boolean).join(' ');
  return (
    <>
      <div className="insp-sub">
        <span className="ellipsis" title={user.userName}>
          {user.userName}
        </span>
        <ActiveStatus active={user.active} />
      </div>
      <section>
        <SectionTitle aside={<LinkButton onClick={onEdit}>Edit</LinkButton>}>Profile</SectionTitle>
        <Facts
          facts={[
            { name: 'Name', value: given },
            { name: 'Email', value: draft.email },
            { name: 'Title', value: draft.title },
            { name: 'Department', value: draft.department },
            { name: 'externalId', value: user.externalId === null ? null : <Id id={user.externalId} /> },
            { name: 'id', value: <Id id={user.id} /> },
            { name: 'Created', value: <Time at={user.created} /> },
            { name: 'Last change', value: <Time at={user.lastModified} /> },
          ]}
        />
      </section>
      <GroupTags user={user} />
      <section>
        <SectionTitle aside={<LinkButton onClick={() => setParams({ tab: 'history' })}>History</LinkButton>}>
          Last changes
        </SectionTitle>
        <UserHistory id={user.id} limit={3} />
      </section>
      <section>
        <Button small onClick={() => navigate('/traffic', { resource: user.id, name: nameOfUser(user) })}>
          Show traffic
        </Button>
      </section>
    </>
  );
}

function GroupTags({ user }: { readonly user: UserRecord }) {
  return (
    <section>
      <SectionTitle aside={<span className="num">{formatCount(user.groups.length)}</span>}>
        Groups
      </SectionTitle>
      {user.groups.length === 0 ? (
        <p className="fg3">In no group.</p>
      ) : (
        <div className="tag-list">
          {user.groups.map((group) => (
            <a key={group.id} className="tag" href={hrefOf('/groups', { open: group.id })}>
              <span
                className="ellipsis"
                title={group.type === 'indirect' ? 'Through a nested group' : undefined}
              >
                {group.displayName}
              </span>
            </a>
          ))}
        </div>
      )}
    </section>
  );
}

function UserHistory({ id, limit = 100 }: { readonly id: string; readonly limit?: number }) {
  const history = useAnswer('history.list', { resourceId: id, limit }, 'directory');
  if (history.loading) return <Skeleton rows={3} rowHeight={28} />;
  return (
    <>
      <FaultNotice fault={history.fault} asOf={history.asOf} />
      {history.value?.rows.length === 0 && <p className="fg3">No changes are on record.</p>}
      <ChangeList changes={history.value?.rows ?? []} />
    </>
  );
}

function UserJson({ id }: { readonly id: string }) {
  const scim = useAnswer('users.scim', { id }, 'directory');
  if (scim.loading) return <Skeleton rows={8} rowHeight={18} />;
  return (
    <>
      <FaultNotice fault={scim.fault} asOf={scim.asOf} />
      {scim.value && <CodeView label="SCIM JSON" text={JSON.stringify(scim.value)} />}
    </>
  );
}
