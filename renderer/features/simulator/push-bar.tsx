/** Bulk Edit of Okta: what to do with the pushed groups that are checked. */
import type { PushMappingRecord } from '../../../shared/domain/simulator.ts';
import type { Selection } from '../../state/use-selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import type { PushVerbs } from './push-verbs.ts';

export function PushBar(props: {
  readonly count: number;
  readonly checked: readonly PushMappingRecord[];
  readonly selection: Selection;
  readonly verbs: PushVerbs;
}) {
  const { count, checked, selection, verbs } = props;
  if (checked.length === 0)
    return (
      <div className="statusbar quiet">
        <span className="num" aria-live="polite">
          {plural(count, 'pushed group')}
        </span>
        <span className="grow" />
        <span>Members are shown as pushed / total</span>
      </div>
    );
  const ids = checked.map((mapping) => mapping.id);
  return (
    <section className="statusbar" aria-label="Bulk Edit">
      <span className="num">{plural(count, 'pushed group')}</span>
      <span className="sep" />
      <span className="num strong text-fg-1" aria-live="polite">
        {formatCount(checked.length)} selected
      </span>
      <IconButton icon="x" label="Clear selection" small onClick={selection.clear} />
      <span className="ml-2 flex gap-1.5">
        <Button small onClick={() => verbs.pushNow(ids, `Push ${plural(ids.length, 'group')}`)}>
          Push now
        </Button>
        <Button small onClick={() => verbs.setActive(ids, true)}>
          Activate
        </Button>
        <Button small onClick={() => verbs.setActive(ids, false)}>
          Deactivate
        </Button>
      </span>
      <span className="grow" />
      <Button variant="ghost" tone="danger" small onClick={() => verbs.unlink(checked)}>
        Delete…
      </Button>
    </section>
  );
}
