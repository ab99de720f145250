/** Unlink pushed group: delete it in the target app, or leave it there; the safe way is chosen first. */
import { useState } from 'react';
import type { PushMappingRecord } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/numbers.ts';
import { RadioList } from './radio-list.tsx';
import type { Action } from './use-action.ts';

const ways = [
  { value: 'leave', label: 'Leave the group in the target app' },
  { value: 'delete', label: 'Delete the group in the target app' },
] as const;

export function UnlinkDialog(props: {
  readonly mappings: readonly PushMappingRecord[];
  readonly appName: string;
  readonly action: Action;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { mappings, appName, action, onClose, onDone } = props;
  const [way, setWay] = useState<'leave' | 'delete'>('leave');
  const [only] = mappings;
  const what = mappings.length === 1 && only ? only.groupName : plural(mappings.length, 'pushed group');
  const unlink = () => {
    onClose();
    const mappingIds = mappings.map((mapping) => mapping.id);
    void action
      .run(`Unlink ${what}`, () =>
        callEngine('sim.unlinkPush', { mappingIds, deleteInApp: way === 'delete' }),
      )
      .then((done) => done && onDone());
  };
  return (
    <ConfirmDialog
      title={mappings.length === 1 ? 'Unlink pushed group' : `Unlink ${what}`}
      verb={way === 'delete' ? 'Unlink and delete in the app' : 'Unlink'}
      danger={way === 'delete'}
      onConfirm={unlink}
      onClose={onClose}
    >
      <p>
        {what} {mappings.length === 1 ? 'is' : 'are'} no longer pushed to {appName}.
      </p>
      <RadioList label="The group in the target app" value={way} choices={ways} onValue={setWay} />
      <p className="fg2">
        {way === 'leave'
          ? 'Nothing is sent.'
          : `Okta sends DELETE for ${mappings.length === 1 ? 'the group' : 'each group'}; this cannot be undone from here.`}
      </p>
    </ConfirmDialog>
  );
}
