/** The pushed groups as rows; members who were left out and errors stand under their group. */
import clsx from 'clsx';
import type { ReactNode } from 'react';
import type { ConnectionRecord, PushMappingRecord } from '../../../shared/domain/simulator.ts';
import { navigate } from '../../state/route-store.ts';
import type { Selection } from '../../state/use-selection.ts';
import { Button } from '../../ui/button.tsx';
import type { GridColumn } from '../../ui/grid.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, type MenuAction } from '../../ui/menu.tsx';
import { InlineNote } from '../../ui/notices.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { Popover } from '../../ui/popover.tsx';
import { type ShapeName, Status, type Tone } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { NotedGrid } from './noted-grid.tsx';
import { peopleCount } from './people-count.ts';
import type { PushVerbs } from './push-verbs.ts';

type Shown = PushMappingRecord['status'] | 'PUSHING';

const looks: Record<Shown, readonly [Tone, ShapeName, string]> = {
  ACTIVE: ['success', 'dot', 'Active'],
  INACTIVE: ['neutral', 'ring', 'Inactive'],
  ERROR: ['danger', 'cross', 'Error'],
  PUSHING: ['info', 'dashed', 'Pushing'],
};

export interface PushGridProps {
  readonly connection: ConnectionRecord;
  readonly mappings: readonly PushMappingRecord[];
  readonly loading: boolean;
  readonly selection: Selection;
  readonly pushing: ReadonlySet<string>;
  readonly verbs: PushVerbs;
  readonly empty: ReactNode;
}

export function PushGrid(props: PushGridProps) {
  const { mappings, selection, verbs, connection } = props;
  return (
    <NotedGrid
      label="Pushed groups"
      rowHeight={36}
      columns={columnsFor(props)}
      total={mappings.length}
      rowAt={(index) => mappings[index]}
      rowKey={(mapping) => mapping.id}
      rowName={(mapping) => mapping.groupName}
      selection={{ ...selection, onAll: () => selection.set(mappings.map((mapping) => mapping.id)) }}
      actions={(mapping) => mappingMenu(mapping, verbs)}
      loading={props.loading}
      empty={props.empty}
      hasNote={hasNote}
      note={(mapping) =>
        mapping.status === 'ERROR' ? (
          <ErrorNote mapping={mapping} verbs={verbs} />
        ) : (
          <LeftOut mapping={mapping} appName={connection.name} />
        )
      }
    />
  );
}

function missing(mapping: PushMappingRecord): number {
  return mapping.totalMembers - mapping.pushedMembers;
}

function hasNote(mapping: PushMappingRecord): boolean {
  return mapping.status === 'ERROR' || (mapping.status === 'ACTIVE' && missing(mapping) > 0);
}

function columnsFor({ pushing, verbs }: PushGridProps): readonly GridColumn<PushMappingRecord>[] {
  return [
    {
      key: 'group',
      header: 'Group in Okta',
      width: 'minmax(0, 1.1fr)',
      cell: (mapping) => <span className="strong">{mapping.groupName}</span>,
    },
    {
      key: 'app',
      header: 'Group in app',
      width: 'minmax(0, 1.1fr)',
      cell: (mapping) => (
        <span className={mapping.groupName === mapping.appGroupName ? 'fg2' : undefined}>
          {mapping.appGroupName}
        </span>
      ),
    },
    {
      key: 'status',
      header: 'Push status',
      width: '132px',
      cell: (mapping) => (
        <StatusButton
          mapping={mapping}
          shown={pushing.has(mapping.id) ? 'PUSHING' : mapping.status}
          verbs={verbs}
        />
      ),
    },
    {
      key: 'last',
      header: 'Last push',
      width: '108px',
      wideOnly: true,
      align: 'right',
      cell: (mapping) => (
        <span className="fg2">
          {mapping.lastPushAt === null ? 'Never' : <Time at={mapping.lastPushAt} />}
        </span>
      ),
    },
    {
      key: 'members',
      header: 'Members',
      width: '112px',
      align: 'right',
      cell: (mapping) => (
        <span className={clsx('num', mapping.status === 'ACTIVE' && missing(mapping) > 0 && 'differs')}>
          {formatCount(mapping.pushedMembers)} / {formatCount(mapping.totalMembers)}
        </span>
      ),
    },
  ];
}

