/** The pushed groups as rows; members who were left out and errors stand under their group. */
import clsx from 'clsx';
import type { ReactNode } from 'react';
import type { ConnectionRecord, PushMappingRecord } from '../../../shared/domain/simulator.ts';
import type { Selection } from '../../state/use-selection.ts';
import type { GridColumn } from '../../ui/grid.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, type MenuAction } from '../../ui/menu.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { type ShapeName, Status, type Tone } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { NotedGrid } from './noted-grid.tsx';
import { ErrorNote, MembersNote } from './push-notes.tsx';
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
          <MembersNote mapping={mapping} appName={connection.name} />
        )
      }
    />
  );
}

function differs(mapping: PushMappingRecord): boolean {
  return mapping.status === 'ACTIVE' && (mapping.leftOutCount > 0 || mapping.lingeringCount > 0);
}

function hasNote(mapping: PushMappingRecord): boolean {
  return (
    mapping.status === 'ERROR' || differs(mapping) || (mapping.status === 'ACTIVE' && mapping.alsoAssigned)
  );
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
        <span className={clsx('num', differs(mapping) && 'differs')}>
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
