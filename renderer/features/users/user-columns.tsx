/** The columns of the Users grid. */
import type { UserRow } from '../../../shared/domain/directory.ts';
import type { GridColumn } from '../../ui/grid.tsx';
import { shortId } from '../../ui/marks.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { TwoLines } from '../../ui/page.tsx';
import { ActiveStatus } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';

export const userColumns: readonly GridColumn<UserRow>[] = [
  {
    key: 'name',
    header: 'Name',
    width: 'minmax(146px, 1fr)',
    sortBy: 'name',
    cell: (user) => <TwoLines first={user.name} second={user.userName} />,
  },
  {
    key: 'email',
    header: 'Email',
    width: 'minmax(180px, 1.1fr)',
    sortBy: 'email',
    cell: (user) => user.email ?? <span className="fg3">–</span>,
  },
  {
    key: 'active',
    header: 'Status',
    width: '80px',
    sortBy: 'active',
    cell: (user) => <ActiveStatus active={user.active} />,
  },
  {
    key: 'groups',
    header: 'Groups',
    width: '48px',
    align: 'right',
    cell: (user) => <span className="num">{formatCount(user.groupCount)}</span>,
  },
  {
    key: 'externalId',
    header: 'externalId',
    width: '112px',
    wideOnly: true,
    cell: (user) =>
      user.externalId === null ? (
        <span className="fg3">–</span>
      ) : (
        <span className="mono fg2" title={user.externalId}>
          {shortId(user.externalId)}
        </span>
      ),
  },
  {
    key: 'lastModified',
    header: 'Last change',
    width: '96px',
    align: 'right',
    sortBy: 'lastModified',
    cell: (user) => (
      <span className="fg2" title={user.lastWriter === null ? undefined : `by ${user.lastWriter}`}>
        <Time at={user.lastModified} />
      </span>
    ),
  },
];
