/** Assign to People and Assign to Groups: search, check, and what Okta will do. */
import type { AppSettings, ConnectionRecord } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { type Selection, useSelection } from '../../state/use-selection.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/numbers.ts';
import { peopleCount } from './people-count.ts';
import { PickGroups, PickPeople } from './pick-lists.tsx';
import type { Action } from './use-action.ts';
import { UsedTwice } from './used-twice.tsx';

export function AssignDialog(props: {
  readonly kind: 'people' | 'groups';
  readonly connection: ConnectionRecord;
  readonly action: Action;
  readonly onClose: () => void;
}) {
  const { kind, connection, action, onClose } = props;
  const selection = useSelection(kind);
  const app = useAnswer('sim.app', { connectionId: connection.id }, 'simulator');
  const title = kind === 'people' ? 'Assign to People' : 'Assign to Groups';
  const count = kind === 'people' ? peopleCount(selection.size) : plural(selection.size, 'group');
  const assign = () => {
    const ids = [...selection.ids];
    onClose();
    void action.run(title, () =>
      callEngine('sim.assign', {
        connectionId: connection.id,
        ...(kind === 'people' ? { personIds: ids } : { groupIds: ids }),
      }),
    );
  };
  return (
    <Dialog
      title={title}
      wide
      onClose={onClose}
      foot={
        <>
          <span className="fg2 mr-auto" aria-live="polite">
            {count} checked
          </span>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" disabled={selection.size === 0} onClick={assign}>
            {selection.size === 0 ? 'Assign' : `Assign ${count}`}
          </Button>
        </>
      }
    >
      {app.value && <p className="fg2">{consequence(app.value, connection.name)}</p>}
      {kind === 'people' ? (
        <PickPeople selection={selection} />
      ) : (
        <PickUnpushed connection={connection} selection={selection} />
      )}
    </Dialog>
  );
}

function PickUnpushed(props: { readonly connection: ConnectionRecord; readonly selection: Selection }) {
  const { connection, selection } = props;
  const pushed = useAnswer('sim.pushMappings', { connectionId: connection.id }, 'simulator').value ?? [];
  const twice = pushed
    .filter((mapping) => selection.has(mapping.groupId))
    .map((mapping) => mapping.groupName);
  return (
    <>
      <UsedTwice names={twice} appName={connection.name} />
      <PickGroups
        selection={selection}
        remark={(id) => (pushed.some((mapping) => mapping.groupId === id) ? 'pushed to this app' : null)}
      />
    </>
  );
}

function consequence(app: AppSettings, name: string): string {
  if (!app.provisioningEnabled)
    return 'Nothing will be sent: Enable API integration is off. They stay Staged until Provision User.';
  if (!app.createUsers)
    return 'Nothing will be created: Create Users is off. They are assigned in Okta only.';
  return `Okta looks for each in ${name} by userName, then creates or links.`;
}
