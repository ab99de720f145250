/** Unassign: says before whether a deactivation will be sent, which is the switch and Okta's link together. */
import type {
  AppSettings,
  AssignmentRecord,
  ConnectionRecord,
  OktaGroupRecord,
} from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/numbers.ts';
import { peopleCount } from './people-count.ts';
import type { Action } from './use-action.ts';

export type Unassigning =
  | { readonly kind: 'one'; readonly row: AssignmentRecord }
  | { readonly kind: 'several'; readonly ids: readonly string[]; readonly onDone: () => void }
  | { readonly kind: 'group'; readonly group: OktaGroupRecord };

export function UnassignDialog(props: {
  readonly what: Unassigning;
  readonly connection: ConnectionRecord;
  readonly action: Action;
  readonly onClose: () => void;
}) {
  const { what, connection, action, onClose } = props;
  const connectionId = connection.id;
  const app = useAnswer('sim.app', { connectionId }, 'simulator');
  const words = wordsOf(what);
  const run = () => {
    onClose();
    void action
      .run(`Unassign ${words.who}`, () => callEngine('sim.unassign', { connectionId, ...targetOf(what) }))
      .then((done) => done && what.kind === 'several' && what.onDone());
  };
  return (
    <ConfirmDialog title={`Unassign ${words.who}?`} verb={words.verb} onConfirm={run} onClose={onClose}>
      {app.value && <p>{consequence(what, app.value, connection.name)}</p>}
      {what.kind === 'one' && what.row.scope === 'GROUP' && (
        <p className="fg2">
          The assignment comes through the group {what.row.groupName}; it stays until the person leaves the
          group, or the group is unassigned.
        </p>
      )}
    </ConfirmDialog>
  );
}

function targetOf(what: Unassigning) {
  switch (what.kind) {
    case 'one':
      return { assignmentIds: [what.row.id] };
    case 'several':
      return { assignmentIds: [...what.ids] };
    case 'group':
      return { groupIds: [what.group.id] };
    default:
      return what satisfies never;
  }
}

function wordsOf(what: Unassigning): { readonly who: string; readonly verb: string } {
  switch (what.kind) {
    case 'one':
      return { who: what.row.personName, verb: 'Unassign 1 person' };
    case 'several':
      return { who: peopleCount(what.ids.length), verb: `Unassign ${peopleCount(what.ids.length)}` };
    case 'group':
      return { who: what.group.name, verb: `Unassign ${plural(1, 'group')}` };
    default:
      return what satisfies never;
  }
}

function consequence(what: Unassigning, app: AppSettings, name: string): string {
  const off = app.provisioningEnabled
    ? app.deactivateUsers
      ? null
      : 'Deactivate Users is off'
    : 'Enable API integration is off';
  if (off !== null)
    return `No deactivation will be sent: ${off}. The users stay as they are in ${name}, and Okta forgets its link.`;
  if (what.kind !== 'one')
    return `Everyone with a link gets active: false in ${name}. For people without a link no deactivation will be sent.${what.kind === 'group' ? ' People whom another group or an individual assignment keeps stay assigned.' : ''}`;
  return what.row.externalId === null
    ? `No deactivation will be sent: Okta has no link to a user in ${name}.`
    : `Okta sends active: false for ${what.row.login} to ${name}.`;
}
