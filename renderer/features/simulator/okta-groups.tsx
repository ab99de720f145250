/** The groups of the simulated org beside its people; a chosen group shows its members and what can be done with it. */
import { useState } from 'react';
import type { Page } from '../../../shared/domain/directory.ts';
import type { OktaGroupRecord } from '../../../shared/domain/simulator.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import type { Answered } from '../../state/use-answer.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { QueryField } from '../../ui/fields.tsx';
import { Menu } from '../../ui/menu.tsx';
import { plural } from '../../ui/numbers.ts';
import type { GroupWish } from './okta-group-dialogs.tsx';
import { RailButton } from './rail.tsx';

export function GroupsRail(props: {
  readonly all: number | null;
  readonly groups: Answered<Page<OktaGroupRecord> & { readonly all: number }>;
  readonly onNew: () => void;
}) {
  const { all, groups, onNew } = props;
  const current = useParam('group');
  const [typed, setTyped] = useState('');
  const rows = groups.value?.rows ?? [];
  const wanted = typed.trim().toLocaleLowerCase();
  const shown = rows.filter((group) => group.name.toLocaleLowerCase().includes(wanted));
  return (
    <nav className="rail flex min-h-0 flex-col" aria-label="Okta groups">
      <RailButton
        label="Everyone"
        count={all}
        current={current === ''}
        onClick={() => setParams({ group: '' })}
      />
      <div className="flex items-center pt-3 pb-1 pl-2">
        <span className="fg3 grow text-[12px]">Groups</span>
        <IconButton icon="plus" label="New group" small onClick={onNew} />
      </div>
      {rows.length > 12 && (
        <QueryField
          label="Filter groups"
          placeholder="Group name"
          value={typed}
          onValue={setTyped}
          className="mb-1 !flex-none"
        />
      )}
      <div className="min-h-0 flex-1 overflow-y-auto">
        {shown.map((group) => (
          <RailButton
            key={group.id}
            label={group.name}
            count={group.memberCount}
            current={group.id === current}
            onClick={() => setParams({ group: group.id })}
          />
        ))}
        {groups.value && rows.length === 0 && <p className="fg3 px-2">No groups yet.</p>}
        {rows.length > 0 && shown.length === 0 && <p className="fg3 px-2">No groups match {typed}.</p>}
      </div>
    </nav>
  );
}

export function GroupBar(props: {
  readonly group: OktaGroupRecord;
  readonly onWish: (wish: GroupWish) => void;
}) {
  const { group, onWish } = props;
  return (
    <div className="flex min-h-10 flex-none items-center gap-2 border-t border-line-1 px-4">
      <h2 className="section-title ellipsis" title={group.description ?? group.name}>
        {group.name}
      </h2>
      <span className="fg3 num">{plural(group.memberCount, 'member')}</span>
      <span className="grow" />
      <Button small onClick={() => onWish({ kind: 'add', group })}>
        Add members…
      </Button>
      <Menu
        align="end"
        trigger={<IconButton icon="dots" label={`Actions for ${group.name}`} small />}
        actions={[
          { label: 'Rename…', icon: 'pencil', run: () => onWish({ kind: 'rename', group }) },
          {
            label: 'Delete group…',
            icon: 'trash',
            danger: true,
            apart: true,
            run: () => onWish({ kind: 'delete', group }),
          },
        ]}
      />
    </div>
  );
}
