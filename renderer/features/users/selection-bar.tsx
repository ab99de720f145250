/** Under the grid: how many match, how many are checked, and what to do with them. Delete stands alone. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { Selection } from '../../state/use-selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { setUsersActive } from './user-actions.ts';

export interface SelectionBarProps {
  readonly selection: Selection;
  readonly shown: number;
  /** null: not read, or the filter was refused. */
  readonly all: number | null;
  readonly onFault: (fault: Fault | null) => void;
  readonly onDelete: () => void;
}

function countWords(shown: number, all: number | null): string {
  if (all === null) return '';
  return shown === all ? plural(all, 'user') : `${formatCount(shown)} of ${plural(all, 'user')}`;
}

export function SelectionBar({ selection, shown, all, onFault, onDelete }: SelectionBarProps) {
  const [busy, setBusy] = useState(false);
  const count = countWords(shown, all);
  if (selection.size === 0)
    return (
      <div className="statusbar quiet">
        <span className="num" aria-live="polite">
          {count}
        </span>
      </div>
    );
  const setActive = async (active: boolean) => {
    setBusy(true);
    const fault = await setUsersActive([...selection.ids], active);
    setBusy(false);
    onFault(fault);
    if (fault === null) selection.clear();
  };
  return (
    <div className="statusbar">
      <span className="num">{count}</span>
      <span className="sep" />
      <span className="num strong text-fg-1" aria-live="polite">
        {formatCount(selection.size)} selected
      </span>
      <IconButton icon="x" label="Clear selection" small onClick={selection.clear} />
      <span className="ml-2 flex gap-1.5">
        <Button small disabled={busy} onClick={() => void setActive(false)}>
          Deactivate
        </Button>
        <Button small disabled={busy} onClick={() => void setActive(true)}>
          Reactivate
        </Button>
      </span>
      <span className="grow" />
      <Button variant="ghost" tone="danger" small disabled={busy} onClick={onDelete}>
        Delete…
      </Button>
    </div>
  );
}
