/** Under the assignments: how many, and what to do with those who are checked. */
import type { RowWindow } from '../../state/use-row-window.ts';
import type { Selection } from '../../state/use-selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';

export function AssignmentsBar(props: {
  readonly rows: RowWindow<'sim.assignments'>;
  readonly selection: Selection;
  readonly busy: boolean;
  readonly onRetry: () => void;
  readonly onUnassign: () => void;
}) {
  const { rows, selection, busy } = props;
  const count = plural(rows.total, 'assignment');
  if (selection.size === 0)
    return (
      <div className="statusbar quiet">
        <span className="num" aria-live="polite">
          {count}
        </span>
        <span className="grow" />
        <span className="narrow-hide">
          Okta’s link is the id the server gave; only linked users can be deactivated
        </span>
      </div>
    );
  return (
    <div className="statusbar">
      <span className="num">{count}</span>
      <span className="sep" />
      <span className="num strong text-fg-1" aria-live="polite">
        {formatCount(selection.size)} selected
      </span>
      <IconButton icon="x" label="Clear selection" small onClick={selection.clear} />
      <span className="ml-2 flex gap-1.5">
        <Button small disabled={busy} onClick={props.onRetry}>
          Retry Selected
        </Button>
        <Button small disabled={busy} onClick={props.onUnassign}>
          Unassign…
        </Button>
      </span>
    </div>
  );
}
