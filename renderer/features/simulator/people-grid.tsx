/** The people of the simulated org, as rows. */
import type { PersonRecord } from '../../../shared/domain/simulator.ts';
import { collectIds } from '../../state/collect-ids.ts';
import { setParams } from '../../state/route-store.ts';
import type { RowWindow } from '../../state/use-row-window.ts';
import type { Selection } from '../../state/use-selection.ts';
import { Button } from '../../ui/button.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import type { MenuAction } from '../../ui/menu.tsx';
import { EmptyState } from '../../ui/notices.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { TwoLines } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { PersonStatusWord } from './person-status.tsx';
import type { PersonWish } from './person-wishes.tsx';

const columns: readonly GridColumn<PersonRecord>[] = [
  {
    key: 'name',
    header: 'Person & username',
    width: 'minmax(140px, 1.2fr)',
    cell: (person) => <TwoLines first={person.name} second={person.profile['login'] ?? ''} />,
  },
  {
    key: 'status',
    header: 'Status',
    width: '104px',
    cell: (person) => <PersonStatusWord status={person.status} />,
  },
  {
    key: 'department',
    header: 'Department',
    width: 'minmax(0, 0.7fr)',
    wideOnly: true,
    cell: (person) => person.profile['department'] ?? <span className="fg3">–</span>,
  },
  {
    key: 'groups',
    header: 'Groups',
    width: '52px',
    align: 'right',
    cell: (person) => <span className="num">{formatCount(person.groupCount)}</span>,
  },
  {
    key: 'updated',
    header: 'Updated',
    width: '88px',
    align: 'right',
    cell: (person) => (
      <span className="fg2">
        <Time at={person.updatedAt} />
      </span>
    ),
  },
];

export interface PeopleGridProps {
  readonly people: RowWindow<'sim.people'>;
  readonly list: { readonly text?: string; readonly groupId?: string };
  readonly selection: Selection;
  readonly onEdit: (person: PersonRecord) => void;
  readonly onWish: (wish: PersonWish) => void;
  readonly onFill: () => void;
  readonly onNew: () => void;
}

export function PeopleGrid(props: PeopleGridProps) {
  const { people, list, selection, onEdit, onWish } = props;
  const onAll = () => void collectIds('sim.people', list, (person) => person.id).then(selection.set);
  return (
    <Grid
      label="People"
      columns={columns}
      total={people.total}
      rowAt={people.rowAt}
      rowKey={(person) => person.id}
      rowName={(person) => person.name}
      onShow={people.show}
      selection={{ ...selection, onAll }}
      onOpen={onEdit}
      actions={(person) => personMenu(person, onEdit, onWish)}
      loading={people.loading || (people.stale && people.total === 0)}
      empty={people.fault === null && <NoPeople {...props} />}
    />
  );
}

function personMenu(
  person: PersonRecord,
  onEdit: (person: PersonRecord) => void,
  onWish: (wish: PersonWish) => void,
): MenuAction[] {
  const wish = (kind: PersonWish['kind']) => () =>
    onWish({ kind, ids: [person.id], name: person.name, status: person.status });
  const off = person.status === 'DEPROVISIONED';
  return [
    { label: 'Edit…', icon: 'pencil', run: () => onEdit(person) },
    ...(off || person.status === 'SUSPENDED' || person.status === 'STAGED'
      ? [
          {
            label: person.status === 'STAGED' ? 'Activate…' : 'Reactivate…',
            icon: 'replay' as const,
            run: wish('ACTIVE'),
          },
        ]
      : [{ label: 'Suspend…', icon: 'pause' as const, run: wish('SUSPENDED') }]),
    ...(off ? [] : [{ label: 'Deactivate…', icon: 'ban' as const, run: wish('DEPROVISIONED') }]),
    {
      label: 'Delete…',
      icon: 'trash',
      danger: true,
      apart: true,
      blocked: off ? null : 'Okta deletes only people who are deactivated.',
      run: wish('delete'),
    },
  ];
}

function NoPeople({ people, list, onFill, onNew }: PeopleGridProps) {
  if ((people.head?.all ?? 0) === 0)
    return (
      <EmptyState text="There is nobody in the simulated org yet.">
        <Button onClick={onFill}>Fill with sample people…</Button>
        <Button onClick={onNew}>New person</Button>
      </EmptyState>
    );
  return (
    <EmptyState text={list.text ? `No people match ${list.text}.` : 'Nobody is in this view.'}>
      <Button onClick={() => setParams({ q: '', status: '', group: '' })}>Show everyone</Button>
    </EmptyState>
  );
}