function StatusButton(props: {
  readonly mapping: PushMappingRecord;
  readonly shown: Shown;
  readonly verbs: PushVerbs;
}) {
  const { mapping, shown, verbs } = props;
  const [tone, shape, word] = looks[shown];
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="statusbtn"
          aria-label={`${word}, push status of ${mapping.groupName}`}
          disabled={shown === 'PUSHING'}
        >
          <Status tone={tone} shape={shape}>
            {word}
          </Status>
          <Icon name="down" small />
        </button>
      }
      actions={mappingMenu(mapping, verbs)}
    />
  );
}

function mappingMenu(mapping: PushMappingRecord, verbs: PushVerbs): MenuAction[] {
  const inactive = mapping.status === 'INACTIVE';
  return [
    {
      label: 'Push now',
      icon: 'replay',
      blocked: inactive ? 'Activate the group push first.' : null,
      run: () => verbs.pushNow([mapping.id], `Push ${mapping.groupName}`),
    },
    inactive
      ? { label: 'Activate group push', icon: 'play', run: () => verbs.setActive([mapping.id], true) }
      : { label: 'Deactivate group push', icon: 'pause', run: () => verbs.setActive([mapping.id], false) },
    { label: 'Unlink pushed group…', icon: 'unlink', apart: true, run: () => verbs.unlink([mapping]) },
  ];
}

function ErrorNote({ mapping, verbs }: { readonly mapping: PushMappingRecord; readonly verbs: PushVerbs }) {
  const waiting = missing(mapping);
  const text = `${mapping.error ?? 'The last push failed.'}${waiting > 0 ? ` ${plural(waiting, 'member')} ${waiting === 1 ? 'waits' : 'wait'}.` : ''}`;
  const traffic = () =>
    mapping.appGroupId === null
      ? navigate('/traffic', { q: mapping.groupName })
      : navigate('/traffic', { resource: mapping.appGroupId, name: mapping.groupName });
  return (
    <InlineNote
      tone="danger"
      actions={
        <>
          <Button small onClick={() => verbs.pushNow([mapping.id], `Push ${mapping.groupName}`)}>
            Push now
          </Button>
          <Button small onClick={traffic}>
            Show traffic
          </Button>
        </>
      }
    >
      <span className="ellipsis block" title={text}>
        {text}
      </span>
    </InlineNote>
  );
}

function LeftOut(props: { readonly mapping: PushMappingRecord; readonly appName: string }) {
  const { mapping, appName } = props;
  const count = missing(mapping);
  const text = sentence(mapping, count, appName);
  return (
    <InlineNote
      tone="warning"
      actions={
        <Popover
          title={`Left out of ${mapping.groupName}`}
          trigger={<Button small>See {peopleCount(count)}</Button>}
        >
          <ul className="grid max-h-64 gap-2 overflow-y-auto">
            {mapping.leftOut.map((person) => (
              <li key={`${person.name} ${person.reason}`}>
                {person.name}
                <span className="fg3 block text-[12px] leading-4">{person.reason}</span>
              </li>
            ))}
            {count > mapping.leftOut.length && (
              <li className="fg3">and {formatCount(count - mapping.leftOut.length)} more</li>
            )}
          </ul>
        </Popover>
      }
    >
      <span className="ellipsis block" title={text}>
        {text}
      </span>
    </InlineNote>
  );
}

function sentence(mapping: PushMappingRecord, count: number, appName: string): string {
  const members = plural(count, 'member');
  const are = count === 1 ? 'is' : 'are';
  const notAssigned = mapping.leftOut.every((person) => person.reason.startsWith('not assigned'));
  if (notAssigned) return `${members} ${are} not assigned to ${appName}; Okta would not push them.`;
  return `${members} ${are} not in the app; Okta pushes provisioned people only.`;
}
