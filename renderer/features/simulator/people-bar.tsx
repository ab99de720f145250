/** Under the people: how many, and what to do with those who are checked. Delete stands alone. */
import type { OktaGroupRecord } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import type { RowWindow } from '../../state/use-row-window.ts';
import type { Selection } from '../../state/use-selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { peopleCount } from './people-count.ts';
import type { PersonWish } from './person-wishes.tsx';
import type { Action } from './use-action.ts';

export interface PeopleBarProps {
  readonly people: RowWindow<'sim.people'>;
  readonly selection: Selection;
  /** The group whose members are shown. */
  readonly group: OktaGroupRecord | null;
  readonly action: Action;
  readonly onWish: (wish: PersonWish) => void;
}

export function PeopleBar({ people, selection, group, action, onWish }: PeopleBarProps) {
  const all = people.head?.all ?? 0;
  const count =
    people.total === all ? peopleCount(all) : `${formatCount(people.total)} of ${peopleCount(all)}`;
  if (selection.size === 0)
    return (
      <div className="statusbar quiet">
        <span className="num" aria-live="polite">
          {count}
        </span>
      </div>
    );
  const ids = [...selection.ids];
  const wish = (kind: PersonWish['kind']) => () => onWish({ kind, ids, name: null, status: null });
  const leave = (groupId: string) =>
    void action
      .run('Remove from group', () => callEngine('sim.changeMembers', { groupId, remove: ids }))
      .then((done) => done && selection.clear());
  return (
    <div className="statusbar">
      <span className="num">{count}</span>
      <span className="sep" />
      <span className="num strong text-fg-1" aria-live="polite">
        {formatCount(selection.size)} selected
      </span>
      <IconButton icon="x" label="Clear selection" small onClick={selection.clear} />
      <span className="ml-2 flex gap-1.5">
        <Button small onClick={wish('DEPROVISIONED')}>
          Deactivate…
        </Button>
        <Button small onClick={wish('SUSPENDED')}>
          Suspend…
        </Button>
        <Button small onClick={wish('ACTIVE')}>
          Reactivate…
        </Button>
        {group && (
          <Button small onClick={() => leave(group.id)}>
            Remove from group
          </Button>
        )}
      </span>
      <span className="grow" />
      <Button variant="ghost" tone="danger" small onClick={wish('delete')}>
        Delete…
      </Button>
    </div>
  );
}
